"""Deciding: a draft waits for its body, whose people sign or give it back; automated acts only from their register."""

from dataclasses import replace
from functools import partial

import pytest

from app.documents import pki, verification
from app.documents.verification_report import Report
from app.domain.errors import IdentificationFailed, Invalid, NotFound
from app.services import calls, competence, staff
from app.services.deciding import folder
from app.services.deciding.folder import AlreadyDecided
from app.services.files import documents
from app.services.files import verification as codes
from app.services.visits import RoleMissing
from app.store import db, outbox
from app.store.tables import DelegationRow, TermOfOfficeRow
from tests import builders
from tests.builders import TOWN
from tests.fakes.outside import NoTimestamps, World
from tests.services import bodies, permits
from tests.services.bodies import COUNCILLOR, MAYOR, Official
from tests.services.permits import Permit


@pytest.fixture
def hall(town: World) -> World:
    """Return the outside world of a town whose procedure has a resolution decided."""
    builders.publish(town.outside, sources=bodies.sources(), number=2)
    return town


@pytest.fixture
def mayor(hall: World) -> Official:
    return bodies.mayor(hall)


@pytest.fixture
def permit(hall: World, mayor: Official) -> Permit:
    assert mayor.visitor.roles == {"authority"}
    return bodies.put(hall)


def filed(world: World, permit: Permit) -> documents.DocumentView:
    found = documents.list_of(world.outside, permit.clerk, permit.case.id)
    return next(one for one in found if one.kind in {"resolution", "issued"})


def content(world: World, permit: Permit) -> bytes:
    return documents.download(world.outside, permit.clerk, filed(world, permit).id).body


def checked(world: World, permit: Permit, *required: str) -> Report:
    found = filed(world, permit)
    trust = verification.trust_of(pki.load(world.outside.pki_folder, world.outside.pki_passphrase), world.clock.now())
    expected, body = bytes.fromhex(found.sha256), content(world, permit)
    return verification.verify(body, trust, now=world.clock.now(), expected_sha256=expected, required=required)


def printed(world: World, permit: Permit) -> str:
    """Return the words of the document, without line breaks and soft hyphens."""
    return bodies.words(content(world, permit))


def test_a_draft_waits_in_the_folder_of_the_body_and_says_who_decides(
    hall: World, mayor: Official, permit: Permit
) -> None:
    found = folder.of(hall.outside, mayor.visitor)

    assert found.bodies == ("Alcaldía",)
    (item,) = found.waiting
    assert (item.case_number, item.title, item.kind, item.state, item.number) == (
        permit.case.number, "Resolución", "granted", "waiting", "",
    )  # fmt: skip
    assert item.by == "Alcaldía, en ejercicio de su competencia."
    assert "decision.requested" in builders.types(permit.case.id)
    assert builders.case_row(permit.case.id).status == "open"


@pytest.mark.usefixtures("mayor")
def test_a_resolution_says_facts_grounds_decision_and_appeals_in_the_citizens_language(hall: World) -> None:
    permit = bodies.put(hall, language="ca")

    text = printed(hall, permit)

    for part in (
        "Qui decideix Alcaldia, en exercici de la seva competència.",
        "Fets 1. Ana Núñez Ferrer va demanar un paquete.",
        "Fonaments de dret 1. Llei 39/2015, d’1 d’octubre.",
        "Alcaldia concedeix 6.000 euros.",
        "Aquest acte posa fi a la via administrativa.",
        "Recurs potestatiu de reposició davant el mateix òrgan que l’ha dictat, en el termini d’un mes",
        "Recurs contenciós administratiu davant el Jutjat Contenciós Administratiu, en el termini de dos mesos",
    ):
        assert part in text
    assert "tard" not in text


def test_a_signed_resolution_is_numbered_sealed_and_answers_the_diagram(
    hall: World, mayor: Official, permit: Permit
) -> None:
    number = bodies.sign(hall, mayor, permit)
    permits.work(hall)

    report = checked(hall, permit, "signer_authority", "seal")
    assert number == "2026-R-000001"
    assert (report.verdict, report.level) == ("valid", "B-LTA")
    assert report.signatures[0].signer == "Vicent Blasco Ribes"
    assert report.signatures[0].signer_id == "EI:ES-vicent"
    assert report.signatures[0].manifest_bound
    assert [one.status for one in builders.call_rows("decisions.request")] == ["done"]
    assert builders.case_row(permit.case.id).status == "ended"
    row = bodies.row(permit)
    assert (row.state, row.decided_by, filed(hall, permit).state) == ("decided", mayor.id, "final")


def test_every_act_of_a_decision_is_evidence_and_names_number_body_and_term(
    hall: World, mayor: Official, permit: Permit
) -> None:
    bodies.sign(hall, mayor, permit)
    permits.work(hall)

    types = builders.types(permit.case.id)
    wanted = [
        "decision.requested", "sign.consented", "decision.taken", "sign.completed", "sign.key_destroyed",
        "seal.applied", "case.closed",
    ]  # fmt: skip
    assert [one for one in types if one in wanted] == wanted
    taken = next(one for one in builders.happened(permit.case.id) if one.type == "decision.taken")
    row = bodies.row(permit)
    assert taken.data == {
        "number": "2026-R-000001", "kind": "granted", "body": str(row.body_id), "term_of_office": str(row.term_id),
    }  # fmt: skip
    assert taken.actor["ref"] == str(mayor.id)
    assert [one.type for one in builders.stream("staff", mayor.id)] == ["staff.proved"]


def test_the_verification_page_names_the_official_who_decided(hall: World, mayor: Official, permit: Permit) -> None:
    bodies.sign(hall, mayor, permit)
    permits.work(hall)

    found = codes.by_code(hall.outside, TOWN, filed(hall, permit).csv)

    assert found is not None
    assert (found.final, found.intact) == (True, True)
    assert [one.name for one in found.signers] == ["Vicent Blasco Ribes"]


def test_a_clerk_and_a_supervisor_cannot_decide(hall: World, mayor: Official, permit: Permit) -> None:
    boss = permits.member(hall, "andreu", "clerk", "supervisor")
    proof = bodies.proof(hall, mayor)
    resolution = bodies.row(permit).id

    for visitor in (permit.clerk, boss, permit.citizen):
        for act in (
            partial(folder.sign, hall.outside, visitor, resolution, proof, ticked=True),
            partial(folder.give_back, hall.outside, visitor, resolution, "No"),
            partial(folder.of, hall.outside, visitor),
        ):
            with pytest.raises(RoleMissing):
                act()
    assert bodies.row(permit).state == "waiting"


def test_who_has_the_role_but_no_office_decides_nothing(hall: World, permit: Permit) -> None:
    other = bodies.official(hall, "pilar", "Pilar Sanz")

    with pytest.raises(competence.NotInOffice):
        bodies.sign(hall, other, permit)
    with pytest.raises(competence.NotInOffice):
        folder.give_back(hall.outside, other.visitor, bodies.row(permit).id, "No")
    assert folder.of(hall.outside, other.visitor).waiting == ()


@pytest.mark.parametrize(
    ("since", "until", "may"),
    [
        ("2026-01-01", None, True),
        ("2026-11-23", "2026-11-23", True),
        ("2026-11-24", None, False),
        ("2026-01-01", "2026-11-22", False),
    ],
)
def test_nobody_decides_outside_the_dates_of_a_term_of_office(
    hall: World, since: str, until: str | None, may: bool
) -> None:
    official = bodies.official(hall)
    bodies.term(official.id, bodies.body(), since, until)
    permit = bodies.put(hall)

    assert bodies.fault(partial(bodies.sign, hall, official, permit)) == ("" if may else "deciding.not_in_office")
    assert len(folder.of(hall.outside, official.visitor).waiting) == 0


def test_a_term_that_ends_while_a_draft_waits_ends_the_power_to_sign_it(
    hall: World, mayor: Official, permit: Permit
) -> None:
    proof = bodies.proof(hall, mayor)
    bodies.end(TermOfOfficeRow, "2026-11-22")

    with pytest.raises(competence.NotInOffice):
        folder.sign(hall.outside, mayor.visitor, bodies.row(permit).id, proof, ticked=True)


def test_a_published_delegation_brings_the_draft_to_the_delegate_and_is_printed(hall: World) -> None:
    mayor, councillor = bodies.official(hall), bodies.official(hall, "pilar", "Pilar Sanz Gil")
    alcaldia, concejalia = bodies.body(MAYOR), bodies.body(COUNCILLOR, "councillor")
    bodies.term(mayor.id, alcaldia)
    bodies.term(councillor.id, concejalia)
    bodies.delegation(alcaldia, concejalia, builders.PROCEDURE)
    permit = bodies.put(hall)

    with pytest.raises(competence.NotInOffice):
        bodies.sign(hall, mayor, permit)
    bodies.sign(hall, councillor, permit)
    permits.work(hall)

    assert f"Concejalía de Hacienda, por delegación de Alcaldía. Delegación publicada en: {bodies.PUBLISHED}." in (
        printed(hall, permit)
    )
    assert checked(hall, permit, "signer_authority", "seal").verdict == "valid"


@pytest.mark.parametrize(
    "given", [{"published": ""}, {"since": "2026-11-24"}, {"until": "2026-11-22"}, {"procedures": ("other",)}]
)
def test_an_unpublished_ended_future_or_foreign_delegation_delegates_nothing(
    hall: World, mayor: Official, given: dict[str, str]
) -> None:
    with db.reading() as session:
        alcaldia = competence.of(session, TOWN, MAYOR, builders.PROCEDURE, hall.clock.now().date()).body.id
    procedures = given.pop("procedures", ())
    bodies.delegation(alcaldia, bodies.body(COUNCILLOR, "councillor"), *procedures, **given)
    permit = bodies.put(hall)

    assert folder.of(hall.outside, mayor.visitor).waiting[0].body == "Alcaldía"
    assert bodies.sign(hall, mayor, permit)


@pytest.mark.usefixtures("mayor")
def test_a_delegation_that_ends_while_a_draft_waits_ends_the_power_to_sign_it(hall: World) -> None:
    councillor = bodies.official(hall, "pilar", "Pilar Sanz Gil")
    concejalia = bodies.body(COUNCILLOR, "councillor")
    bodies.term(councillor.id, concejalia)
    with db.reading() as session:
        alcaldia = competence.of(session, TOWN, MAYOR, builders.PROCEDURE, hall.clock.now().date()).body.id
    bodies.delegation(alcaldia, concejalia)
    permit = bodies.put(hall)
    bodies.end(DelegationRow, "2026-11-22")

    with pytest.raises(competence.NotInOffice):
        bodies.sign(hall, councillor, permit)


def test_a_return_is_the_error_of_the_operator_and_its_reason_stays_in_the_case(
    hall: World, mayor: Official, permit: Permit
) -> None:
    folder.give_back(hall.outside, mayor.visitor, bodies.row(permit).id, "  Falta el informe.  ")

    happened = builders.happened(permit.case.id)
    failed = next(one for one in happened if one.type == "call.failed")
    assert failed.data == {"error": "returned"}
    stepped = [one for one in happened if one.type == "workflow.stepped"][-1]
    assert "returned" in {element for element, *_ in stepped.data["transitions"]}
    assert builders.opened_values(hall, permit.case.id, "decision.returned") == {"reason": "Falta el informe."}
    assert builders.opened_values(hall, permit.case.id, "note.written") == {"text": "Falta el informe."}
    assert (bodies.row(permit).state, bodies.row(permit).place) == ("returned", None)
    assert "Falta" not in builders.all_evidence()


def test_a_return_needs_a_reason(hall: World, mayor: Official, permit: Permit) -> None:
    with pytest.raises(Invalid):
        folder.give_back(hall.outside, mayor.visitor, bodies.row(permit).id, "   ")


def test_of_two_who_click_at_once_one_decides(hall: World, mayor: Official, permit: Permit) -> None:
    other = bodies.official(hall, "pilar", "Pilar Sanz Gil")
    bodies.term(other.id, bodies.row(permit).body_id, capacity="substitute")
    resolution = bodies.row(permit).id
    proofs = [(one.visitor, bodies.proof(hall, one)) for one in (mayor, other)]
    acts = [
        partial(bodies.fault, partial(folder.sign, hall.outside, visitor, resolution, proof, ticked=True))
        for visitor, proof in proofs
    ]

    assert sorted(permits.at_once(acts)) == ["", "deciding.already_decided"]
    permits.work(hall)
    assert builders.types(permit.case.id).count("decision.taken") == 1
    assert checked(hall, permit, "signer_authority", "seal").verdict == "valid"


def test_who_gives_back_and_who_signs_at_once_leave_one_outcome(hall: World, mayor: Official, permit: Permit) -> None:
    resolution, proof = bodies.row(permit).id, bodies.proof(hall, mayor)
    acts = [
        partial(bodies.fault, partial(folder.sign, hall.outside, mayor.visitor, resolution, proof, ticked=True)),
        partial(bodies.fault, partial(folder.give_back, hall.outside, mayor.visitor, resolution, "No")),
    ]

    assert sorted(permits.at_once(acts)) == ["", "deciding.already_decided"]


def test_numbers_have_no_gaps_and_no_twins_when_many_are_decided_at_once(hall: World, mayor: Official) -> None:
    waiting = [bodies.put(hall) for _ in range(5)]
    folder.give_back(hall.outside, mayor.visitor, bodies.row(waiting.pop()).id, "No")
    proof = bodies.proof(hall, mayor)
    acts = [
        partial(folder.sign, hall.outside, mayor.visitor, bodies.row(one).id, proof, ticked=True) for one in waiting
    ]

    assert sorted(permits.at_once(acts)) == [f"2026-R-{n:06d}" for n in range(1, 5)]
    numbered = sorted((row.place, row.decided_at) for row in map(bodies.row, waiting) if row.place and row.decided_at)
    assert [at for _, at in numbered] == sorted(at for _, at in numbered)


def test_each_of_several_documents_is_an_act_of_its_own(hall: World, mayor: Official) -> None:
    permits_put = [bodies.put(hall), bodies.put(hall)]
    proof = bodies.proof(hall, mayor)

    for one in permits_put:
        folder.sign(hall.outside, mayor.visitor, bodies.row(one).id, proof, ticked=True)
    permits.work(hall)

    manifests = {checked(hall, one).signatures[0].manifest for one in permits_put}
    assert len(manifests) == 2
    assert all(builders.types(one.case.id).count("decision.taken") == 1 for one in permits_put)


def test_a_decision_needs_the_tick_and_a_fresh_proof_of_ones_own(hall: World, mayor: Official, permit: Permit) -> None:
    other = bodies.official(hall, "pilar", "Pilar Sanz Gil")
    resolution, foreign = bodies.row(permit).id, bodies.proof(hall, other)
    with pytest.raises(IdentificationFailed):
        folder.sign(hall.outside, mayor.visitor, resolution, foreign, ticked=True)
    old = bodies.proof(hall, mayor)
    with pytest.raises(Invalid):
        folder.sign(hall.outside, mayor.visitor, resolution, old, ticked=False)
    hall.clock.forward(minutes=3)
    with pytest.raises(IdentificationFailed):
        folder.sign(hall.outside, mayor.visitor, resolution, old, ticked=True)
    assert bodies.row(permit).state == "waiting"


def test_a_code_proves_once_and_wrong_ones_lock_the_account(hall: World, mayor: Official) -> None:
    hall.clock.forward(seconds=30)
    code = builders.totp(hall)
    staff.prove_anew(hall.outside, mayor.visitor, code)

    with pytest.raises(IdentificationFailed):
        staff.prove_anew(hall.outside, mayor.visitor, code)
    hall.clock.forward(seconds=30)
    for _ in range(5):
        with pytest.raises(IdentificationFailed):
            staff.prove_anew(hall.outside, mayor.visitor, builders.wrong(builders.totp(hall)))
    with pytest.raises(IdentificationFailed):
        staff.prove_anew(hall.outside, mayor.visitor, builders.totp(hall))
    assert "staff.locked" in [one.type for one in builders.stream("staff", mayor.id)]


def test_a_draft_of_another_town_does_not_exist(hall: World, mayor: Official, permit: Permit) -> None:
    stranger = replace(mayor.visitor, entity="vecina")

    with pytest.raises(NotFound):
        folder.one(hall.outside, stranger, bodies.row(permit).id)


def test_the_interested_do_not_see_a_resolution_that_was_not_notified(
    hall: World, mayor: Official, permit: Permit
) -> None:
    bodies.sign(hall, mayor, permit)
    permits.work(hall)

    assert [one.kind for one in documents.list_of(hall.outside, permit.citizen, permit.case.id)] == []
    with pytest.raises(NotFound):
        documents.download(hall.outside, permit.citizen, filed(hall, permit).id)


def test_a_lost_time_stamp_is_tried_again_and_the_official_decides_once(
    hall: World, mayor: Official, permit: Permit
) -> None:
    bodies.sign(hall, mayor, permit)
    permits.work(permits.stampless(hall, NoTimestamps()))
    before = filed(hall, permit).state

    hall.clock.forward(hours=1)
    permits.work(hall)

    assert (before, filed(hall, permit).state) == ("signing", "final")
    assert builders.types(permit.case.id).count("decision.taken") == 1
    assert checked(hall, permit, "signer_authority", "seal").verdict == "valid"


def test_a_job_that_runs_again_signs_nothing_again(hall: World, mayor: Official, permit: Permit) -> None:
    bodies.sign(hall, mayor, permit)
    permits.work(hall)
    before = filed(hall, permit).sha256
    with db.bookkeeping("a call that comes again") as session:
        outbox.get(session, builders.call_rows("decision.produce")[-1].id).status = "owed"

    permits.work(hall)

    assert filed(hall, permit).sha256 == before
    assert builders.types(permit.case.id).count("sign.completed") == 1


@pytest.mark.usefixtures("permit")
def test_a_request_that_runs_again_puts_one_draft(hall: World, mayor: Official) -> None:
    call = builders.call_rows("decisions.request")[-1]
    with db.bookkeeping("a call that comes again") as session:
        outbox.get(session, call.id).status = "owed"

    calls.run(hall.outside, permits.office_of(hall.outside), permits.JOBS, call.id)

    assert len(folder.of(hall.outside, mayor.visitor).waiting) == 1


def test_a_body_that_does_not_exist_is_an_incident(hall: World) -> None:
    permit = bodies.put(hall)

    failed = [one.data for one in builders.happened(permit.case.id) if one.type == "incident.opened"]
    assert failed == [{"kind": "body_unknown"}]


def test_a_second_click_finds_it_decided(hall: World, mayor: Official, permit: Permit) -> None:
    bodies.sign(hall, mayor, permit)

    with pytest.raises(AlreadyDecided):
        bodies.sign(hall, mayor, permit)
