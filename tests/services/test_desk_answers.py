"""The answers of a case as the desk reads them: once, by the form that they were given in."""

from collections.abc import Mapping

from app.intake.reviews import Section
from app.services import tasks
from app.services.desk import desk_case
from app.store import cases, db
from tests import builders
from tests.builders import PROCEDURE, OpenCase
from tests.fakes.outside import World
from tests.services import permits

_OWN = b"<spiffworkflow:variableName>decision</spiffworkflow:variableName>"
_SHARED = b"<spiffworkflow:variableName>request</spiffworkflow:variableName>"


def sharing(*, form: str) -> Mapping[str, bytes]:
    """Return the procedure with a second task that writes into the variable of the first, with this form."""
    drawn = builders.DIAGRAM.replace(_OWN, _SHARED).replace(b'value="decide"', f'value="{form}"'.encode())
    return {**builders.SOURCES, f"{PROCEDURE}.bpmn": drawn}


def opened(world: World, *, form: str) -> OpenCase:
    builders.found_town()
    builders.publish(world.outside, sources=sharing(form=form))
    case = builders.open_case(world, mailed=False)
    _do(world, case, "ask", {"parcel": "uno"})
    return case


def test_the_answers_of_two_tasks_with_one_form_and_one_variable_are_shown_once(bare_world: World) -> None:
    case = opened(bare_world, form="ask")

    before = _shown(bare_world, case)
    _do(bare_world, case, "decide", {"parcel": "dos"})

    assert [(one.title, _values(one)) for one in before] == [("Paquete", ["uno"])]
    assert [(one.title, _values(one)) for one in _shown(bare_world, case)] == [("Paquete", ["dos"])]


def test_answers_are_shown_by_the_form_that_they_were_given_in(bare_world: World) -> None:
    case = opened(bare_world, form="decide")

    before = _shown(bare_world, case)
    _do(bare_world, case, "decide", {"note": "bien"})

    assert [(one.title, _values(one)) for one in before] == [("Paquete", ["uno"])]
    assert [(one.title, _values(one)) for one in _shown(bare_world, case)] == [("Nota", ["bien"])]


def _do(world: World, case: OpenCase, element: str, answers: Mapping[str, str]) -> None:
    world.clock.forward(minutes=1)
    with db.reading() as session:
        task = next(one for one in cases.tasks_of(session, case.id) if one.element == element)
        role, key = task.role, task.id
    doer = permits.member(world, "marta", "clerk") if role else builders.citizen(world, case)
    tasks.complete(world.outside, doer, key, answers)


def _shown(world: World, case: OpenCase) -> tuple[Section, ...]:
    auditor = permits.member(world, f"aud{world.clock.now():%M%S}", "auditor")
    return desk_case.case(world.outside, auditor, case.id).answers


def _values(section: Section) -> list[str]:
    return [line for row in section.rows for line in row.lines]
