"""The residents' register (padrón), as the operators of a diagram use it.

The tables of the office stand behind it; a town hall whose register is another system's puts that system there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from app.ports.calls import CallRef


@dataclass(frozen=True, slots=True)
class PersonFound:
    """What the register knows of a person: ids and days, no name.

    `found` is whether the person ever was in it, `registered` whether now, in `dwelling` since the day `since` (ISO
    8601). `agrees` is whether name and day of birth are as the register has them. Texts are "" where there is nothing.
    """

    found: bool
    resident: str = ""
    registered: bool = False
    dwelling: str = ""
    since: str = ""
    agrees: bool = False


@dataclass(frozen=True, slots=True)
class DwellingFound:
    """What the register knows of an address. `found` is one, none or several; `kind` is family or collective.

    `sheet` is "" while nobody ever lived there. A `protected` address is never shown or printed.
    """

    found: str
    dwelling: str = ""
    sheet: str = ""
    occupants: int = 0
    kind: str = ""
    protected: bool = False


@dataclass(frozen=True, slots=True)
class LivesThere:
    """Whether a person is registered in a dwelling, as an adult, and on which sheet."""

    lives: bool
    adult: bool = False
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Registration:
    """A change of the register that was accepted.

    `people` are the groups of sealed `answers` that describe whom it is about; a group may be a list of people. They
    come to `dwelling`, or where it is "" to the home that the group `home_group` describes. `cause` is birth,
    residence_change, omission, address_change or data_change. Without `effective_on` a birth takes effect on the day
    of birth, anything else on the day of the case's entry in the general register.
    """

    answers: str
    people: Sequence[str]
    cause: str
    dwelling: str = ""
    home_group: str = ""
    effective_on: date | None = None


@dataclass(frozen=True, slots=True)
class Registered:
    """A change that the register holds now. `sheet` is where the people are; `effective_on` is ISO 8601."""

    movement: str
    sheet: str
    effective_on: str


@dataclass(frozen=True, slots=True)
class Extract:
    """What the register says of a home or a person, sealed in the case under `ref`; `people` counts who is in it."""

    ref: str
    people: int


class Padron(Protocol):
    """The entity's residents' register. What is looked up is kept beside the case, with its moment."""

    def find_person(self, call: CallRef, *, answers: str, group: str) -> PersonFound:
        """Look for the person whom `group` of sealed `answers` describes. Raises `OperatorFailed`."""
        ...

    def find_dwelling(self, call: CallRef, *, answers: str, group: str) -> DwellingFound:
        """Look for the home that `group` of sealed `answers` describes. Raises `OperatorFailed`."""
        ...

    def lives_there(self, call: CallRef, *, answers: str, group: str, dwelling: str) -> LivesThere:
        """Look whether the person in `group` is registered in `dwelling` today. Raises `OperatorFailed`."""
        ...

    def register(self, call: CallRef, *, change: Registration) -> Registered:
        """Make a change of the register; the same call does it once. Raises `OperatorFailed`."""
        ...

    def extract(self, call: CallRef, *, dwelling: str, resident: str, scope: str) -> Extract:
        """Seal in the case what the register says, without protected people. Raises `OperatorFailed`."""
        ...
