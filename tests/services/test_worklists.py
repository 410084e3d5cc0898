"""The desk's lists of tasks: views, order, what narrows them, and what they cost."""

import json
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from app.domain.errors import Denied
from app.services import parties as parties_service
from app.services import steps, tasks
from app.services.desk import worklists
from app.services.desk.worklists import Ask, Worklist
from app.services.tasks import AlreadySo, NotForThem, TaskTaken
from app.services.visits import Visitor
from app.store import cases, db
from app.store.tables import TaskRow
from bench import crowd
from tests import builders, counting
from tests.builders import ANA, JORDI, TOWN, OpenCase
from tests.engine import drawing
from tests.fakes.outside import World
from tests.services import permits

MOST = 12
URGENT = builders.DIAGRAM.replace(
    b'<spiffworkflow:property name="form" value="decide" />',
    b'<spiffworkflow:property name="form" value="decide" /><spiffworkflow:property name="priority" value="90" />',
)


def _deadline() -> bytes:
    """Draw the small procedure with a timer at the office's task."""
    lanes = "".join(
        drawing.node("lane", f"l{n}", "".join(f"<bpmn:flowNodeRef>{one}</bpmn:flowNodeRef>" for one in held), name=name)
        for n, (name, held) in enumerate({"Person": ("ask",), "Office": ("decide",)}.items())
    )
    return drawing.diagram(
        drawing.node("laneSet", "lanes", lanes),
        drawing.START,
        drawing.user("ask", "request", "ask"),
        drawing.user("decide", "decision", "decide"),
        drawing.boundary("decide_late", "decide", drawing.timed("calendar_days(3)")),
        drawing.END,
        drawing.node("endEvent", "gone"),
        drawing.flows("start ask decide end", "decide_late gone"),
        id=builders.PROCEDURE,
    )


def _told(*together: str) -> bytes:
    """Return procedure.yaml with one plain step for the office that tells of `together`."""
    step = {"elements": list(together), "title": {"es": "Revisarlo", "ca": "Revisar-lo"}, "who": "office"}
    return json.dumps({**builders.TEXTS, "steps": [builders.TEXTS["steps"][0], step]}, ensure_ascii=False).encode()


@pytest.fixture
def clerk(world: World) -> Visitor:
    return permits.member(world, "marta", "clerk")


def waiting(world: World, applicant: parties_service.PersonDetails = ANA) -> OpenCase:
    """Return a case whose office task waits."""
    case = builders.open_case(world, applicant, mailed=False)
    tasks.complete(world.outside, builders.citizen(world, case), task_of(case), {"parcel": "uno"})
    return case


def task_of(case: OpenCase) -> UUID:
    with db.reading() as session:
        return next(task.id for task in cases.tasks_of(session, case.id) if task.status == "open")


def task_row(case: OpenCase) -> TaskRow:
    with db.reading() as session:
        row = session.get_one(TaskRow, task_of(case))
        session.expunge(row)
    return row


def listed(world: World, visitor: Visitor, **ask: str | int) -> Worklist:
    return worklists.listed(world.outside, visitor, Ask(**ask))  # type: ignore[arg-type]  # words and one number


def numbers(found: Worklist) -> list[str]:
    return [line.case_number for line in found.lines]


def test_each_view_counts_and_shows_its_own_tasks(world: World, clerk: Visitor) -> None:
    other = permits.member(world, "pere", "clerk")
    free, mine, theirs = waiting(world), waiting(world), waiting(world)
    tasks.claim(world.outside, clerk, task_of(mine))
    tasks.claim(world.outside, other, task_of(theirs))

    found = listed(world, clerk, view="mine")

    assert found.counts == {"mine": 1, "group": 3, "free": 1, "all": 3}
    assert numbers(found) == [mine.number]
    assert numbers(listed(world, clerk, view="free")) == [free.number]
    assert sorted(numbers(listed(world, clerk))) == sorted([free.number, mine.number, theirs.number])


def test_whoever_has_no_group_begins_with_all_tasks(world: World) -> None:
    case = waiting(world)

    found = listed(world, permits.member(world, "ana", "auditor"))

    assert (found.view, found.counts["group"], numbers(found)) == ("all", 0, [case.number])


def test_the_lists_are_not_for_citizens(world: World) -> None:
    case = waiting(world)

    with pytest.raises(Denied):
        listed(world, builders.citizen(world, case))


def test_the_diagram_says_how_urgent_a_task_is(world: World, clerk: Visitor) -> None:
    usual = waiting(world)
    builders.publish(world.outside, sources={**builders.SOURCES, f"{builders.PROCEDURE}.bpmn": URGENT}, number=2)
    world.clock.forward(hours=1)
    urgent = waiting(world)

    found = listed(world, clerk)

    assert numbers(found) == [urgent.number, usual.number]
    assert [line.task.priority for line in found.lines] == [90, 50]
    assert numbers(listed(world, clerk, priority="high")) == [urgent.number]
    assert numbers(listed(world, clerk, priority="normal")) == [usual.number]


def test_a_task_is_due_with_the_first_timer_of_its_plain_step(world: World) -> None:
    sources: Mapping[str, bytes] = {**builders.SOURCES, f"{builders.PROCEDURE}.bpmn": _deadline()}
    builders.publish(world.outside, sources={**sources, "procedure.yaml": _told("decide", "decide_late")}, number=2)
    told = waiting(world)
    builders.publish(world.outside, sources={**sources, "procedure.yaml": _told("decide")}, number=3)
    untold = waiting(world)

    due = task_row(told).due_at

    assert due is not None
    assert due.microsecond == 999_999
    assert (due - world.clock.now()).days in {2, 3}
    assert task_row(untold).due_at is None


def test_the_tasks_due_first_come_first_and_those_without_a_deadline_last(world: World, clerk: Visitor) -> None:
    none, late, soon = waiting(world), waiting(world), waiting(world)
    _due(soon, world, days=1)
    _due(late, world, days=-1)

    assert numbers(listed(world, clerk)) == [late.number, soon.number, none.number]
    assert numbers(listed(world, clerk, due="late")) == [late.number]


def test_today_and_this_week_are_those_of_the_towns_own_calendar(world: World, clerk: Visitor) -> None:
    early, tonight, sunday, next_monday = (waiting(world) for _ in range(4))
    today = world.clock.now().replace(hour=0, minute=0)  # a Monday, an hour after midnight in Madrid
    for case, at in (
        (early, today - timedelta(hours=2)),
        (tonight, today + timedelta(hours=22, minutes=59)),
        (sunday, today + timedelta(days=6, hours=22)),
        (next_monday, today + timedelta(days=6, hours=23)),
    ):
        _due(case, world, at=at)

    assert numbers(listed(world, clerk, due="today")) == [tonight.number]
    assert numbers(listed(world, clerk, due="week")) == [tonight.number, sunday.number]


@pytest.mark.parametrize(
    "words",
    [
        "nunez",
        "NÚÑEZ ana",
        "ferrer, ana",
        "12345678Z",
        "12.345.678-z",
        "12345678 z",
        "2026/PAR/000001",
        "2026-par-1",
        "000001",
        "1",
        "1 Núñez",
    ],
)
def test_a_task_is_found_by_number_document_or_words_of_the_name(world: World, clerk: Visitor, words: str) -> None:
    case = waiting(world)
    waiting(world, JORDI)

    assert numbers(listed(world, clerk, words=words)) == [case.number]


@pytest.mark.parametrize("words", ["nune", "ana puig", "87654321X", "2", "2025/PAR/000001", "9 nunez", "%", "';--"])
def test_what_does_not_fit_finds_nothing(world: World, clerk: Visitor, words: str) -> None:
    waiting(world)

    found = listed(world, clerk, words=words)

    assert found.lines == () or words in {"%", "';--"}
    assert found.counts["all"] == len(found.lines)


def test_everybody_in_a_case_leads_to_it(world: World, clerk: Visitor) -> None:
    case = waiting(world)
    with db.transaction() as session:
        held = steps.hold(session, world.outside, TOWN, case.id)
        parties_service.add(held, uuid4(), "holder", JORDI, "ca")

    assert numbers(listed(world, clerk, words="puig")) == [case.number]
    assert numbers(listed(world, clerk, words=JORDI.id_number)) == [case.number]


def test_what_is_kept_to_look_people_up_says_nothing_without_the_key(world: World) -> None:
    case = waiting(world)

    kept = builders.party_row(case.party).search

    assert len(kept) == len(["ana", "nunez", "ferrer"])
    assert kept == parties_service.search_words(world.outside.keys, "FERRER, Ana Nuñez")
    assert all(-(2**63) <= one < 2**63 for one in kept)


def test_a_long_list_is_cut_into_pages(world: World, clerk: Visitor) -> None:
    case = waiting(world)
    crowd.gather(world.outside, case.id, 60)

    second = listed(world, clerk, page=2)

    assert (second.page, second.pages, len(second.lines)) == (2, 3, worklists.EACH)
    assert len(listed(world, clerk, page=99).lines) == 61 - 2 * worklists.EACH
    assert not set(numbers(second)) & set(numbers(listed(world, clerk, page=1)))


@pytest.mark.parametrize("ask", [{}, {"view": "all", "words": "nunez 1", "due": "week"}, {"words": "12345678Z"}])
def test_a_page_costs_the_same_however_much_is_stored(world: World, clerk: Visitor, ask: Mapping[str, str]) -> None:
    case = waiting(world)
    listed(world, clerk, **ask)
    with counting.counting() as few:
        listed(world, clerk, **ask)
    crowd.gather(world.outside, case.id, 400)

    with counting.counting() as many:
        listed(world, clerk, **ask)

    assert 0 < len(many.statements) <= MOST, many.statements
    assert len(many.statements) == len(few.statements)


def test_a_task_is_given_to_a_colleague_who_then_has_it(world: World, clerk: Visitor) -> None:
    other = permits.member(world, "pere", "clerk", name="Pere Mas")
    case = waiting(world)
    tasks.claim(world.outside, clerk, task_of(case))

    tasks.assign(world.outside, clerk, task_of(case), other.id)

    (line,) = listed(world, other, view="mine").lines
    assert (line.claimed_by_name, line.mine) == ("Pere Mas", True)
    given = builders.happened(case.id)[-1]
    assert (given.type, given.data) == ("task.assigned", {"to": str(other.id), "from": str(clerk.id)})


def test_a_task_goes_only_to_somebody_who_works_here_and_has_the_role(world: World, clerk: Visitor) -> None:
    case, auditor = waiting(world), permits.member(world, "ana", "auditor")

    for stranger in (auditor.id, uuid4()):
        with pytest.raises(NotForThem):
            tasks.assign(world.outside, clerk, task_of(case), stranger)
    with pytest.raises(Denied):
        tasks.assign(world.outside, auditor, task_of(case), clerk.id)


def test_nobody_but_a_supervisor_gives_away_what_somebody_else_has(world: World, clerk: Visitor) -> None:
    other, boss = permits.member(world, "pere", "clerk"), permits.member(world, "jefa", "supervisor")
    case = waiting(world)
    tasks.claim(world.outside, clerk, task_of(case))

    with pytest.raises(TaskTaken):
        tasks.assign(world.outside, other, task_of(case), other.id)
    with pytest.raises(TaskTaken):
        worklists.handover(world.outside, other, task_of(case))
    tasks.assign(world.outside, boss, task_of(case), other.id)
    with pytest.raises(AlreadySo):
        tasks.assign(world.outside, boss, task_of(case), other.id)

    assert listed(world, other, view="mine").counts["mine"] == 1


def test_a_supervisor_takes_over_and_completes(world: World, clerk: Visitor) -> None:
    boss = permits.member(world, "jefa", "supervisor")
    case = waiting(world)
    tasks.claim(world.outside, clerk, task_of(case))
    task = task_of(case)

    with pytest.raises(Denied):
        tasks.complete(world.outside, boss, task, {"note": "mine"})
    tasks.claim(world.outside, boss, task)
    tasks.complete(world.outside, boss, task, {"note": "mine"})

    assert "task.assigned" in builders.types(case.id)
    assert builders.case_row(case.id).status == "ended"


def test_a_handover_names_colleagues_with_what_they_have(world: World, clerk: Visitor) -> None:
    other = permits.member(world, "pere", "clerk", name="Pere Mas")
    first, second = waiting(world), waiting(world)
    tasks.claim(world.outside, other, task_of(first))
    tasks.claim(world.outside, clerk, task_of(second))

    found = worklists.handover(world.outside, clerk, task_of(second))

    assert [(one.name, one.load) for one in found.colleagues] == [("Pere Mas", 1)]
    assert found.holder == "Marta Soler"


def test_two_who_click_at_once_get_one_winner(world: World, clerk: Visitor) -> None:
    other = permits.member(world, "pere", "clerk")
    task = task_of(waiting(world))

    def take(visitor: Visitor) -> str:
        try:
            tasks.claim(world.outside, visitor, task)
        except TaskTaken:
            return "taken"
        return "mine"

    assert sorted(permits.at_once([lambda: take(clerk), lambda: take(other)])) == ["mine", "taken"]


def _due(case: OpenCase, world: World, *, days: float = 0, at: object = None) -> None:
    with db.bookkeeping("a deadline for a test") as session:
        session.get_one(TaskRow, task_of(case)).due_at = at or world.clock.now() + timedelta(days=days)  # type: ignore[assignment]
