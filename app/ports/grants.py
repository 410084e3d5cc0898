"""What operators may ask about grants and about the tables that analysts own, as protocols."""

from dataclasses import dataclass
from typing import Any, Protocol

from app.ports.calls import CallRef


@dataclass(frozen=True, slots=True)
class Looked:
    """What a table says of a key: `row` by column, {} when nothing; `effective_from` is ISO 8601 or ""."""

    found: bool
    row: dict[str, Any]
    effective_from: str


@dataclass(frozen=True, slots=True)
class Examined:
    """What the office finds out about an application, none of it personal.

    `call` is the call that applies, "" when there is none; `open` whether anybody may apply to it now.
    `within_deadline` is judged by the day of registration, before it by today; `deadline` is ISO 8601 or "".
    `zone_affected` is what the table of zones says, or that the whole municipality is affected; `zone_known` is
    false where only part of it is and the table says nothing: then a person must look. `home_basis` is cadastral,
    address or "". `earlier` counts other applications for the home that are alive or granted, `granted` says that one
    was granted. `holder_same` is whether the applicant declares to be the holder of the account.
    """

    call: str
    open: bool
    fictional: bool
    natural_person: bool
    municipality_listed: bool
    zone_affected: bool
    zone_known: bool
    within_deadline: bool
    deadline: str
    amount_cents: int
    home_basis: str
    earlier: int
    granted: bool
    iban_valid: bool
    holder_same: bool


@dataclass(frozen=True, slots=True)
class Applied:
    """A registered application, and how many others for the same home are alive or granted."""

    application: str
    earlier: int


class Tables(Protocol):
    """The tables that analysts own."""

    def look_up(self, call: CallRef, *, table: str, key: str, day: str) -> Looked:
        """Return what a table says of a key on a day. Raises `OperatorFailed` with "table_unknown" or "day"."""
        ...


class Grants(Protocol):
    """Calls for grants, applications, awards and their payment."""

    def examine(self, call: CallRef, *, grant_call: str, answers: str, home_group: str) -> Examined:
        """Return what can be found out. Raises `OperatorFailed` with "answers_unknown" or "home_unknown"."""
        ...

    def apply(self, call: CallRef, *, grant_call: str, answers: str, home_group: str, entry_number: str) -> Applied:
        """Keep a registered application; a case applies once.

        Raises `OperatorFailed` with "answers_unknown", "home_unknown", "call_unknown" or "entry_unknown".
        """
        ...

    def award(self, call: CallRef, *, application: str, resolution: str) -> str:
        """Note that a resolution granted an application and return the award; the same again changes nothing.

        Raises `OperatorFailed` with "application_unknown", "resolution_unknown", "already_granted" or
        "budget_exhausted".
        """
        ...

    def order_payment(self, call: CallRef, *, award: str, answers: str, payee: str) -> str:
        """Have a notified award paid to the party with role `payee`, and return the order's reference.

        Raises `OperatorFailed` with "award_unknown", "answers_unknown", "payee_unknown" or "iban".
        """
        ...
