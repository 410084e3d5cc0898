"""What a service task may call: the contract and the catalogue, not the work itself."""

from app.operators.contract import CATALOGUE, Context, Operator, Pending, operator

__all__ = ["CATALOGUE", "Context", "Operator", "Pending", "operator"]
