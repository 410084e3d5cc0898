"""Staff through the API: keys, roles, tasks, cases, procedures."""

import base64

import pytest

from tests import builders
from tests.api.conftest import ROLES, Town
from tests.services import faulty


def _files(sources: dict[str, bytes]) -> dict[str, dict[str, str]]:
    return {"files": {path: base64.b64encode(content).decode() for path, content in sources.items()}}


def test_a_clerk_s_program_takes_and_completes_a_task(town: Town) -> None:
    citizen, case = town.citizen()
    mine = next(step["task"] for step in citizen.get("/case")["steps"] if step["task"])
    citizen.done("POST", f"/case/tasks/{mine}/completion", {"answers": {"parcel": "Uno rojo"}})
    clerk = town.program("clerk")
    task = clerk.get(f"/cases/{case.id}")["open_tasks"][0]["id"]

    clerk.done("POST", f"/tasks/{task}/claim")
    clerk.done("POST", f"/tasks/{task}/completion", {"answers": {"note": "Entregado"}})

    assert clerk.get(f"/cases/{case.id}")["status"] == "ended"
    acting = [event for event in builders.happened(case.id) if event.type == "task.claimed"]
    assert acting[0].actor["auth"] == "api_key"


def test_a_program_that_meets_a_fault_of_a_diagram_gets_a_problem_of_the_office(town: Town) -> None:
    builders.publish(town.world.outside, sources=faulty.sources(), number=2)
    citizen, case = town.citizen()
    mine = next(step["task"] for step in citizen.get("/case")["steps"] if step["task"])

    status, problem = citizen.call("POST", f"/case/tasks/{mine}/completion", {"answers": {"parcel": faulty.BAD}})

    assert (status, problem["code"]) == (500, "case.procedure_fault")
    assert "no es culpa suya" in problem["title"]
    assert problem["reference"]
    (incident,) = town.program("auditor").get("/incidents")
    assert (incident["case_id"], incident["kind"], incident["about_call"]) == (str(case.id), "diagram", False)


def test_reading_a_case_by_program_is_recorded_too(town: Town) -> None:
    _, case = town.citizen()

    town.program("auditor").get(f"/cases/{case.id}")

    assert builders.types(case.id)[-1] == "access.read"


@pytest.mark.parametrize("role", [role for role in ROLES if role not in {"clerk", "supervisor"}])
def test_a_key_without_the_role_is_refused_and_it_is_recorded(town: Town, role: str) -> None:
    _, case = town.citizen()

    status, problem = town.program(role).call("POST", f"/papers/{case.id}/acceptance")

    assert (status, problem["code"]) == (403, "access.denied")


def test_a_key_never_has_a_role_that_its_person_lacks(town: Town) -> None:
    builders.hire(town.world, "pau", "clerk")
    keeper = town.program("administrator")

    status, problem = keeper.call(
        "POST", "/keys", {"name": "cuadro", "username": "pau", "roles": ["supervisor"], "days": 10}
    )

    assert (status, problem["problems"]) == (422, {"roles": "roles"})


def test_a_revoked_key_and_one_that_ran_out_admit_nobody(town: Town) -> None:
    keeper = town.program("administrator")
    made = keeper.done("POST", "/keys", {"name": "cuadro", "username": "marta", "roles": ["auditor"], "days": 1})
    other = town.stranger()
    other.bearer = made["secret"]
    assert other.call("GET", "/versions")[0] == 200

    keeper.done("DELETE", f"/keys/{made['id']}")
    revoked = other.call("GET", "/versions")
    short = town.program("auditor", days=1)
    town.world.clock.forward(days=2)

    assert revoked[0] == 401
    assert short.call("GET", "/versions")[0] == 401


def test_no_answer_and_no_evidence_holds_a_key_s_secret(town: Town) -> None:
    keeper = town.program("administrator")

    made = keeper.done("POST", "/keys", {"name": "cuadro", "username": "marta", "roles": ["clerk"], "days": 5})

    assert made["secret"] not in str(keeper.get("/keys"))
    assert made["secret"] not in builders.all_evidence()


def test_an_analyst_s_program_is_told_every_fault_and_publishes_what_is_right(town: Town) -> None:
    analyst = town.program("analyst")
    broken = {**builders.SOURCES, "forms/ask.json": b"{"}

    faults = analyst.done("POST", f"/procedures/{builders.PROCEDURE}/check", _files(broken))["problems"]
    refused = analyst.call("POST", f"/procedures/{builders.PROCEDURE}/versions", _files(broken))
    version = analyst.done("POST", f"/procedures/{builders.PROCEDURE}/versions", _files(dict(builders.SOURCES)))

    assert faults
    assert (refused[0], refused[1]["code"]) == (422, "procedure.rejected")
    assert version == {"procedure": builders.PROCEDURE, "number": 1}


def test_files_that_are_no_base64_are_refused_in_words(town: Town) -> None:
    status, problem = town.program("analyst").call("POST", "/procedures/x/check", {"files": {"x.bpmn": "%%%"}})

    assert (status, problem["problems"]) == (422, {"files": "base64"})
