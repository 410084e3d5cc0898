"""The residents' register, and what cases were told by registers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "residents_register",
        sa.Column("entity", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("sheets", sa.Integer(), nullable=False),
        sa.Column("movements", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entity"], ["entity.id"]),
        sa.PrimaryKeyConstraint("entity"),
        sa.UniqueConstraint("id"),
    )
    op.create_table(
        "dwelling",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entity", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("address", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("building", sa.String(), nullable=False),
        sa.Column("words", sa.ARRAY(sa.String()), nullable=False),
        sa.Column("cadastral_reference", sa.String(length=20), nullable=True),
        sa.Column("protected", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entity"], ["entity.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("dwelling_building", "dwelling", ["entity", "building"], unique=False)
    op.create_index("dwelling_cadastral", "dwelling", ["entity", "cadastral_reference"], unique=False)
    op.create_index("dwelling_folded", "dwelling", ["entity", "folded"], unique=False)
    op.create_index("dwelling_words", "dwelling", ["words"], unique=False, postgresql_using="gin")
    op.create_table(
        "register_sheet",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entity", sa.String(length=40), nullable=False),
        sa.Column("dwelling_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["dwelling_id"], ["dwelling.id"]),
        sa.ForeignKeyConstraint(["entity"], ["entity.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("dwelling_id"),
        sa.UniqueConstraint("entity", "number"),
    )
    op.create_table(
        "resident",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entity", sa.String(length=40), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("id_number", sa.LargeBinary(), nullable=True),
        sa.Column("name_birth", sa.LargeBinary(), nullable=True),
        sa.Column("search", sa.ARRAY(sa.BigInteger()), server_default="{}", nullable=False),
        sa.Column("protected", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entity"], ["entity.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("resident_id_number", "resident", ["entity", "id_number"], unique=False)
    op.create_index("resident_name_birth", "resident", ["entity", "name_birth"], unique=False)
    op.create_index("resident_search", "resident", ["search"], unique=False, postgresql_using="gin")
    op.create_table(
        "residence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entity", sa.String(length=40), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("sheet_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("cause", sa.String(length=80), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("until IS NULL OR until >= since", name="residence_order"),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"]),
        sa.ForeignKeyConstraint(["entity"], ["entity.id"]),
        sa.ForeignKeyConstraint(["resident_id"], ["resident.id"]),
        sa.ForeignKeyConstraint(["sheet_id"], ["register_sheet.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("residence_resident", "residence", ["resident_id", "since"], unique=False)
    op.create_index(
        "residence_sheet", "residence", ["sheet_id"], unique=False, postgresql_where=sa.text("until IS NULL")
    )
    op.execute(
        "ALTER TABLE residence ADD CONSTRAINT residence_one_place EXCLUDE USING gist ("
        "int8range(uuid_hash_extended(resident_id, 0), uuid_hash_extended(resident_id, 0), '[]') WITH &&, "
        "daterange(since, until, '[)') WITH &&)"
    )
    op.create_table(
        "movement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entity", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("act", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("cause", sa.String(length=80), nullable=False),
        sa.Column("origin_id", sa.Uuid(), nullable=True),
        sa.Column("target_id", sa.Uuid(), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("call_id", sa.Uuid(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"]),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"]),
        sa.ForeignKeyConstraint(["entity"], ["entity.id"]),
        sa.ForeignKeyConstraint(["origin_id"], ["register_sheet.id"]),
        sa.ForeignKeyConstraint(["resident_id"], ["resident.id"]),
        sa.ForeignKeyConstraint(["target_id"], ["register_sheet.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("call_id", "resident_id"),
        sa.UniqueConstraint("entity", "number"),
    )
    op.create_index("movement_case", "movement", ["case_id"], unique=False)
    op.create_index("movement_resident", "movement", ["resident_id", "number"], unique=False)
    op.execute(
        "CREATE TRIGGER movement_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON movement "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    op.create_table(
        "consultation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entity", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("question", sa.String(length=80), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"]),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"]),
        sa.ForeignKeyConstraint(["entity"], ["entity.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("call_id"),
    )
    op.create_index("consultation_case", "consultation", ["case_id", "at"], unique=False)


def downgrade() -> None:
    """Undo."""
    for table in (
        "consultation",
        "movement",
        "residence",
        "resident",
        "register_sheet",
        "dwelling",
        "residents_register",
    ):
        op.drop_table(table)
