"""Judge a procedure before it is published: its texts, forms, diagrams, tables and templates, all at once.

Needs no database and opens none, so that an analyst's machine can do it in a blink.
"""

from collections.abc import Mapping

from app.domain import procedure as rules
from app.domain.procedure import Problem, Procedure
from app.engine import lint
from app.intake import definition
from app.intake import procedures as texts
from app.intake.definition import FormDefinition
from app.intake.resolution_reader import placeholders
from app.operators import CATALOGUE
from app.services.publishing import trial


def check(procedure: str | None, sources: Mapping[str, bytes]) -> list[Problem]:
    """Return every fault of a procedure's sources, worded for who can mend it. Never raises for bad input."""
    reading = texts.read(sources)
    found = list(reading.problems)
    other = reading.procedure.id if reading.procedure else ""
    if procedure is not None and other and other != procedure:
        message = f"Es el procedimiento «{other}», y se pide «{procedure}»."
        found.append(Problem(texts.TEXTS, "id", other, message, "Ponga el mismo id en los dos sitios."))
    found += lint.check(sources, procedure, CATALOGUE, _around(reading))
    if reading.procedure is not None:
        found += trial.problems(reading.procedure, reading.forms, sources)
    return found


def _around(reading: texts.Reading) -> lint.Around:
    forms = {name: _fields(form) if form else None for name, form in reading.forms.items()}
    if reading.procedure is None:
        return lint.Around(forms=forms)
    found = reading.procedure
    parties = frozenset(lane.party for lane in found.lanes.values() if lane.party)
    return lint.Around(
        lanes=frozenset(found.lanes),
        forms=forms,
        names={
            "document": frozenset(found.documents),
            "message": frozenset(found.messages),
            "party": parties,
            "recipient": parties | {rules.EVERYONE},
        },
        places=_places(found),
    )


def _fields(form: FormDefinition) -> lint.Fields:
    """Return the fields that a form's answers may have, with the values of its choices."""
    return {
        each.name: frozenset(option.value for option in each.options) if each.options else None
        for each in form.fields()
        if each.kind not in definition.SILENT
    }


def _places(found: Procedure) -> dict[str, frozenset[str]]:
    """Return the places of each message that its diagram must fill."""
    return {
        name: frozenset(
            place for text in (*message.subject.values(), *message.body.values()) for place in placeholders(text) or ()
        )
        - rules.PLACES
        for name, message in found.messages.items()
    }
