"""Several people in one act, and rights over data."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Apply."""
    op.add_column("signature", sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("signature", sa.Column("remind_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("signature", sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("signature", sa.Column("refusal", sa.LargeBinary(), nullable=True))
    op.add_column("party", sa.Column("representative", sa.Uuid(), sa.ForeignKey("party.id"), nullable=True))
    op.create_index("signature_remind", "signature", ["remind_at"], postgresql_where=sa.text("remind_at IS NOT NULL"))
