"""With a person at the counter, through the API: papers taken in, a signature given by hand."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app import main
from app.services import entities
from app.settings import Settings
from app.store.db import db
from demo import papers
from tests import builders
from tests.api.conftest import ROLES, Program, Town
from tests.fakes import outside
from tests.services import permits
from tests.services.permits import Permit


@pytest.fixture
def signing_town(settings: Settings, tmp_path: Path) -> Iterator[Town]:
    """Yield an office that can sign, with the small procedure of `permits`."""
    world = permits.with_keys(outside.world(tmp_path), permits.keys_in(tmp_path / "pki"))
    made = main.create_app(settings, world.outside)
    with made.app_context():
        entities.forget()
        db.engine.dispose()
        permits.found_town()
        builders.publish(world.outside, sources=permits.SOURCES)
        builders.hire(world, "marta", *ROLES)
        yield Town(world, made.test_client())
        db.session.remove()
        db.engine.dispose()
    entities.forget()


def begun(town: Town) -> Permit:
    """Return a case whose form was sent."""
    case = builders.open_case(town.world, mailed=False)
    citizen, colleague = builders.citizen(town.world, case), permits.member(town.world, "c1", "clerk")
    permits.asked(town.world, Permit(case, citizen, colleague))
    return Permit(case, citizen, colleague)


def identified(clerk: Program, permit: Permit) -> str:
    """Accept who the applicant is, at the counter, and return where the API has that person."""
    address = f"/cases/{permit.case.id}/parties/{permit.case.party}"
    seen = {"kind": "dni", "number": builders.ANA.id_number, "expires": date(2031, 1, 1).isoformat()}
    clerk.done("PUT", f"{address}/identity", seen)
    return address


def send(who: Program, method: str, path: str, content: bytes) -> tuple[int, Any]:
    """Send a file."""
    return who.call(method, path, data=content, headers={"X-File-Name": "hoja.pdf"})


def test_a_paper_is_taken_in_for_a_person_who_is_present(signing_town: Town) -> None:
    permit, clerk = begun(signing_town), signing_town.program("clerk")
    address = identified(clerk, permit)

    status, taken = send(clerk, "PUT", f"{address}/papers/photo", papers.pdf("photo"))

    assert (status, taken["state"]) == (200, "received")
    assert {one["slot"]: one["state"] for one in clerk.get(f"{address}/papers")}["photo"] == "received"
    last = next(one for one in builders.happened(permit.case.id) if one.type == "document.uploaded")
    assert (last.data["on_behalf"], last.data["present"]) == (str(permit.case.party), True)


def test_a_person_signs_on_paper_and_a_program_says_so_once(signing_town: Town) -> None:
    permit, clerk = begun(signing_town), signing_town.program("clerk")
    address = identified(clerk, permit)
    permits.decided(signing_town.world, permit)
    permits.work(signing_town.world)
    asked = clerk.get(f"{address}/paper-signature")
    printed = clerk.client.get(
        f"/api/v1{address}/paper-signature/document", headers={"Authorization": f"Bearer {clerk.bearer}"}
    )
    sheet, place = papers.pdf("signed"), f"{address}/paper-signature?signature={asked['id']}"

    silent = send(clerk, "POST", place, sheet)
    done = send(clerk, "POST", f"{place}&declares=true", sheet)
    again = send(clerk, "POST", f"{place}&declares=true", sheet)

    assert printed.get_data().startswith(b"%PDF-")
    assert (silent[0], silent[1]["problems"]) == (422, {"declares": "required"})
    assert (done[0], again[0]) == (204, 409)
    assert builders.types(permit.case.id).count("sign.completed") == 1


def test_who_is_not_at_the_counter_signs_nothing_on_paper(signing_town: Town) -> None:
    permit = begun(signing_town)

    status, problem = signing_town.program("clerk").call(
        "GET", f"/cases/{permit.case.id}/parties/{permit.case.party}/paper-signature"
    )

    assert (status, problem["code"]) == (403, "presence.not_here")


@pytest.mark.parametrize("role", ["auditor", "analyst", "calendar_manager"])
def test_only_who_handles_cases_attends(signing_town: Town, role: str) -> None:
    permit, other = begun(signing_town), signing_town.program(role)
    address = f"/cases/{permit.case.id}/parties/{permit.case.party}"

    answers = [
        other.call("GET", f"{address}/papers")[0],
        send(other, "PUT", f"{address}/papers/photo", papers.pdf("photo"))[0],
        other.call("GET", f"{address}/paper-signature")[0],
        send(other, "POST", f"{address}/paper-signature?signature={permit.case.id}", papers.pdf("x"))[0],
    ]

    assert answers == [403] * 4


def test_a_person_of_another_case_is_not_found(signing_town: Town) -> None:
    permit, other = begun(signing_town), builders.open_case(signing_town.world, mailed=False)

    status, _ = signing_town.program("clerk").call("GET", f"/cases/{other.id}/parties/{permit.case.party}/papers")

    assert status == 404
