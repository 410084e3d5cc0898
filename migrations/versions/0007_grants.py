"""Tables that analysts own, calls for grants, awards, payment orders."""

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Apply."""
