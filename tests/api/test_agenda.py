"""A clerk's day through the API: book for somebody, arrive, call, accept who they are, end."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from app.domain.actors import SYSTEM
from app.services.publishing import procedures
from tests import builders
from tests.api.conftest import Program, Town
from tests.services import offices


@pytest.fixture
def clerk(town: Town) -> Program:
    """Return a clerk's program in a town where somebody attends all day, every day."""
    procedures.publish(town.world.outside, builders.TOWN, builders.PROCEDURE, offices.SOURCES, SYSTEM)
    offices.schedule(offices.series(offices.clerk(), opens="00:00", closes="23:55"))
    return town.program("clerk")


def _walk_in(town: Town, clerk: Program) -> dict[str, Any]:
    person = {"id_type": "dni", "id_number": "12345678Z", "given_name": "Ana", "surname1": "Núñez"}
    now = town.world.clock.now()
    wanted = {
        "procedure": builders.PROCEDURE,
        "channel": "in_person",
        "starts_at": now.isoformat(),
        "walk_in": True,
        **person,
    }
    made: dict[str, Any] = clerk.done("POST", "/appointments", wanted)
    return made


def test_somebody_without_an_appointment_is_put_down_called_and_attended(town: Town, clerk: Program) -> None:
    made = _walk_in(town, clerk)
    one = made["appointment_id"]

    case = clerk.done("POST", f"/appointments/{one}/call")["case"]
    clerk.done("POST", f"/appointments/{one}/end")

    assert case == made["case_id"]
    assert clerk.get(f"/appointments/{one}")["state"] == "done"


def test_a_body_that_must_say_something_is_asked_for(town: Town, clerk: Program) -> None:
    one = _walk_in(town, clerk)["appointment_id"]

    status, problem = clerk.call("POST", f"/appointments/{one}/move")

    assert (status, list(problem["problems"])) == (422, [""])


def test_each_refusal_says_what_it_is_about(town: Town, clerk: Program) -> None:
    one = _walk_in(town, clerk)["appointment_id"]
    town.world.clock.forward(minutes=-30)

    status, early = clerk.call("POST", f"/appointments/{one}/absence")
    _, over = clerk.call("POST", f"/appointments/{one}/queue")

    assert (status, early["code"]) == (409, "appointment.too_soon")
    assert early["title"] == "La hora de la cita todavía no ha llegado: nadie puede faltar a ella."
    assert over["title"] not in {early["title"], "No se puede hacer tal como está ahora"}


def test_the_agenda_of_a_day_lists_its_appointments_and_reading_it_is_recorded(town: Town, clerk: Program) -> None:
    made = _walk_in(town, clerk)
    today = clerk.get(f"/appointments/{made['appointment_id']}")["starts_at"][:10]

    listed = clerk.get(f"/agenda/{today}?office=")

    assert [entry["id"] for entry in listed["entries"]] == [made["appointment_id"]]
    assert listed["entries"][0]["applicant"] == "Ana Núñez"


def test_an_official_accepts_who_a_person_is(town: Town, clerk: Program) -> None:
    made = _walk_in(town, clerk)
    clerk.done("POST", f"/appointments/{made['appointment_id']}/call", {})
    party = clerk.get(f"/cases/{made['case_id']}")["people"][0]["id"]
    expires = (town.world.clock.now().date() + timedelta(days=900)).isoformat()

    clerk.done(
        "PUT",
        f"/cases/{made['case_id']}/parties/{party}/identity",
        {"kind": "dni", "number": "12345678Z", "expires": expires},
    )

    assert clerk.get(f"/cases/{made['case_id']}")["people"][0]["level"] == "official"


def test_a_wrong_mobile_is_corrected_and_a_note_is_left_for_colleagues(town: Town, clerk: Program) -> None:
    made = _walk_in(town, clerk)
    clerk.done("POST", f"/appointments/{made['appointment_id']}/call", {})
    case = f"/cases/{made['case_id']}"
    party = clerk.get(case)["people"][0]["id"]
    expires = (town.world.clock.now().date() + timedelta(days=900)).isoformat()
    clerk.done("PUT", f"{case}/parties/{party}/identity", {"kind": "dni", "number": "12345678Z", "expires": expires})

    told = clerk.done(
        "PUT", f"{case}/parties/{party}/contact", {"mobile": "612 345 678", "email": "", "reason": "No tenía."}
    )
    clerk.done("POST", f"{case}/notes", {"text": "Volverá con el recibo."})

    history = clerk.get(f"{case}/history")["happenings"]
    corrected = next(one for one in history if one["type"] == "party.changed")
    assert told["changed"] == ["mobile"]
    assert corrected["reason"] == "No tenía."
    assert corrected["corrections"] == [{"what": "mobile", "old": "", "new": "••• ••• 678"}]
    assert {"party.changed", "note.written"} <= set(builders.types(UUID(made["case_id"])))


def test_a_document_that_is_over_does_not_identify_anybody(town: Town, clerk: Program) -> None:
    made = _walk_in(town, clerk)
    party = clerk.get(f"/cases/{made['case_id']}")["people"][0]["id"]

    status, problem = clerk.call(
        "PUT",
        f"/cases/{made['case_id']}/parties/{party}/identity",
        {"kind": "dni", "number": "12345678Z", "expires": "2020-01-01"},
    )

    assert status == 422
    assert problem["problems"]


def test_tasks_are_searched_by_the_words_of_a_name(town: Town) -> None:
    citizen, case = town.citizen()
    mine = next(step["task"] for step in citizen.get("/case")["steps"] if step["task"])
    citizen.done("POST", f"/case/tasks/{mine}/completion", {"answers": {"parcel": "Uno rojo"}})
    clerk = town.program("clerk")

    found = clerk.get("/tasks?view=all&q=nunez ana")
    nobody = clerk.get("/tasks?view=all&q=nadie")

    assert [line["case_number"] for line in found["lines"]] == [case.number]
    assert nobody["lines"] == []


def test_the_agenda_is_nobody_else_s(town: Town) -> None:
    assert town.program("analyst").call("GET", "/agenda/2026-12-01")[0] == 403
    assert town.stranger().call("POST", "/appointments", {})[0] == 401
