"""The desk's list of tasks: pages, filters and deadlines; and events that always have words."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask

from app.evidence import acts
from app.services import desk
from app.services.tasks import TaskLine, TaskView
from app.web import happenings, task_lists
from tests.look import office

NOW = datetime(2026, 12, 10, 9, 30, tzinfo=UTC)
ME = UUID(int=1)
ELSEWHERE = ("admin.", "calendar.", "log.", "office.", "procedure.", "staff.")


@pytest.fixture(autouse=True)
def inside() -> Iterator[None]:
    app: Flask = office.create()
    for endpoint, rule in (
        ("clerk.tasks_page", "/oficina/tareas"),
        ("clerk.case_page", "/oficina/expedientes/<uuid:case>"),
        ("clerk.claim", "/oficina/tareas/<uuid:task>/asignar"),
        ("clerk.release", "/oficina/tareas/<uuid:task>/soltar"),
    ):
        app.add_url_rule(rule, endpoint, lambda **_: "")
    with app.test_request_context("/"):
        yield


def line(number: int, *, applicant: str = "Ana Núñez", procedure: str = "uno", mine: bool = False) -> TaskLine:
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
        properties={},
    )
    return TaskLine(
        task=task,
        case_number=f"2026/DOM/{number:06d}",
        procedure=procedure,
        procedure_title=procedure.title(),
        applicant=applicant,
        claimed_by_name="Amparo" if mine else "",
        mine=mine,
        due_at=None,
    )


def shown(found: list[TaskLine], **asked: str) -> Mapping[str, Any]:
    return task_lists.shown(found, asked, NOW)


def test_a_long_list_is_cut_into_pages_that_lead_to_each_other() -> None:
    found = [line(number) for number in range(60)]

    second = shown(found, page="2", q="revisar")

    assert [one.case_number for one in second["tasks"]] == [one.case_number for one in found[25:50]]
    assert (second["pages"].number, second["pages"].total) == (2, 3)
    assert "page=1" in second["pages"].previous_url
    assert "page=3" in second["pages"].next_url
    assert "q=revisar" in second["pages"].next_url


@pytest.mark.parametrize("page", ["0", "-1", "99", "dos", "٣", "9" * 50])
def test_a_page_that_does_not_exist_leads_to_one_that_does(page: str) -> None:
    found = [line(number) for number in range(30)]

    assert shown(found, page=page)["tasks"]


def test_a_list_is_narrowed_by_procedure_and_by_words_without_accents() -> None:
    found = [line(1), line(2, procedure="dos"), line(3, applicant="Wei Chen", procedure="dos")]

    assert [one.case_number[-1] for one in shown(found, procedure="dos")["tasks"]] == ["2", "3"]
    assert [one.case_number[-1] for one in shown(found, q="nunez 0002")["tasks"]] == ["2"]


def test_the_tabs_count_what_they_show() -> None:
    found = [line(1, mine=True), line(2), line(3)]

    assert [view.count for view in shown(found)["views"]] == [1, 2, 3]


def test_a_deadline_is_marked_when_it_is_near_and_when_it_is_past() -> None:
    hours = (None, 72, 47, 0, -1)

    tones = [task_lists.due_tone(None if at is None else NOW + timedelta(hours=at), NOW) for at in hours]

    assert tones == ["", "", "waiting", "error", "error"]


def test_every_event_of_a_case_has_words() -> None:
    told = [name for name in acts.TYPES if not name.startswith(ELSEWHERE)]

    assert [name for name in told if happenings.title(name) == "Otro paso"] == []


def test_a_summary_leaves_out_only_known_events() -> None:
    assert set(acts.TYPES) >= desk.QUIET
