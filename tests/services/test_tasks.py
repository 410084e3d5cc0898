"""Tasks for people: who may see, take, save and complete them, and what a second click does."""

from uuid import UUID, uuid4

import pytest

from app.domain.errors import Denied, NotFound, TaskNotReady
from app.domain.identity import Level
from app.services import cases as cases_service
from app.services import portal, tasks
from app.services.desk import desk_case, worklists
from app.services.desk.worklists import Ask
from app.services.findings import FormIncomplete
from app.services.tasks import AlreadySo, TaskTaken
from app.store import cases, db
from tests import builders
from tests.builders import JORDI, OpenCase
from tests.fakes.outside import World


def test_a_citizen_completes_the_task_and_the_office_gets_the_next_one(world: World) -> None:
    case = builders.open_case(world)

    tasks.complete(world.outside, builders.citizen(world, case), _open_task(case), {"parcel": "uno"})

    builders.hire(world)
    (line,) = worklists.listed(world.outside, builders.signed_in(world), Ask()).lines
    assert (line.task.name, line.case_number, line.applicant) == ("Decide", case.number, "Ana Núñez Ferrer")


def test_a_second_click_finds_the_task_closed_and_changes_nothing(world: World) -> None:
    case = builders.open_case(world)
    citizen, task = builders.citizen(world, case), _open_task(case)
    tasks.complete(world.outside, citizen, task, {"parcel": "uno"})
    before = builders.case_row(case.id)

    with pytest.raises(TaskNotReady):
        tasks.complete(world.outside, citizen, task, {"parcel": "dos"})

    assert builders.case_row(case.id).seq == before.seq


def test_answers_that_do_not_fit_are_refused_and_the_task_stays_open(world: World) -> None:
    case = builders.open_case(world)

    with pytest.raises(FormIncomplete) as caught:
        tasks.complete(world.outside, builders.citizen(world, case), _open_task(case), {"other": "x"})

    assert set(caught.value.problems) == {"parcel", "other"}
    assert builders.types(case.id)[-1] != "task.completed"
    assert isinstance(_open_task(case), UUID)


def test_somebody_else_s_task_does_not_exist_for_a_citizen(world: World) -> None:
    mine, theirs = builders.open_case(world), builders.open_case(world, JORDI)

    with pytest.raises(NotFound):
        tasks.sheet(world.outside, builders.citizen(world, mine), _open_task(theirs))
    with pytest.raises(NotFound):
        tasks.complete(world.outside, builders.citizen(world, mine), _open_task(theirs), {"parcel": "uno"})
    with pytest.raises(NotFound):
        tasks.complete(world.outside, builders.citizen(world, mine), uuid4(), {"parcel": "uno"})


def test_a_link_without_its_code_completes_nothing(world: World) -> None:
    case = builders.open_case(world)

    with pytest.raises(Denied):
        tasks.complete(
            world.outside, builders.citizen(world, case, Level.DECLARED), _open_task(case), {"parcel": "uno"}
        )


def test_a_citizen_does_not_complete_the_office_s_task(world: World) -> None:
    case = _with_the_office(world)

    with pytest.raises(NotFound):
        tasks.complete(world.outside, builders.citizen(world, case), _open_task(case), {"note": "yes"})


def test_two_clerks_who_click_at_once_get_one_winner_and_a_worded_loser(world: World) -> None:
    case = _with_the_office(world)
    builders.hire(world, "marta")
    builders.hire(world, "pere")
    marta, pere = builders.signed_in(world, "marta"), builders.signed_in(world, "pere")
    tasks.claim(world.outside, marta, _open_task(case))

    with pytest.raises(TaskTaken):
        tasks.claim(world.outside, pere, _open_task(case))
    with pytest.raises(AlreadySo):
        tasks.claim(world.outside, marta, _open_task(case))
    with pytest.raises(TaskTaken):
        tasks.complete(world.outside, pere, _open_task(case), {"note": "mine"})


def test_only_the_holder_or_a_supervisor_gives_a_task_back(world: World) -> None:
    case = _with_the_office(world)
    builders.hire(world, "marta")
    builders.hire(world, "pere")
    builders.hire(world, "jefa", "supervisor", "clerk")
    tasks.claim(world.outside, builders.signed_in(world, "marta"), _open_task(case))

    with pytest.raises(TaskTaken):
        tasks.release(world.outside, builders.signed_in(world, "pere"), _open_task(case))
    tasks.release(world.outside, builders.signed_in(world, "jefa"), _open_task(case))

    assert builders.types(case.id)[-2:] == ["task.claimed", "task.released"]


def test_an_auditor_reads_the_list_and_takes_nothing(world: World) -> None:
    case = _with_the_office(world)
    builders.hire(world, "ana", "auditor")
    auditor = builders.signed_in(world, "ana")

    with pytest.raises(Denied):
        tasks.claim(world.outside, auditor, _open_task(case))


def test_what_was_typed_is_there_on_another_device(world: World) -> None:
    case = builders.open_case(world)
    tasks.save(world.outside, builders.citizen(world, case), _open_task(case), {"parcel": "a medias"})

    sheet = tasks.sheet(world.outside, builders.citizen(world, case), _open_task(case))

    assert sheet.draft == {"parcel": "a medias"}
    assert sheet.case_number == case.number


def test_the_answers_lie_sealed_and_evidence_only_commits_to_them(world: World) -> None:
    case = builders.open_case(world)
    tasks.complete(world.outside, builders.citizen(world, case), _open_task(case), {"parcel": "muy secreto"})

    with db.reading() as session:
        (sealed,) = [row.sealed for row in cases.all_answers(session, case.id)]
    assert b"secreto" not in sealed
    assert "secreto" not in builders.all_evidence()
    assert "muy secreto" in str(builders.opened_values(world, case.id, "form.saved"))


def test_the_status_says_whose_turn_it_is(world: World) -> None:
    case = builders.open_case(world)
    mine = portal.status(world.outside, builders.citizen(world, case))
    tasks.complete(world.outside, builders.citizen(world, case), _open_task(case), {"parcel": "uno"})
    theirs = portal.status(world.outside, builders.citizen(world, case))

    assert [step.state for step in mine.steps] == ["now", "next"]
    assert [step.state for step in theirs.steps] == ["done", "waiting"]


def _open_task(case: OpenCase) -> UUID:
    with db.reading() as session:
        (found,) = [task.id for task in cases.tasks_of(session, case.id) if task.status == "open"]
    return found


def _with_the_office(world: World) -> OpenCase:
    case = builders.open_case(world)
    tasks.complete(world.outside, builders.citizen(world, case), _open_task(case), {"parcel": "uno"})
    return case


def test_a_second_click_on_the_first_page_opens_one_case(world: World) -> None:
    wanted = cases_service.Request(builders.PROCEDURE, builders.ANA, "es", attempt=uuid4())

    first = cases_service.open_case(world.outside, builders.TOWN, wanted)
    second = cases_service.open_case(world.outside, builders.TOWN, wanted)

    assert first == second
    builders.deliver(world)
    assert len(world.mail.sent) == 1


def test_reading_a_case_at_the_desk_is_evidence(world: World) -> None:
    case = _with_the_office(world)
    builders.hire(world, "ana", "auditor")

    desk_case.opened(world.outside, builders.signed_in(world, "ana"), case.id)

    assert builders.types(case.id)[-1] == "access.read"
    with pytest.raises(Denied):
        desk_case.opened(world.outside, builders.citizen(world, case), case.id)
