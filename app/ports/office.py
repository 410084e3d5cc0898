"""What the operators of a diagram may ask of the office, as protocols. Services fulfil them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from app.domain.work import Json
from app.ports.calls import CallRef
from app.ports.grants import Grants, Tables
from app.ports.residents import Padron


@dataclass(frozen=True, slots=True)
class DocumentRef:
    """A document of the case, as the diagram sees it. `sha256` is hex, `csv` the verification code."""

    document: str
    sha256: str
    csv: str


@dataclass(frozen=True, slots=True)
class EntryRef:
    """An entry of the general register. `at` and `legal_date` are ISO 8601; `receipt` a document id."""

    number: str
    at: str
    legal_date: str
    receipt: str
    receipt_csv: str


@dataclass(frozen=True, slots=True)
class DecisionOrder:
    """What is to be decided: a document of the procedure, made of `answers` (references) and `values`.

    `kind` is a word for what is decided, such as granted; `by` the code of the competent body, or the name of an
    automated act.
    """

    document: str
    answers: Sequence[str]
    values: Mapping[str, Json]
    kind: str
    by: str


@dataclass(frozen=True, slots=True)
class DecisionRef:
    """What was decided. `document` and `resolution` are ids, `decided_at` is ISO 8601, the body is named by code."""

    resolution: str
    number: str
    document: str
    sha256: str
    csv: str
    decided_by_body: str
    decided_at: str


class Documents(Protocol):
    """Makes the case's documents."""

    def render(
        self, call: CallRef, *, document: str, answers: Sequence[str], values: Mapping[str, Json]
    ) -> DocumentRef:
        """Render the procedure's document named `document` and freeze it.

        `answers` are references to sealed answers that the template may print; `values` further
        values. Raises `OperatorFailed("template")` when the template does not compile.
        """
        ...


class Signatures(Protocol):
    """Has people of the case sign its documents."""

    def request(self, call: CallRef, *, document: str, signers: Sequence[str], order: str) -> None:
        """Ask the parties with the roles `signers` to sign, at once or one after the other; the answer comes later.

        Raises `OperatorFailed("identity_not_verified")` when an official has not accepted the
        identity of one of them in this case.
        """
        ...


class Decisions(Protocol):
    """Has documents of the case decided, by a body or by an automated act."""

    def request(self, call: CallRef, *, order: DecisionOrder) -> None:
        """Put a draft into the signing folder of the competent body; the answer comes later, or `returned`."""
        ...

    def automate(self, call: CallRef, *, order: DecisionOrder) -> DecisionRef:
        """Decide by an automated act. Raises `OperatorFailed("not_an_automated_act")` for one that is not published."""
        ...


class Register(Protocol):
    """The entity's one general register."""

    def enter(self, call: CallRef, *, document: str, summary: str, office: str) -> EntryRef:
        """Enter `document` with the case's accepted papers and return the entry and its sealed receipt."""
        ...


class Notices(Protocol):
    """Writes to the people of the case."""

    def notify(self, call: CallRef, *, to: str, message: str, values: Mapping[str, Json]) -> str:
        """Send the procedure's `message` to the party with role `to`, or to "everyone"; return its reference."""
        ...


class Notifications(Protocol):
    """Notifies acts to the people of the case, as the law means it."""

    def notify(self, call: CallRef, *, to: str, document: str, level: str, compulsory: bool) -> str:
        """Make `document` available to the party with role `to`, known to `level` at least; return its id."""
        ...


class Parties(Protocol):
    """The people of the case."""

    def invite(self, call: CallRef, *, role: str, answers: str, group: str) -> str:
        """Make the person described by the group of fields `group` of sealed `answers` a party; return its id."""
        ...

    def represent(self, call: CallRef, *, role: str, represented: str, answers: str, group: str) -> str:
        """Make a person a party for whom the party with `role` acts and signs; return the person's id."""
        ...


@dataclass(frozen=True, slots=True)
class TermOrder:
    """A term that a diagram lets begin.

    `registered` is the legal date that the register gave (ISO 8601), or the number of its entry. `length` is an ISO
    8601 duration in months or working days (P3M, P10D), "" for that of the procedure.
    """

    registered: str
    kind: str
    length: str
    urgent: bool


class Terms(Protocol):
    """The legal time of a case. Days are ISO 8601, "" where there is none."""

    def start(self, call: CallRef, *, order: TermOrder) -> tuple[str, str]:
        """Let a term begin and return it with its last day; telling the people of it is owed."""
        ...

    def pause(self, call: CallRef, *, kind: str, reason: str) -> str:
        """Stop a term and return since which day it does not run."""
        ...

    def resume(self, call: CallRef, *, kind: str) -> str:
        """Let a term run again and return its last day."""
        ...

    def meet(self, call: CallRef, *, kind: str) -> str:
        """Note that what a term was for is done, and return on which day."""
        ...


class Mandates(Protocol):
    """The entity's direct debit mandates."""

    def record(self, call: CallRef, *, order: "MandateOrder") -> str:
        """Keep a signed mandate and return its unique reference (UMR)."""
        ...

    def reserve(self, call: CallRef) -> tuple[str, str]:
        """Return a fresh mandate reference and the entity's creditor identifier."""
        ...


@dataclass(frozen=True, slots=True)
class MandateOrder:
    """A signed SEPA mandate.

    The account lies in sealed `answers` under `iban_field`; `debtor` is the role of the party who holds it.
    `payment_type` is recurrent or one_off; `signed_at` aware. Nothing is collected before `effective_from`; the
    bank's BIC, where it was told, lies under `bic_field`.
    """

    reference: str
    document: str
    answers: str
    iban_field: str
    debtor: str
    payment_type: str
    signed_at: datetime
    effective_from: date | None = None
    bic_field: str = ""


@dataclass(frozen=True, slots=True)
class Office:
    """What operators may ask of the office. Services fulfil it; a composition root puts it together."""

    documents: Documents
    signatures: Signatures
    register: Register
    notices: Notices
    notifications: Notifications
    parties: Parties
    mandates: Mandates
    decisions: Decisions
    padron: Padron
    tables: Tables
    grants: Grants
    terms: Terms
