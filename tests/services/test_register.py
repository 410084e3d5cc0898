"""The general register: numbers without gaps, legal dates, sealed receipts."""

import io
from datetime import UTC, date, datetime
from functools import partial
from uuid import UUID, uuid4

import pikepdf
import pypdfium2
import pytest
from sqlalchemy import insert

from app.domain.errors import Denied, OperatorFailed, OperatorUnavailable
from app.ports import CallRef, EntryRef
from app.services.files import documents, papers, register
from app.services.files.register import GeneralRegister
from app.store import db
from app.store.tables import CallRow
from tests import builders
from tests.builders import ANA, TOWN
from tests.documents import hostile
from tests.fakes.outside import NoTimestamps, World
from tests.services import deadlines, permits
from tests.services.permits import Permit


@pytest.fixture
def permit(town: World) -> Permit:
    return permits.to_signing(town)


def call(world: World, permit: Permit) -> CallRef:
    """Return a call of the diagram's that owes nothing else."""
    call_id = uuid4()
    row = {
        "id": call_id, "entity": TOWN, "case_id": permit.case.id, "origin": "diagram", "element": "x",
        "operator": "registry.enter", "queue": "default", "params": b"", "status": "waiting", "attempts": 0,
        "max_attempts": 8, "backoff_seconds": 5, "next_at": world.clock.now(), "created_at": world.clock.now(),
        "last_error": "",
    }  # fmt: skip
    with db.bookkeeping("a call for a test") as session:
        session.execute(insert(CallRow), [row])
    return CallRef(TOWN, permit.case.id, call_id)


def rendered(world: World, permit: Permit) -> str:
    found = documents.list_of(world.outside, permit.clerk, permit.case.id)
    return str(next(one.id for one in found if one.kind == "rendered"))


def enter(world: World, permit: Permit, owed: CallRef | None = None, office: str = "") -> EntryRef:
    asked = owed or call(world, permit)
    return GeneralRegister(world.outside).enter(
        asked, document=rendered(world, permit), summary="Una  solicitud", office=office
    )


def text_of(world: World, permit: Permit, document: str) -> str:
    body = documents.download(world.outside, permit.clerk, UUID(document)).body
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(body))


def test_an_entry_has_a_number_a_time_and_a_sealed_receipt(town: World, permit: Permit) -> None:
    entry = enter(town, permit)

    assert entry.number == "2026-E-RE-000001"
    assert entry.at == entry.legal_date == town.clock.now().isoformat()
    receipt = documents.shown(town.outside, permit.citizen, UUID(entry.receipt))
    assert (receipt.kind, receipt.state, receipt.csv) == ("receipt", "final", entry.receipt_csv)
    body = documents.download(town.outside, permit.citizen, receipt.id).body
    with pikepdf.open(io.BytesIO(body)) as pdf:
        assert [str(field.T) for field in pdf.Root.AcroForm.Fields][:1] == ["seal"]


def test_the_receipt_lists_what_was_entered_with_digests(town: World, permit: Permit) -> None:
    paper = papers.receive(town.outside, permit.citizen, "identity", "dni.pdf", hostile.pdf())
    returned = papers.receive(town.outside, permit.citizen, "photo", "photo.jpg", hostile.image())
    assert paper.document is not None
    assert returned.document is not None
    papers.give_back(town.outside, permit.clerk, returned.document.id, "not you")

    entry = enter(town, permit)

    said = text_of(town, permit, entry.receipt)
    for part in (entry.number, "dni.pdf", ANA.full_name, permit.case.number, "Sede electrónica", "3 meses"):
        assert part in said
    assert "photo.jpg" not in said
    assert paper.document.sha256[:32] in said
    assert "DEMOSTRACIÓN, SIN VALIDEZ" in said
    events = [event for event in builders.happened(permit.case.id) if event.type == "registry.entered"]
    assert events[-1].data["number"] == entry.number


def test_on_a_day_that_does_not_count_the_legal_date_is_the_next_working_day(town: World, permit: Permit) -> None:
    town.clock.at = datetime(2026, 11, 28, 22, 30, tzinfo=UTC)

    entry = enter(town, permit)

    assert entry.at == "2026-11-28T22:30:00+00:00"
    assert entry.legal_date == "2026-11-29T23:00:00+00:00"
    assert "31.2.b" in text_of(town, permit, entry.receipt)


def test_the_receipt_tells_the_last_day_with_the_days_off_where_the_person_lives(town: World, permit: Permit) -> None:
    deadlines.off(date(2027, 2, 23), place="99002")
    deadlines.lives_in(permit, "99002")

    entry = enter(town, permit)

    assert "24 de febrero de 2027" in " ".join(text_of(town, permit, entry.receipt).split())


def test_the_year_is_the_one_of_the_official_clock(town: World, permit: Permit) -> None:
    town.clock.at = datetime(2026, 12, 31, 22, 59, tzinfo=UTC)
    old = enter(town, permit)
    town.clock.at = datetime(2026, 12, 31, 23, 0, tzinfo=UTC)

    new = enter(town, permit)

    assert (old.number, new.number) == ("2026-E-RE-000001", "2027-E-RE-000001")


def test_the_same_call_enters_once(town: World, permit: Permit) -> None:
    owed = call(town, permit)

    first, again = enter(town, permit, owed), enter(town, permit, owed)

    assert first == again
    assert len(register.entries(permit.clerk, 2026)) == 1


def test_a_receipt_that_could_not_be_made_follows_for_the_same_number(town: World, permit: Permit) -> None:
    owed = call(town, permit)
    with pytest.raises(OperatorUnavailable):
        enter(permits.stampless(town, NoTimestamps()), permit, owed)
    half = register.entries(permit.clerk, 2026)
    other = enter(town, permit)

    entry = enter(town, permit, owed)

    assert half[0].receipt_id is None
    assert (entry.number, other.number) == ("2026-E-RE-000001", "2026-E-RE-000002")
    assert builders.types(permit.case.id).count("registry.entered") == 2


def test_an_entry_that_fails_leaves_no_gap(town: World, permit: Permit) -> None:
    with pytest.raises(OperatorFailed) as caught:
        enter(town, permit, office="nowhere")
    with pytest.raises(OperatorFailed) as lost:
        GeneralRegister(town.outside).enter(call(town, permit), document=str(uuid4()), summary="x", office="")

    assert (caught.value.error, lost.value.error) == ("office_unknown", "document_unknown")
    assert enter(town, permit, office="casa").number == "2026-E-RE-000001"


def test_numbers_given_at_once_are_all_different_without_gaps_and_in_the_order_of_time(
    town: World, permit: Permit
) -> None:
    owed = [call(town, permit) for _ in range(4)]
    asked = rendered(town, permit)
    desk = GeneralRegister(town.outside)

    entries = permits.at_once([partial(desk.enter, ref, document=asked, summary="x", office="") for ref in owed])

    numbers = sorted(entry.number for entry in entries)
    assert numbers == [f"2026-E-RE-{number:06d}" for number in range(1, 5)]
    listed = register.entries(permit.clerk, 2026)
    assert [one.at for one in listed] == sorted((one.at for one in listed), reverse=True)


def test_a_clock_that_went_back_does_not_disorder_the_register(town: World, permit: Permit) -> None:
    first = enter(town, permit)
    town.clock.forward(minutes=-5)

    second = enter(town, permit)

    assert second.at >= first.at


def test_the_desk_lists_entries_by_pages_and_citizens_do_not(town: World, permit: Permit) -> None:
    for _ in range(2):
        enter(town, permit)

    assert [one.number for one in register.entries(permit.clerk, 2026, limit=1)] == ["2026-E-RE-000002"]
    assert [one.number for one in register.entries(permit.clerk, 2026, before=2)] == ["2026-E-RE-000001"]
    assert register.entries(permit.clerk, 2026)[0].summary == "Una solicitud"
    with pytest.raises(Denied):
        register.entries(permit.citizen, 2026)
