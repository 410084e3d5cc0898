"""Say the office's own messages in the entity's own words, language by language, or go back to the built-in ones."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from app.domain import wordings as rules
from app.domain.errors import Invalid, NotFound
from app.domain.wordings import CATALOGUE, Fault, Wording
from app.evidence.canonical import Value
from app.ports import Outside
from app.services import entities, record
from app.services.entities import Entity
from app.services.messaging import wording, wording_words
from app.services.messaging.wording import Text
from app.services.visits import Visitor
from app.store import db
from app.store import wordings as store

MAY: Final = ("administrator", "calendar_manager")


class WordingRefused(Invalid):
    """A text cannot be used as it is; `faults` says everything that is wrong with it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("the text cannot be used", {one.field: one.code for one in faults})
        self.faults = list(faults)


@dataclass(frozen=True, slots=True)
class Line:
    """A message as the list shows it: `own` are the languages in which the entity says it in its own words."""

    name: str
    kind: str
    title: str
    own: frozenset[str]


@dataclass(frozen=True, slots=True)
class Place:
    """What may stand in a text, and whether it must."""

    name: str
    meaning: str
    needed: bool


@dataclass(frozen=True, slots=True)
class WordingView:
    """A message in one language, as it may be changed."""

    name: str
    kind: str
    title: str
    language: str
    text: Text
    built_in: Text
    places: tuple[Place, ...]


def listed(outside: Outside, visitor: Visitor) -> list[Line]:
    """Return every message of the office's own. Raises `Denied`."""
    visitor.require(*MAY)
    here = entities.shown(visitor.entity, outside.clock.now())
    return [
        Line(
            name,
            one.kind,
            wording_words.title(name, visitor.language),
            frozenset(language for known, language in here.wordings if known == name),
        )
        for name, one in CATALOGUE.items()
    ]


def shown(outside: Outside, visitor: Visitor, name: str, language: str) -> WordingView:
    """Return a message in a language. Raises `Denied`, and `NotFound` for one that the office does not write."""
    visitor.require(*MAY)
    one, here = known(name), entities.shown(visitor.entity, outside.clock.now())
    own = here.wordings.get((name, language))
    built_in = wording.built_in(name, language)
    places = [Place(place, wording_words.place(place, visitor.language), place in one.needed) for place in _sorted(one)]
    return WordingView(
        name=name,
        kind=one.kind,
        title=wording_words.title(name, visitor.language),
        language=language,
        text=Text(*own, own=True) if own else built_in,
        built_in=built_in,
        places=tuple(places),
    )


def known(name: str) -> Wording:
    """Return a message of the office's own. Raises `NotFound`."""
    if name not in CATALOGUE:
        raise NotFound("the office writes no such message")
    return CATALOGUE[name]


def tidy(name: str, subject: str, body: str) -> Text:
    """Return a text as it was typed, without the marks of the browser that it came from."""
    lines = "\n".join(line.rstrip() for line in body.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return Text(" ".join(subject.split()) if known(name).kind == rules.MAIL else "", lines.strip())


def change(outside: Outside, visitor: Visitor, name: str, language: str, typed: Text) -> None:
    """Say a message in these words from now on; other processes follow within a minute.

    The built-in words again are no words of one's own. Raises `WordingRefused`, `Denied`, `NotFound`.
    """
    visitor.require(*MAY)
    faults = rules.faults(known(name), typed.subject, typed.body)
    if faults:
        raise WordingRefused(faults)
    now = outside.clock.now()
    with db.transaction() as session:
        here = entities.get(session, visitor.entity, now)
        if Text(typed.subject, typed.body) == wording.built_in(name, language):
            _forget(session, here, visitor, (name, language), now)
        else:
            row = {"entity": here.id, "name": name, "language": language, "subject": typed.subject, "body": typed.body}
            store.put(session, {**row, "changed_by": visitor.id, "changed_at": now})
            _note(session, here, visitor, (name, language), now, typed)
    entities.forget()


def reset(outside: Outside, visitor: Visitor, name: str, language: str) -> None:
    """Go back to the built-in words. Raises `Denied`, `NotFound`."""
    visitor.require(*MAY)
    known(name)
    now = outside.clock.now()
    with db.transaction() as session:
        _forget(session, entities.get(session, visitor.entity, now), visitor, (name, language), now)
    entities.forget()


def _forget(session: Session, here: Entity, visitor: Visitor, what: tuple[str, str], now: datetime) -> None:
    row = store.held(session, here.id, *what)
    if row is not None:
        session.delete(row)
        _note(session, here, visitor, what, now, None)


def _note(
    session: Session, here: Entity, visitor: Visitor, what: tuple[str, str], now: datetime, typed: Text | None
) -> None:
    data: dict[str, Value] = {"message": what[0], "language": what[1], "own": typed is not None}
    if typed is not None:
        data["sha256"] = hashlib.sha256(f"{typed.subject}\n{typed.body}".encode()).hexdigest()
    act = record.Act("wording.changed", visitor.actor, record.on("entity", here.id), data=data)
    record.in_stream(session, here.id, entities.STREAM, here.id, [act], now)


def _sorted(one: Wording) -> list[str]:
    """Return the places of a message in the order of the words for them, blocks last."""
    return [place for place in wording_words.PLACES if place in one.places]
