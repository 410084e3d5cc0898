"""E-mails and text messages: written and owed inside a case, delivered later by a worker.

Evidence holds a commitment to the address, never the address. Texts may carry links and codes, so
they are not committed to at all: whoever opens the evidence must not find a way in.
"""

import base64
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from app.documents import letters
from app.documents.letters import Button
from app.domain.actors import SYSTEM, worker
from app.domain.procedure import text
from app.ports import Attachment, Letter, Outside
from app.services import entities, record, steps
from app.services.calls import OwedCall
from app.services.entities import Entity
from app.services.messaging import wording
from app.services.parties import PersonDetails
from app.services.steps import Held

MAIL, SMS = "mail.deliver", "sms.deliver"
LINK_DAYS = 30


def link_url(outside: Outside, entity: Entity, token: str) -> str:
    """Return the address of the page that a personal link opens. Opening it redeems nothing."""
    return f"{entities.address(outside, entity)}/enlace/{token}"


def queue_mail(
    held: Held,
    to: PersonDetails,
    message: letters.Message,
    *,
    call_id: UUID | None = None,
    about: str = "notice",
    attachments: Sequence[Attachment] = (),
) -> UUID:
    """Write an e-mail to a person of a held case and owe its delivery; return the call's id.

    `about` is a word that evidence keeps. A caller that may be repeated gives a `call_id`. To somebody without an
    address nothing is owed, and evidence says so.
    """
    if not to.email:
        nowhere = record.on("mail", call_id or uuid4())
        steps.note(held, record.Act("mail.failed", SYSTEM, nowhere, data={"about": about, "reason": "no_address"}))
        return UUID(nowhere.ref)
    params = mail_params(held.entity, to.email, message, attachments)
    owed = steps.owe(held, MAIL, params, call_id=call_id, about=about)
    queued = record.Act(
        "mail.queued",
        SYSTEM,
        record.on("mail", owed),
        data={"about": about, "language": message.language},
        values={"to": to.email, "subject": params["subject"]},
    )
    steps.note(held, queued)
    return owed


def mail_params(
    entity: Entity, to: str, message: letters.Message, attachments: Sequence[Attachment] = ()
) -> dict[str, Any]:
    """Return what `deliver_mail` needs to send a letter of the entity."""
    letter = letters.compose(head(entity, message.language), message)
    files = [
        {"name": one.name, "type": one.media_type, "content": base64.b64encode(one.content).decode()}
        for one in attachments
    ]
    made = {"to": to, "subject": letter.subject, "text": letter.text, "html": letter.html, "language": letter.language}
    return made | ({"attachments": files} if files else {})


def queue_sms(held: Held, mobile: str, text: str, *, until: datetime | None = None, about: str = "notice") -> UUID:
    """Owe a text message to `mobile` (E.164) and return the call's id. After `until` it is not sent any more."""
    owed = steps.owe(held, SMS, sms_params(mobile, text, until), about=about)
    queued = record.Act("sms.queued", SYSTEM, record.on("sms", owed), data={"about": about}, values={"to": mobile})
    steps.note(held, queued)
    return owed


def sms_params(mobile: str, text: str, until: datetime | None = None) -> dict[str, Any]:
    """Return what `deliver_sms` needs to send `text` to `mobile` (E.164)."""
    return {"to": mobile, "text": text, "until": until.isoformat() if until else ""}


def queue_link(held: Held, to: PersonDetails, language: str, token: str, *, again: bool = False) -> UUID:
    """Mail a person the link made with `token`: the first one, or one that was asked for `again`."""
    name = "link_again" if again else "link"
    button = Button(wording.say("link_button", language), link_url(held.outside, held.entity, token))
    values = case_values(held, to, language) | {"days": str(LINK_DAYS)}
    return queue_mail(held, to, wording.letter(held.entity, name, language, values, {"button": [button]}), about="link")


def queue_code(held: Held, mobile: str, language: str, code: str, until: datetime) -> UUID:
    """Send a person the code to come in with."""
    return queue_sms(held, mobile, code_text(held.entity, language, code), until=until, about="code")


def code_text(entity: Entity, language: str, code: str) -> str:
    """Return the text message that brings the code to come in with, as the entity says it."""
    return wording.sms(entity, "code_sms", language, {"code": code})


def case_values(held: Held, to: PersonDetails, language: str) -> dict[str, str]:
    """Return what every message of a case may name: the person, the procedure and the number."""
    title = held.pinned.procedure.text(held.pinned.procedure.card.title, language)
    return {"name": to.given_name, "number": held.row.number, "procedure": title}


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
        attachments=tuple(
            Attachment(one["name"], one["type"], base64.b64decode(one["content"]))
            for one in params.get("attachments", [])
        ),
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


def head(entity: Entity, language: str) -> letters.Head:
    """Return the name and the contact that stand on every letter of an entity."""
    facts = entity.facts
    found = (facts.get("address"), facts.get("telephone") or facts.get("phone"), facts.get("email"))
    contact = [text(one, language) if isinstance(one, Mapping) else str(one) for one in found if one]
    return letters.Head(entity.called(language), contact, entity.demonstration)
