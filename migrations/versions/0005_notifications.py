"""Notifications, and how each person wants to be notified."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "notification",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entity", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.String(length=80), nullable=False),
        sa.Column("channel", sa.String(length=80), nullable=False),
        sa.Column("binding", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=80), nullable=False),
        sa.Column("made_available_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("means", sa.String(length=80), nullable=True),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("letter_id", sa.Uuid(), nullable=True),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("printed_by", sa.Uuid(), nullable=True),
        sa.Column("attempts", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("taken", sa.LargeBinary(), nullable=True),
        sa.Column("proof_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"]),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"]),
        sa.ForeignKeyConstraint(["entity"], ["entity.id"]),
        sa.ForeignKeyConstraint(["letter_id"], ["document.id"]),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"]),
        sa.ForeignKeyConstraint(["printed_by"], ["staff.id"]),
        sa.ForeignKeyConstraint(["proof_id"], ["document.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("notification_case", "notification", ["case_id"], unique=False)
    op.create_index("notification_document", "notification", ["document_id"], unique=False)
    waits = sa.text("state = 'available'")
    op.create_index("notification_expiry", "notification", ["expires_at"], unique=False, postgresql_where=waits)
    op.create_index(
        "notification_unheard",
        "notification",
        ["decided_at"],
        unique=False,
        postgresql_where=sa.text("heard_at IS NULL"),
    )
    op.create_index(
        "notification_letters",
        "notification",
        ["entity", "made_available_at"],
        unique=False,
        postgresql_where=sa.text("channel = 'paper' AND state = 'available'"),
    )
    op.add_column("party", sa.Column("notification_channel", sa.String(length=80), nullable=True))
