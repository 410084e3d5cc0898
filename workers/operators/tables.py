"""Operators about the tables that analysts own."""

from app.operators import Context, operator
from app.ports import Looked


@operator("tables.look_up")
def look_up(ctx: Context, *, table: str, key: str, day: str = "") -> Looked:
    """Look up what a table of the office says of a key, today or on another day (aaaa-mm-dd).

    Keys are compared without accents or capitals. Where the table says nothing, found is false and row is empty.
    Fails with table_unknown or day.
    """
    return ctx.office.tables.look_up(ctx.call, table=table, key=key, day=day)
