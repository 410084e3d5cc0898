"""What the office writes to people of its own accord, as this entity says it.

Procedures bring their own messages; these are the ones that any procedure needs. An entity may have its own words for
each (`app.services.messaging.wordings`); without them the built-in text is used.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from app.documents import letters
from app.documents.letters import Block
from app.domain import procedure, wordings
from app.services.entities import Entity
from app.services.messaging.wording_texts import BODIES, SUBJECTS

TEXTS: Final[Mapping[str, Mapping[str, str]]] = {
    "demonstration_sms": {"es": "(Demo, sin validez)", "ca": "(Demo, sense validesa)"},
    "link_button": {"es": "Continuar el trámite", "ca": "Continua el tràmit"},
    "returned_button": {"es": "Corregir el documento", "ca": "Corregeix el document"},
    "sign_button": {"es": "Leer y firmar", "ca": "Llegeix i signa"},
    "sign_reminder_button": {"es": "Leer y firmar", "ca": "Llegeix i signa"},
    "sign_refused_button": {"es": "Ver el trámite", "ca": "Veure el tràmit"},
    "notification_button": {"es": "Ver la notificación", "ca": "Veure la notificació"},
    "notification_offered_button": {"es": "Ver la notificación", "ca": "Veure la notificació"},
    "notification_letter_button": {"es": "Ver la notificación", "ca": "Veure la notificació"},
    "issued_button": {"es": "Ver el documento", "ca": "Veure el document"},
    "notice_button": {"es": "Ver el trámite", "ca": "Veure el tràmit"},
}
"""The words on the buttons of letters, and what a demonstration adds to text messages."""

Parts = Mapping[str, Sequence[Block]]
"""What stands in place of the blocks of a letter."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Text:
    """Subject and body of a message, places unfilled. `own` when the entity says it in its own words."""

    subject: str
    body: str
    own: bool = False


def say(key: str, language: str, **values: object) -> str:
    """Return the text `key` in `language` with `values` in its places."""
    return procedure.text(TEXTS[key], language).format(**values)


def built_in(name: str, language: str) -> Text:
    """Return the built-in text of a message."""
    return Text(procedure.text(SUBJECTS.get(name, {}), language), procedure.text(BODIES[name], language))


def text(entity: Entity, name: str, language: str) -> Text:
    """Return the text of a message as the entity says it."""
    for code in (language, language.split("-", 1)[0]):
        own = entity.wordings.get((name, code))
        if own is not None:
            return Text(*own, own=True)
    return built_in(name, language)


def sms(entity: Entity, name: str, language: str, values: Mapping[str, str]) -> str:
    """Return a text message, with `values` in its places, marked when this is a demonstration."""
    told = {"entity": entity.called(language), **values}
    said = _safely(entity, name, language, lambda found: wordings.filled(found.body, told))
    return marked(entity, said, language)


def marked(entity: Entity, text: str, language: str) -> str:
    """Return a text message, marked when this is a demonstration."""
    return f"{text} {say('demonstration_sms', language)}" if entity.demonstration else text


def letter(
    entity: Entity, name: str, language: str, values: Mapping[str, str], parts: Parts | None = None
) -> letters.Message:
    """Return an e-mail with `values` in its places and `parts` in place of its blocks."""
    told = {"entity": entity.called(language), **values}
    return _safely(entity, name, language, lambda found: composed(found, language, told, parts or {}))


def passage(entity: Entity, name: str, language: str, values: Mapping[str, str]) -> list[str]:
    """Return the paragraphs of a passage that e-mails quote."""
    told = {"entity": entity.called(language), **values}
    return _safely(entity, name, language, lambda found: filled_paragraphs(found.body, told))


def composed(said: Text, language: str, values: Mapping[str, str], parts: Parts) -> letters.Message:
    """Return a text as a letter. A button that the text forgets stands at the end.

    Raises `ValueError` or `KeyError` as `wordings.filled`.
    """
    written = wordings.paragraphs(said.body)
    blocks: list[Block] = []
    for one in written:
        name = wordings.block(one)
        blocks += parts.get(name, []) if name else [wordings.filled(one, values)]
    if "button" not in map(wordings.block, written):
        blocks += parts.get("button", [])
    return letters.Message(wordings.filled(said.subject, values), blocks, language)


def filled_paragraphs(body: str, values: Mapping[str, str]) -> list[str]:
    """Return the paragraphs of a body with `values` in its places. Raises as `composed`."""
    return [wordings.filled(one, values) for one in wordings.paragraphs(body)]


def _safely(entity: Entity, name: str, language: str, use: Callable[[Text], T]) -> T:
    """Use the entity's text, or the built-in one where an older text names what is no longer told."""
    try:
        return use(text(entity, name, language))
    except (ValueError, KeyError):
        return use(built_in(name, language))
