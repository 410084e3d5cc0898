"""The desk's list of tasks: pages, filters and deadlines; and events that always have words."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask

from app.evidence import acts
from app.services.desk import desk_case
from app.services.desk.worklists import TaskLine, Worklist
from app.services.tasks import TaskView
from app.web import happenings, task_lists
from tests.look import office

NOW = datetime(2026, 12, 10, 9, 30, tzinfo=UTC)
ME = UUID(int=1)
ELSEWHERE = (
    "admin.",
    "calendar.",
    "competence.",
    "digest.",
    "log.",
    "office.",
    "procedure.",
    "schedule.",
    "staff.",
    "token.",
    "wording.",
)


@pytest.fixture(autouse=True)
def inside() -> Iterator[None]:
    app: Flask = office.create()
    for endpoint, rule in (
        ("worklists.tasks_page", "/oficina/tareas"),
        ("worklists.narrow", "/oficina/tareas/buscar"),
        ("clerk.case_page", "/oficina/expedientes/<uuid:case>"),
        ("worklists.claim", "/oficina/tareas/<uuid:task>/asignar"),
        ("worklists.release", "/oficina/tareas/<uuid:task>/soltar"),
    ):
        app.add_url_rule(rule, endpoint, lambda **_: "")
    with app.test_request_context("/"):
        yield


def line(number: int, *, priority: int = 50, mine: bool = False) -> TaskLine:
    task = TaskView(
        id=uuid4(),
        case_id=uuid4(),
        element="check",
        name="Revisar",
        form=None,
        role="clerk",
        party=None,
        level="declared",
        claimed_by=ME if mine else None,
        opened_at=NOW,
        due_at=None,
        priority=priority,
        properties={},
    )
    return TaskLine(
        task=task,
        case_number=f"2026/DOM/{number:06d}",
        procedure="uno",
        procedure_title="Uno",
        applicant="Ana Núñez",
        document="***4567**",
        claimed_by_name="Amparo" if mine else "",
        mine=mine,
        may=frozenset({"release"} if mine else {"claim"}),
    )


def shown(lines: list[TaskLine], *, page: int = 1, pages: int = 1, **asked: str) -> Mapping[str, Any]:
    counts = {"mine": 1, "group": len(lines), "free": 2, "all": 99}
    found = Worklist("group", counts, page, pages, tuple(lines), (("uno", "Uno"),))
    return task_lists.shown(found, task_lists.asked(asked), NOW)


def test_pages_lead_to_each_other_and_keep_what_was_asked() -> None:
    second = shown([line(1)], page=2, pages=3, q="núñez", due="late")

    assert (second["pages"].number, second["pages"].total) == (2, 3)
    assert "page=1" in second["pages"].previous_url
    assert "page=3" in second["pages"].next_url
    assert "due=late" in second["pages"].next_url
    assert "view=group" in second["pages"].next_url


@pytest.mark.parametrize("page", ["-1", "dos", "٣", "9" * 50, ""])
def test_a_page_that_is_no_number_is_the_first(page: str) -> None:
    assert task_lists.asked({"page": page}).page == 1


def test_what_a_query_has_no_word_for_is_not_asked() -> None:
    ask = task_lists.asked({"due": "someday", "priority": "99", "q": "  dos   palabras "})

    assert (ask.due, ask.priority, ask.words) == ("", "", "dos palabras")


def test_the_tabs_count_what_they_show() -> None:
    assert [view.count for view in shown([line(1), line(2)])["views"]] == [1, 2, 2, 99]


def test_only_an_unusual_priority_has_words() -> None:
    words = [task_lists.urgency(priority) for priority in (100, 80, 60, 50, 10)]

    assert words == [("Urgente", "error"), ("Urgente", "error"), ("Alta", "waiting"), ("", ""), ("Baja", "")]


def test_an_empty_search_says_where_else_there_is_something() -> None:
    assert "«Todas»" in shown([], q="nadie")["empty"].text


def test_a_deadline_is_marked_when_it_is_near_and_when_it_is_past() -> None:
    hours = (None, 72, 47, 0, -1)

    tones = [task_lists.due_tone(None if at is None else NOW + timedelta(hours=at), NOW) for at in hours]

    assert tones == ["", "", "waiting", "error", "error"]


def test_every_event_of_a_case_has_words() -> None:
    told = [name for name in acts.TYPES if not name.startswith(ELSEWHERE)]

    assert [name for name in told if happenings.title(name) == "Otro paso"] == []


def test_a_summary_leaves_out_only_known_events() -> None:
    assert set(acts.TYPES) >= desk_case.QUIET
