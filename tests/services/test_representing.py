"""A person for whom another acts: a party who is not written to and does not sign."""

import json
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from app.domain.errors import Conflict, OperatorFailed
from app.services import cases, parties, tasks
from app.services.desk import desk_case
from app.services.files import sheets
from app.services.parties import CaseParties
from app.services.signing.signatures import CaseSignatures
from app.store import cases as rows
from app.store import db
from app.store import documents as store
from tests import builders
from tests.builders import ANA
from tests.fakes.outside import World
from tests.services import permits
from tests.services.permits import Permit

WARD = {
    "given_name": "Pau",
    "surname1": "Núñez",
    "surname2": "Ferrer",
    "person_id": {"type": "dni", "number": "87654321X"},
}


def _field(name: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "label": {"es": name, "ca": name}, "required": True, "means": name, **more}


def _sources() -> dict[str, bytes]:
    form = json.loads(permits.SOURCES["forms/ask.json"])
    fields = [
        _field("given_name", "name"),
        _field("surname1", "name"),
        _field("surname2", "name", required=False),
        _field("person_id", "person_id", types=["dni"]),
    ]
    block = {**_field("ward", "block", fields=fields), "means": "party:ward"}
    form["pages"].append({"id": "whom", "title": {"es": "A quién", "ca": "A qui"}, "fields": [block]})
    return {**permits.SOURCES, "forms/ask.json": json.dumps(form).encode()}


@pytest.fixture
def asked(bare_world: World) -> tuple[World, Permit, str]:
    """Return a case whose applicant asks for somebody else, and the reference of what they answered."""
    world = bare_world
    permits.found_town()
    builders.publish(world.outside, sources=_sources())
    permit = permits.opened(world)
    given = {"parcel": "alone", "account": permits.IBAN, "kind": "recurrent", "ward": WARD}
    tasks.complete(world.outside, permit.citizen, permits.task_of(permit, "ask"), given)
    permits.decided(world, permit)
    with db.reading() as session:
        ref = next(row.id for row in rows.all_answers(session, permit.case.id) if row.name == "request")
    return world, permit, str(ref)


def represent(asked: tuple[World, Permit, str], role: str = "applicant", ward: str = "ward") -> str:
    world, permit, ref = asked
    call = permits.call_of(permit, "mandates.reserve")
    return CaseParties(world.outside).represent(call, role=role, represented=ward, answers=ref, group="ward")


def test_a_represented_person_is_a_party_without_an_address_and_the_same_call_makes_one(
    asked: tuple[World, Permit, str],
) -> None:
    world, permit, _ = asked
    first = represent(asked)

    again = represent(asked)

    found = desk_case.case(world.outside, permit.clerk, permit.case.id)
    ward = next(one for one in found.people if one.role == "ward")
    assert (first, again) == (str(ward.id), str(ward.id))
    assert (ward.details.full_name, ward.details.email, ward.representative) == (
        "Pau Núñez Ferrer", "", permit.case.party,
    )  # fmt: skip
    assert builders.types(permit.case.id).count("party.represented") == 1
    assert "87654321X" not in builders.all_evidence()


def test_a_represented_person_is_printed_as_such_and_has_no_place_to_sign(asked: tuple[World, Permit, str]) -> None:
    world, permit, _ = asked
    represent(asked)
    found = desk_case.case(world.outside, permit.clerk, permit.case.id)

    with db.reading() as session:
        file = cases.reading(session, world.outside, builders.TOWN, permit.case.id)
        printed = sheets.compose(file, file.pinned.procedure.documents["order"], sheets.Material(parties=found.people))

    assert printed["represented"] == [
        {"name": "Pau Núñez Ferrer", "document": "87654321X", "representative": ANA.full_name}
    ]
    assert [one["name"] for one in printed["signers"]] == [ANA.full_name]


def test_a_represented_person_is_not_asked_to_sign(asked: tuple[World, Permit, str]) -> None:
    world, permit, _ = asked
    permits.known(UUID(represent(asked)))
    permits.work(world)
    call = permits.call_of(permit, "mandates.reserve")
    with db.reading() as session:
        document = store.of_case(session, permit.case.id)[0].row.id

    with pytest.raises(OperatorFailed) as caught:
        CaseSignatures(world.outside).request(call, document=str(document), signers=["ward"])

    assert caught.value.error == "signer_unknown"


@pytest.mark.parametrize("role", ["nobody", "ward"])
def test_only_a_party_who_acts_alone_represents(asked: tuple[World, Permit, str], role: str) -> None:
    represent(asked)

    with pytest.raises(OperatorFailed) as caught:
        represent(asked, role, "other")

    assert caught.value.error == "party"


def test_a_role_that_is_taken_is_not_given_to_a_represented_person(asked: tuple[World, Permit, str]) -> None:
    with pytest.raises(Conflict):
        represent(asked, "applicant", "applicant")


def test_who_acts_alone_needs_an_address_as_before() -> None:
    with pytest.raises(OperatorFailed):
        parties.described({**WARD, "mobile": replace(ANA).mobile})
