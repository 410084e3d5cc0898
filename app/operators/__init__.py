"""What a service task may call: the contract and the catalogue, not the work itself."""

from app.operators.contract import (
    CATALOGUE,
    Context,
    DocumentName,
    MessageName,
    NewRole,
    Operator,
    Pending,
    Places,
    Recipient,
    Role,
    operator,
)

__all__ = [
    "CATALOGUE",
    "Context",
    "DocumentName",
    "MessageName",
    "NewRole",
    "Operator",
    "Pending",
    "Places",
    "Recipient",
    "Role",
    "operator",
]
