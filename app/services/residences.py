"""Where the people of a case live, as far as its deadlines ask: the municipality, for its days off.

Source: Ley 39/2015 art. 30.6.
"""

from collections.abc import Mapping
from typing import Any, Final

from app.domain import provinces
from app.intake import forms
from app.intake.definition import FormDefinition
from app.services.steps import Held
from app.store.tables import PartyRow

MEANINGS: Final = ("municipality_ine", "municipality")
"""What a field means that holds the INE code of the municipality where somebody lives."""


def told(held: Held, party: PartyRow | None, form: FormDefinition | None, answers: Mapping[str, Any]) -> None:
    """Keep the municipality that a person's answers name as their home, if they name one.

    From this step on its days off count for the deadlines of the case.
    """
    if form is None or party is None:
        return
    found = _found(forms.meanings(form, answers))
    if found and found != party.residence:
        party.residence = found
    if found:
        held.residences[party.role] = found


def _found(meanings: Mapping[str, Any]) -> str:
    """Return the first municipality in what answers mean, outer fields before those of blocks."""
    for name in MEANINGS:
        code = meanings.get(name)
        if isinstance(code, str) and provinces.is_municipality(code):
            return code
    inner = (_found(one) for one in meanings.values() if isinstance(one, Mapping))
    return next((code for code in inner if code), "")
