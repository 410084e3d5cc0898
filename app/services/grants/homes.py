"""What the sealed answers of an application say: which home, which account, which kind of applicant."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from app.domain import banking
from app.domain import grants as rules
from app.domain.errors import NotFound, OperatorFailed
from app.domain.grants import Home
from app.domain.malformed import Malformed
from app.intake import forms
from app.services import cases
from app.services.steps import Held
from app.store import cases as rows

PURPOSE: Final = "grant_home"
_IBAN, _SAME, _KIND = "account:iban", "account:holder_same", "applicant:kind"
_LEGAL: Final = "legal_person"


@dataclass(frozen=True, slots=True)
class Said:
    """What an application says. `iban` is "" unless it is one; it and the home are personal data."""

    home: Home = field(repr=False)
    iban: str = field(repr=False)
    holder_same: bool
    natural_person: bool

    def prints(self, held: Held) -> tuple[bytes, bytes]:
        """Return the keyed fingerprints of the home and of its folded address."""
        keys = held.outside.keys
        return (
            keys.fingerprint(self.home.key, PURPOSE),
            keys.fingerprint(f"{rules.ADDRESS}:{self.home.folded_address}", PURPOSE),
        )


def said(held: Held, ref: str, home_group: str) -> Said:
    """Return what sealed answers say; their form says what each answer means.

    The block `home_group` has the meanings of `app.domain.grants.home_of`; besides, account:iban,
    account:holder_same (yes) and applicant:kind (legal_person for one). Raises `OperatorFailed` with
    "answers_unknown" or "home_unknown".
    """
    form, given = _answers(held, ref)
    meant = forms.meanings(form, given)
    block = next((each for each in form.fields() if each.name == home_group), None)
    home = meant.get(block.means) if block is not None and block.means else None
    if not isinstance(home, Mapping):
        raise OperatorFailed("home_unknown", "the form has no such home")
    try:
        found = rules.home_of(home)
    except Malformed as fault:
        raise OperatorFailed("home_unknown", "the answers name no home") from fault
    return Said(
        home=found,
        iban=_iban(meant.get(_IBAN)),
        holder_same=meant.get(_SAME) in ("yes", True),
        natural_person=meant.get(_KIND) != _LEGAL,
    )


def account(held: Held, ref: str) -> str:
    """Return the account (account:iban) of sealed answers, "" when there is none. Raises as `said`."""
    form, given = _answers(held, ref)
    return _iban(forms.meanings(form, given).get(_IBAN))


def _answers(held: Held, ref: str) -> tuple[Any, Mapping[str, Any]]:
    try:
        row = rows.answers(held.session, held.row.id, [UUID(ref)])[0]
    except (NotFound, ValueError) as fault:
        raise OperatorFailed("answers_unknown", "the case has no such answers") from fault
    elements = held.pinned.spec.elements.values()
    form = next((held.pinned.forms[one.form] for one in elements if one.form and one.variable == row.name), None)
    if form is None:
        raise OperatorFailed("answers_unknown", "the answers have no form")
    return form, held.seal.open_json(row.sealed, cases.ANSWERS)


def _iban(given: object) -> str:
    try:
        return banking.normalise_iban(str(given or ""))
    except Malformed:
        return ""
