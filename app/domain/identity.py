"""How surely the office knows who someone is.

Identity is a fact of a case: established by someone, at some time, in some way, to some level.
Tasks demand a level; a higher one always suffices.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from typing import Final

from app.domain.malformed import Malformed


class Level(IntEnum):
    """How sure the office is, from the weakest to the strongest.

    `DECLARED`: the person says so. `CODE`: a personal link, the number stated in the request and a
    code sent to the telephone. `OFFICIAL`: an official compared the person with a document, in this
    case. `CERTIFICATE`: an electronic certificate that the office recognises.
    """

    DECLARED = 1
    CODE = 2
    OFFICIAL = 3
    CERTIFICATE = 4

    @property
    def word(self) -> str:
        """The level as diagrams, rows and evidence write it."""
        return self.name.lower()

    def meets(self, demanded: "Level") -> bool:
        """Return whether someone known to this level may do what demands another."""
        return self >= demanded


@dataclass(frozen=True, slots=True)
class Identification:
    """The fact that someone's identity was established. `by` is the pseudonym of who did it, "" for a machine."""

    level: Level
    method: str
    by: str
    at: datetime


DOCUMENTS: Final[Mapping[str, str]] = {
    "dni": "dni",
    "tie": "nie",
    "nie": "nie",
    "passport": "passport",
    "eu_id": "passport",
}
"""The documents that an official compares people with, and the kind of number that each carries."""

NEVER: Final = date(9999, 1, 1)
"""The date that a document shows which does not expire."""

COUNTER, PAPERS, VIDEO = "counter", "papers", "video"
"""How an official saw a document: before them, as a copy, in a call."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A document that an official compared a person with; `expires` is the last day on which it is good."""

    document_kind: str
    number: str
    method: str
    expires: date
    country: str = "ES"


def level(word: str) -> Level:
    """Return the level that diagrams call `word`. Raises `Malformed("kind")` for any other word."""
    for known in Level:
        if known.word == word:
            return known
    raise Malformed("kind")


def highest(*words: str) -> str:
    """Return the strongest of levels given by their words. Raises `Malformed("kind")` for other words."""
    return max(level(word) for word in words).word


def may_sign(known_to: Level) -> bool:
    """Return whether a one-time certificate may be issued to, and personal data shown to, such a person."""
    return known_to.meets(Level.OFFICIAL)
