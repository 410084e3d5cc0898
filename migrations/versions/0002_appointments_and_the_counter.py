"""Appointments, the counter, keys for programs, texts of the entity's own."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "marker",
        sa.Column("entity", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entity"], ["entity.id"]),
        sa.PrimaryKeyConstraint("entity", "name"),
    )
    op.create_table(
        "schedule",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entity", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("office", sa.String(length=80), nullable=False),
        sa.Column("channels", sa.ARRAY(sa.String()), nullable=False),
        sa.Column("grid_minutes", sa.Integer(), nullable=False),
        sa.Column("notice_minutes", sa.Integer(), nullable=False),
        sa.Column("window_days", sa.Integer(), nullable=False),
        sa.Column("texts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entity"], ["entity.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "api_token",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entity", sa.String(length=40), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("roles", sa.ARRAY(sa.String()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["entity"], ["entity.id"]),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token"),
    )
    op.create_table(
        "appointment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entity", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=80), nullable=False),
        sa.Column("schedule_id", sa.Uuid(), nullable=False),
        sa.Column("office", sa.String(length=80), nullable=False),
        sa.Column("procedure", sa.String(length=80), nullable=False),
        sa.Column("channel", sa.String(length=80), nullable=False),
        sa.Column("language", sa.String(length=80), nullable=False),
        sa.Column("clerk_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("booked_by", sa.Uuid(), nullable=True),
        sa.Column("wrapped", sa.LargeBinary(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("token", sa.LargeBinary(), nullable=True),
        sa.Column("code_id", sa.Uuid(), nullable=True),
        sa.Column("mobile_proved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("email_print", sa.LargeBinary(), nullable=True),
        sa.Column("mobile_print", sa.LargeBinary(), nullable=True),
        sa.Column("document_print", sa.LargeBinary(), nullable=True),
        sa.Column("address_print", sa.LargeBinary(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("remind_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("called_by", sa.Uuid(), nullable=True),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=80), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["booked_by"], ["staff.id"]),
        sa.ForeignKeyConstraint(["called_by"], ["staff.id"]),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"]),
        sa.ForeignKeyConstraint(["clerk_id"], ["staff.id"]),
        sa.ForeignKeyConstraint(["entity"], ["entity.id"]),
        sa.ForeignKeyConstraint(["schedule_id"], ["schedule.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("appointment_address", "appointment", ["entity", "address_print", "created_at"], unique=False)
    op.create_index("appointment_case", "appointment", ["case_id"], unique=False)
    op.create_index("appointment_day", "appointment", ["entity", "starts_at", "clerk_id"], unique=False)
    op.create_index("appointment_document", "appointment", ["entity", "document_print"], unique=False)
    op.create_index("appointment_email", "appointment", ["entity", "email_print"], unique=False)
    op.create_index(
        "appointment_held", "appointment", ["held_until"], unique=False, postgresql_where=sa.text("state = 'held'")
    )
    op.create_index("appointment_mobile", "appointment", ["entity", "mobile_print"], unique=False)
    op.create_index(
        "appointment_present",
        "appointment",
        ["entity", "called_by"],
        unique=False,
        postgresql_where=sa.text("state IN ('arrived', 'called')"),
    )
    op.create_index(
        "appointment_remind",
        "appointment",
        ["remind_at"],
        unique=False,
        postgresql_where=sa.text("remind_at IS NOT NULL"),
    )
    op.create_table(
        "note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entity", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"]),
        sa.ForeignKeyConstraint(["entity"], ["entity.id"]),
        sa.ForeignKeyConstraint(["written_by"], ["staff.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("note_case", "note", ["case_id"], unique=False)
    op.create_table(
        "schedule_rule",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entity", sa.String(length=40), nullable=False),
        sa.Column("schedule_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("weekdays", sa.ARRAY(sa.Integer()), nullable=False),
        sa.Column("opens", sa.Time(), nullable=True),
        sa.Column("closes", sa.Time(), nullable=True),
        sa.Column("every_weeks", sa.Integer(), nullable=False),
        sa.Column("week_of_month", sa.Integer(), nullable=False),
        sa.Column("clerks", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("internal", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["entity"], ["entity.id"]),
        sa.ForeignKeyConstraint(["schedule_id"], ["schedule.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("schedule_rule_schedule", "schedule_rule", ["schedule_id"], unique=False)
    op.create_table(
        "wording",
        sa.Column("entity", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("language", sa.String(length=80), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["changed_by"], ["staff.id"]),
        sa.ForeignKeyConstraint(["entity"], ["entity.id"]),
        sa.PrimaryKeyConstraint("entity", "name", "language"),
    )
    op.create_table(
        "slot",
        sa.Column("clerk_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entity", sa.String(length=40), nullable=False),
        sa.Column("appointment_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=80), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointment.id"]),
        sa.ForeignKeyConstraint(["clerk_id"], ["staff.id"]),
        sa.ForeignKeyConstraint(["entity"], ["entity.id"]),
        sa.PrimaryKeyConstraint("clerk_id", "starts_at"),
    )
    op.create_index("slot_appointment", "slot", ["appointment_id"], unique=False)
    op.create_index("slot_until", "slot", ["until"], unique=False, postgresql_where=sa.text("until IS NOT NULL"))
    op.add_column("call", sa.Column("stream", sa.String(length=80), nullable=True))
    op.add_column("call", sa.Column("delivery", sa.String(length=80), nullable=True))
    op.add_column("call", sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True))
    op.alter_column("call", "case_id", existing_type=sa.UUID(), nullable=True)
    op.create_index(
        "call_failed", "call", ["entity", "answered_at"], unique=False, postgresql_where=sa.text("status = 'failed'")
    )
    op.create_index(
        "call_undelivered",
        "call",
        ["entity", "delivered_at"],
        unique=False,
        postgresql_where=sa.text("delivery = 'undelivered'"),
    )
    op.add_column("case", sa.Column("channel", sa.String(length=80), server_default="online", nullable=False))
    op.add_column("party", sa.Column("search", sa.ARRAY(sa.BigInteger()), server_default="{}", nullable=False))
    op.create_index("party_search", "party", ["search"], unique=False, postgresql_using="gin")
    op.add_column("signature", sa.Column("method", sa.String(length=80), server_default="code", nullable=False))
    op.add_column("signature", sa.Column("witness", sa.Uuid(), nullable=True))
    op.create_foreign_key(None, "signature", "staff", ["witness"], ["id"])
    op.add_column("staff", sa.Column("skills", sa.ARRAY(sa.String()), server_default="{}", nullable=False))
    op.add_column("staff", sa.Column("languages", sa.ARRAY(sa.String()), server_default="{}", nullable=False))
    op.add_column("task", sa.Column("priority", sa.Integer(), server_default="50", nullable=False))
    op.add_column("task", sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("task_claimed", "task", ["claimed_by"], unique=False, postgresql_where=sa.text("status = 'open'"))
    op.create_index(
        "task_queue",
        "task",
        ["entity", "role", sa.literal_column("priority DESC"), "due_at", "opened_at"],
        unique=False,
        postgresql_where=sa.text("status = 'open'"),
    )
