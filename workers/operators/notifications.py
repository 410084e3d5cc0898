"""Operators that notify."""

from dataclasses import dataclass

from app.operators import Context, Role, operator


@dataclass(frozen=True, slots=True)
class MadeAvailable:
    """A notification that waits for the person."""

    notification: str


@operator("notifications.notify")
def notify(ctx: Context, *, to: Role, document: str, level: str = "code", compulsory: bool = False) -> MadeAvailable:
    """Notify a document to a person of the case, in the portal or, for who chose so or has no e-mail, on paper.

    `to` is the role of a party, `document` its id; the person opens it when known to `level` (code, official or
    certificate); `compulsory` for those obliged to electronic means. What becomes of it comes as a message:
    notification_accessed, notification_refused, notification_expired or notification_returned, with notification, to,
    outcome, means (portal, paper, desk) and at. Fails with party, document_unknown or level.
    """
    made = ctx.office.notifications.notify(ctx.call, to=to, document=document, level=level, compulsory=compulsory)
    return MadeAvailable(made)
