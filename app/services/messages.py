"""E-mails and text messages: written and owed inside a case, delivered later by a worker.

Evidence holds a commitment to the address, never the address. Texts may carry links and codes, so
they are not committed to at all: whoever opens the evidence must not find a way in.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from app.documents import letters
from app.documents.letters import Button
from app.domain.actors import SYSTEM, worker
from app.ports import Letter, Outside
from app.services import record, steps, wording
from app.services.calls import OwedCall
from app.services.entities import Entity
from app.services.parties import PersonDetails
from app.services.steps import Held

MAIL, SMS = "mail.deliver", "sms.deliver"
LINK_DAYS = 30


def link_url(outside: Outside, token: str) -> str:
    """Return the address of the page that a personal link opens. Opening it redeems nothing."""
    return f"{outside.base_url}/enlace/{token}"


def queue_mail(
    held: Held, to: PersonDetails, message: letters.Message, *, call_id: UUID | None = None, about: str = "notice"
) -> UUID:
    """Write an e-mail to a person of a held case and owe its delivery; return the call's id.

    `about` is a word that evidence keeps. A caller that may be repeated gives a `call_id`.
    """
    letter = letters.compose(_head(held.entity), message)
    params = {
        "to": to.email,
        "subject": letter.subject,
        "text": letter.text,
        "html": letter.html,
        "language": letter.language,
    }
    owed = steps.owe(held, MAIL, params, call_id=call_id)
    queued = record.Act(
        "mail.queued",
        SYSTEM,
        record.on("mail", owed),
        data={"about": about, "language": letter.language},
        values={"to": to.email, "subject": letter.subject},
    )
    steps.note(held, queued)
    return owed


def queue_sms(held: Held, mobile: str, text: str, *, until: datetime | None = None, about: str = "notice") -> UUID:
    """Owe a text message to `mobile` (E.164) and return the call's id. After `until` it is not sent any more."""
    params = {"to": mobile, "text": text, "until": until.isoformat() if until else ""}
    owed = steps.owe(held, SMS, params)
    queued = record.Act("sms.queued", SYSTEM, record.on("sms", owed), data={"about": about}, values={"to": mobile})
    steps.note(held, queued)
    return owed


def queue_link(held: Held, to: PersonDetails, language: str, token: str, *, again: bool = False) -> UUID:
    """Mail a person the link made with `token`: the first one, or one that was asked for `again`."""
    number, title = held.row.number, held.pinned.procedure.text(held.pinned.procedure.card.title, language)
    why = wording.say("link_again" if again else "link_why", language, number=number, title=title)
    message = letters.Message(
        subject=wording.say("link_subject", language, number=number),
        paragraphs=[
            wording.say("greeting", language, name=to.given_name),
            why,
            wording.say("link_how", language),
            wording.say("link_keep", language, days=LINK_DAYS),
        ],
        language=language,
        button=Button(wording.say("link_button", language), link_url(held.outside, token)),
    )
    return queue_mail(held, to, message, about="link")


def queue_code(held: Held, mobile: str, language: str, code: str, until: datetime) -> UUID:
    """Send a person the code to come in with."""
    text = wording.say("code_sms", language, code=code, entity=held.entity.name)
    if held.entity.demonstration:
        text = f"{text} {wording.say('demonstration_sms', language)}"
    return queue_sms(held, mobile, text, until=until, about="code")


def deliver_mail(outside: Outside, call: OwedCall) -> list[record.Act]:
    """Hand an owed e-mail to the mail server and return what happened.

    Raises `OperatorUnavailable` when trying again may help and `OperatorFailed` when not.
    """
    params = call.params
    letter = Letter(
        to=params["to"],
        subject=params["subject"],
        text=params["text"],
        html=params["html"],
        reference=str(call.id),
        language=params["language"],
    )
    receipt = outside.mail.send(letter)
    return [_sent("mail", call, receipt)]


def deliver_sms(outside: Outside, call: OwedCall) -> list[record.Act]:
    """Hand an owed text message to the gateway and return what happened. Raises as `deliver_mail`.

    A message that came too late is not sent, and that is what happened.
    """
    until = call.params.get("until")
    if until and outside.clock.now() >= datetime.fromisoformat(until):
        return [record.Act("sms.failed", worker(SMS), record.on("sms", call.id), data={"reason": "too_late"})]
    receipt = outside.sms.send(call.params["to"], call.params["text"], str(call.id))
    return [_sent("sms", call, receipt)]


JOBS = {MAIL: deliver_mail, SMS: deliver_sms}
"""The jobs that this room does for `calls.run`."""


def _sent(kind: str, call: OwedCall, receipt: str) -> record.Act:
    return record.Act(
        f"{kind}.sent",
        worker(MAIL if kind == "mail" else SMS),
        record.on(kind, call.id),
        data={"attempt": call.attempts},
        values={"receipt": receipt},
    )


def _head(entity: Entity) -> letters.Head:
    facts: Mapping[str, Any] = entity.facts
    contact: Sequence[str] = [str(facts[name]) for name in ("address", "telephone") if facts.get(name)]
    return letters.Head(entity.name, contact, entity.demonstration)
