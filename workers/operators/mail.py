"""Operators that write to people."""

from dataclasses import dataclass

from app.operators import Context, MessageName, Places, Recipient, operator


@dataclass(frozen=True, slots=True)
class Notified:
    """A message that was written and waits to leave."""

    reference: str


@operator("mail.notify")
def notify(ctx: Context, *, to: Recipient, message: MessageName, values: Places | None = None) -> Notified:
    """Write one of the procedure's messages to a person of the case, with a personal link.

    `to` is the role of a party, or everyone; `message` its name in the procedure; `values` fill its places. Fails
    with party or message.
    """
    return Notified(ctx.office.notices.notify(ctx.call, to=to, message=message, values=values or {}))
