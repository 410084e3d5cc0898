"""Why a case came out as it did, as an official told the person. Not a use case."""

from collections.abc import Sequence

from app.intake import forms
from app.services.cases import ANSWERS, CaseFile
from app.store.tables import CaseDataRow

REASON = ":reason"
"""How the meaning of a form's field ends when it holds the reason that the person is told."""


def given(file: CaseFile, answers: Sequence[CaseDataRow]) -> str:
    """Return the last reason that an official gave for an outcome, as the form that asked for it means it."""
    by_variable = {
        element.variable: file.pinned.forms[element.form]
        for element in file.pinned.spec.elements.values()
        if element.form and element.form in file.pinned.forms and element.variable
    }
    for row in reversed(answers):
        form = by_variable.get(row.name)
        meant = forms.meanings(form, file.seal.open_json(row.sealed, ANSWERS)) if form else {}
        for meaning, value in meant.items():
            if meaning.endswith(REASON):
                return str(value)
    return ""
