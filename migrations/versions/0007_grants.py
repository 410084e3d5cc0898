"""Tables that analysts own, calls for grants, awards, payment orders."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "reference_table",
        sa.Column("entity", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("title", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("columns", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entity"], ["entity.id"]),
        sa.PrimaryKeyConstraint("entity", "name"),
    )
    op.create_table(
        "reference_entry",
        sa.Column("number", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("entity", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("shown", sa.String(), nullable=False),
        sa.Column("given", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.String(length=80), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entity"], ["entity.id"]),
        sa.ForeignKeyConstraint(["entity", "name"], ["reference_table.entity", "reference_table.name"]),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("reference_entry_key", "reference_entry", ["entity", "name", "key"])
    op.create_table(
        "grant_call",
        sa.Column("entity", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("series", sa.String(length=80), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("published_by", sa.String(length=80), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entity"], ["entity.id"]),
        sa.PrimaryKeyConstraint("entity", "id", "version"),
    )
    op.create_table(
        "grant_application",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entity", sa.String(length=40), nullable=False),
        sa.Column("call", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("home", sa.LargeBinary(), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("basis", sa.String(length=80), nullable=False),
        sa.Column("entry_number", sa.String(length=80), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entity"], ["entity.id"]),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("entity", "call", "case_id"),
    )
    op.create_index("grant_application_home", "grant_application", ["entity", "call", "home"])
    op.create_index("grant_application_address", "grant_application", ["entity", "call", "address"])
    _awards()


def _awards() -> None:
    op.create_table(
        "grant_award",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entity", sa.String(length=40), nullable=False),
        sa.Column("call", sa.String(length=80), nullable=False),
        sa.Column("home", sa.LargeBinary(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("resolution", sa.String(length=80), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entity"], ["entity.id"]),
        sa.ForeignKeyConstraint(["application_id"], ["grant_application.id"]),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("application_id"),
        sa.UniqueConstraint("entity", "call", "home", name="one_grant_per_home"),
    )
    op.create_index("grant_award_case", "grant_award", ["case_id"])
    op.create_table(
        "payment_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entity", sa.String(length=40), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("orders", sa.Integer(), nullable=False),
        sa.Column("total_cents", sa.BigInteger(), nullable=False),
        sa.Column("execution_on", sa.Date(), nullable=False),
        sa.Column("exported_by", sa.Uuid(), nullable=False),
        sa.Column("exported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entity"], ["entity.id"]),
        sa.ForeignKeyConstraint(["exported_by"], ["staff.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "payment_order",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entity", sa.String(length=40), nullable=False),
        sa.Column("award_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=80), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=80), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("exported_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["entity"], ["entity.id"]),
        sa.ForeignKeyConstraint(["award_id"], ["grant_award.id"]),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"]),
        sa.ForeignKeyConstraint(["file_id"], ["payment_file.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("award_id"),
        sa.UniqueConstraint("entity", "reference"),
    )
    op.create_index("payment_order_open", "payment_order", ["entity"], postgresql_where=sa.text("state = 'ordered'"))
