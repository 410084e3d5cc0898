"""Who decides: bodies, terms of office, delegations, automated acts, resolutions."""

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Apply."""
