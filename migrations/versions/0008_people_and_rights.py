"""Several people in one act, and rights over data."""

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Apply."""
