"""A message as it will really look, with data that are nobody's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from app.documents import letter_pages, letters
from app.documents.letters import Block, Button, Passage
from app.domain import procedure, sms
from app.domain import wordings as rules
from app.domain.errors import NotFound
from app.domain.procedure import Procedure
from app.domain.sms import Length
from app.ports import Outside
from app.services import entities
from app.services.appointments import invitations, occasions
from app.services.appointments.invitations import Ways
from app.services.appointments.occasions import Occasion
from app.services.entities import Entity
from app.services.messaging import messages, wording, wording_words, wordings
from app.services.messaging.wording import Text
from app.services.publishing import procedures
from app.services.visits import Visitor
from app.store import db

APPLICANT: Final = "applicant"
_AHEAD, _HOUR, _MINUTES = timedelta(days=7), time(10, 30), 20
_LINKED: Final = ("link", "link_again")


TEXTS: Final[Mapping[str, Mapping[str, str]]] = {
    "subject": {"es": "Asunto: {subject}", "ca": "Assumpte: {subject}"},
    "paid": {
        "es": "Cada envío se paga como {messages} SMS: ocupa {units} caracteres.",
        "ca": "Cada enviament es paga com a {messages} SMS: ocupa {units} caràcters.",
    },
    "dear": {
        "es": "Encarecen el mensaje: {dear} Con ellos caben 70 caracteres por SMS; sin ellos, 160.",
        "ca": "Encareixen el missatge: {dear} Amb ells hi caben 70 caràcters per SMS; sense ells, 160.",
    },
}


@dataclass(frozen=True, slots=True)
class Preview:
    """A message, filled in, as pages: as it looks, and its plain text. `length` is what a text message costs."""

    page: str
    plain: str
    length: Length | None = None


def preview(outside: Outside, visitor: Visitor, name: str, language: str, typed: Text) -> Preview:
    """Return a text of a message as it would be sent. Nothing is stored.

    Raises `WordingRefused` for a text that could not be used, `NotFound`, `Denied`.
    """
    visitor.require(*wordings.MAY)
    one = wordings.known(name)
    faults = rules.faults(one, typed.subject, typed.body)
    if faults:
        raise wordings.WordingRefused(faults)
    now = outside.clock.now()
    with db.reading() as session:
        here = entities.get(session, visitor.entity, now)
        offered = procedures.offered_now(session, visitor.entity)
    occasion = _occasion(here, language, offered, now)
    values = _values(outside, occasion, short=one.kind == rules.SMS)
    if one.kind == rules.SMS:
        return _sms(wording.marked(here, rules.filled(typed.body, values), language), language)
    if one.kind == rules.PART:
        passage = Passage(occasion.say("terms"), wording.filled_paragraphs(typed.body, values))
        message = letters.Message(wording_words.title(name, language), [passage], language)
    else:
        message = wording.composed(typed, language, values, _parts(outside, name, occasion))
    letter = letters.compose(messages.head(here, language), message)
    subject = _say("subject", language, subject=letter.subject)
    return Preview(letter.html, letter_pages.plain(letter.text, [subject], language))


def _sms(text: str, language: str) -> Preview:
    found = sms.length(text)
    notes = [_say("paid", language, messages=found.messages, units=found.units)]
    if found.dear:
        notes.append(_say("dear", language, dear=" ".join(found.dear)))
    page = letter_pages.plain(text, notes, language)
    return Preview(page, page, found)


def _occasion(here: Entity, language: str, offered: Sequence[Procedure], now: datetime) -> Occasion:
    """Return an appointment in a week's time for something that can be booked here, or at least asked for."""
    booked = [one for one in offered if one.appointment] or list(offered)
    day = (now.astimezone(here.zone) + _AHEAD).date()
    if not booked:
        raise NotFound("there is no procedure to show an example of")
    example = booked[0]
    return Occasion(
        entity=here,
        language=language,
        procedure=example,
        number=f"{day.year}/{example.code}/000123",
        channel="in_person",
        office=here.offices[0][0] if here.offices else "",
        starts_at=datetime.combine(day, _HOUR, tzinfo=here.zone),
        minutes=example.appointment.minutes if example.appointment else _MINUTES,
    )


def _values(outside: Outside, one: Occasion, *, short: bool) -> Mapping[str, str]:
    when = occasions.short_values(one) if short else occasions.values(one)
    example = {name: wording_words.sample(name, one.language) for name in wording_words.SAMPLE}
    return {
        **when,
        **example,
        "name": "Ana",
        "procedure": one.title,
        "number": one.number,
        "entity": one.entity.called(one.language),
        "days": str(messages.LINK_DAYS),
        "code": "123456",
        "csv": "7KQ2-M9FX",
        "link": f"{entities.address(outside, one.entity)}/cita/gestion/{'x' * 43}",
    }


def _parts(outside: Outside, name: str, one: Occasion) -> dict[str, Sequence[Block]]:
    base = entities.address(outside, one.entity)
    if f"{name}_button" in wording.TEXTS or name in _LINKED:
        label = wording.say("link_button" if name in _LINKED else f"{name}_button", one.language)
        return {"button": [Button(label, messages.link_url(outside, one.entity, "x" * 43))]}
    ways = Ways(f"{base}/cita/gestion/{'x' * 43}", f"{base}/cita", messages.link_url(outside, one.entity, "x" * 43))
    return {
        "appointment": [occasions.facts(one)],
        "bring": [occasions.bring(one)],
        "terms": [occasions.terms(one)],
        "button": invitations.ways_on(name, one.language, ways),
    }


def _say(key: str, language: str, **values: object) -> str:
    return procedure.text(TEXTS[key], language).format(**values)


def refusal(sentences: Sequence[str], language: str) -> str:
    """Return a page that says why a text cannot be shown."""
    return letter_pages.plain("\n\n".join(sentences), [], language)
