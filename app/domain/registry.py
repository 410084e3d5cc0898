"""The general register: how its entries are numbered.

One register per entity and year, without gaps; the number fits the twenty characters that the
exchange of registers between administrations allows (SICRES 4).
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.domain.malformed import Malformed

LONGEST: Final = 20
"""Most characters that the number of an entry may have."""
_NUMBER: Final = re.compile(r"(?P<year>[0-9]{4})-(?P<direction>[ES])-(?P<series>RE)-(?P<number>[0-9]{6,8})", re.ASCII)
_LAST: Final = 99_999_999
_YEARS: Final = range(2000, 10_000)


class Direction(StrEnum):
    """Which way a document goes: into the administration, or out of it."""

    ENTRY = "E"
    EXIT = "S"


@dataclass(frozen=True, slots=True)
class EntryNumber:
    """The place of an entry in the register of its year. `number` is counted from one."""

    year: int
    direction: Direction
    number: int

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.direction}-RE-{self.number:06d}"


def entry_number(year: int, direction: Direction, number: int) -> EntryNumber:
    """Return the number of an entry. Raises `ValueError` when it could not be printed."""
    if year not in _YEARS or not 1 <= number <= _LAST:
        raise ValueError("an entry has a year of four digits and a number of at most eight")
    return EntryNumber(year, direction, number)


def read_entry_number(text: str) -> EntryNumber:
    """Return the number that a person typed. Raises `Malformed` when it is none."""
    found = _NUMBER.fullmatch(text.strip().upper())
    if not found:
        raise Malformed("characters" if text.strip() else "empty")
    number = EntryNumber(int(found["year"]), Direction(found["direction"]), int(found["number"]))
    if number.number == 0 or number.year not in _YEARS or str(number) != found[0]:
        raise Malformed("kind")
    return number
