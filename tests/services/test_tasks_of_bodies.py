"""Tasks in the lane of a body: for its people, while they are in office, and for nobody else."""

from uuid import UUID

import pytest

from app.domain.errors import Denied
from app.services import task_views, tasks
from app.services.competence import NotInOffice
from app.store import cases as rows
from app.store import db
from tests import builders
from tests.builders import OpenCase
from tests.fakes.outside import World
from tests.services import bodies, permits

LANES = {"Person": {"party": "applicant"}, "Office": {"role": "authority"}}


@pytest.fixture
def case(world: World) -> OpenCase:
    """Return a case in which a body has a task."""
    builders.publish(world.outside, sources=builders.changed(lanes=LANES), number=2)
    case = builders.open_case(world)
    tasks.complete(world.outside, builders.citizen(world, case), task_of(case, "ask"), {"parcel": "small"})
    return case


def task_of(case: OpenCase, element: str) -> UUID:
    with db.reading() as session:
        return next(one.id for one in rows.tasks_of(session, case.id) if one.element == element)


def test_who_is_in_office_does_it(world: World, case: OpenCase) -> None:
    mayor = bodies.mayor(world)
    task = task_of(case, "decide")

    tasks.claim(world.outside, mayor.visitor, task)
    tasks.complete(world.outside, mayor.visitor, task, {"note": "granted"})

    assert builders.case_row(case.id).status == "ended"


def test_who_is_not_in_office_does_not(world: World, case: OpenCase) -> None:
    official = bodies.official(world)
    bodies.term(official.id, bodies.body(), "2026-11-24")

    with pytest.raises(NotInOffice):
        tasks.complete(world.outside, official.visitor, task_of(case, "decide"), {"note": "granted"})


@pytest.mark.parametrize("roles", [("clerk",), ("clerk", "supervisor")])
def test_no_clerk_and_no_supervisor_takes_it_over(world: World, case: OpenCase, roles: tuple[str, ...]) -> None:
    other, task = permits.member(world, "andreu", *roles), task_of(case, "decide")

    with pytest.raises(Denied):
        tasks.claim(world.outside, other, task)
    with pytest.raises(Denied):
        tasks.complete(world.outside, other, task, {"note": "granted"})
    assert task_views.may(other, tasks_row(task)) == frozenset()


def test_a_task_of_a_body_is_given_to_its_people_only(world: World, case: OpenCase) -> None:
    mayor, clerk = bodies.mayor(world), permits.member(world, "marta", "clerk")

    with pytest.raises(task_views.NotForThem):
        tasks.assign(world.outside, mayor.visitor, task_of(case, "decide"), clerk.id)


def tasks_row(task: UUID) -> task_views.TaskView:
    with db.reading() as session:
        return tasks.view(rows.task(session, builders.TOWN, task))
