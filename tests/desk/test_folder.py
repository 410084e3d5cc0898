"""The signing folder as pages: several documents in one go, one by one, and back."""

from dataclasses import dataclass, replace

import pytest

from app.services.files import documents
from demo.pages import Page
from tests import builders, counting
from tests.desk.conftest import Desk, Seat
from tests.services import bodies, permits
from tests.services.permits import Permit

FOLDER = "/oficina/firma"


@dataclass(frozen=True, slots=True)
class Hall:
    """An office whose mayor sits before a browser."""

    desk: Desk
    mayor: Seat

    def put(self) -> Permit:
        return bodies.put(self.desk.world)

    def code(self) -> str:
        """Return a code that nobody has used."""
        self.desk.world.clock.forward(seconds=30)
        return builders.totp(self.desk.world)

    def sign(self, page: Page, **values: str) -> Page:
        """Send the form that signs, with a fresh code."""
        return self.mayor.press(page, f"{FOLDER}$", **{"code": self.code(), "declares": "1"} | values)


@pytest.fixture
def hall(desk: Desk) -> Hall:
    builders.publish(desk.world.outside, sources=bodies.sources(), number=2)
    official = bodies.mayor(desk.world)
    return Hall(desk, desk._seat(official.visitor, official.token))


def forged(seat: Seat, path: str) -> Page:
    """Send a form to an address to which no page of this person leads."""
    form = seat.get("/oficina").forms()[0]
    return seat.send(replace(form, url=f"http://localhost{path}", forged={"note": "x", "reason": "x"}))


def test_the_mayor_begins_at_the_folder_and_sees_what_waits(hall: Hall) -> None:
    permit = hall.put()

    page = hall.mayor.get("/oficina")

    assert page.url.endswith(FOLDER)
    for part in ("Documentos que esperan su firma", "Resolución", permit.case.number, "en ejercicio de su competencia"):
        assert part in page.text


def test_several_documents_are_signed_in_one_go(hall: Hall) -> None:
    put = [hall.put(), hall.put()]
    form = hall.mayor.get(FOLDER).form(f"{FOLDER}$")
    form.fill({"resolution": [str(bodies.row(one).id) for one in put], "declares": "1"})

    page = hall.mayor.send(form, code=hall.code())

    assert "Firmados 2 documentos" in page.text
    permits.work(hall.desk.world)
    assert [bodies.row(one).state for one in put] == ["decided", "decided"]
    assert "2026-R-000001" in hall.mayor.get(FOLDER).text


def test_one_document_is_read_as_pictures_and_signed_alone(hall: Hall) -> None:
    permit = hall.put()
    place = f"{FOLDER}/{bodies.row(permit).id}"

    page = hall.mayor.get(place)
    picture = hall.mayor.client.get(f"{place}/1.png")
    signed = hall.sign(page)

    assert picture.mimetype == "image/png"
    assert "document.viewed" in builders.types(permit.case.id)
    assert "Firmado 1 documento" in signed.text


@pytest.mark.parametrize(
    ("left_out", "words"),
    [
        ({"declares": ""}, "Marque la casilla para firmar"),
        ({"code": ""}, "Escriba el código de su aplicación"),
        ({"code": "000000"}, "El código no es correcto o ya se ha usado"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_signed(hall: Hall, left_out: dict[str, str], words: str) -> None:
    permit = hall.put()

    page = hall.sign(hall.mayor.get(f"{FOLDER}/{bodies.row(permit).id}"), **left_out)

    assert page.status == 422
    assert words in page.text
    assert bodies.row(permit).state == "waiting"


def test_nothing_chosen_signs_nothing(hall: Hall) -> None:
    hall.put()

    page = hall.sign(hall.mayor.get(FOLDER))

    assert (page.status, "Elija al menos un documento" in page.text) == (422, True)


def test_a_document_goes_back_with_its_reason_for_who_handles_the_case(hall: Hall) -> None:
    permit = hall.put()
    place = f"{FOLDER}/{bodies.row(permit).id}"

    without = hall.mayor.press(hall.mayor.get(place), "/devolver$")
    page = hall.mayor.press(hall.mayor.get(place), "/devolver$", reason="Falta el informe del arquitecto.")

    assert (without.status, "Escriba el motivo" in without.text) == (422, True)
    assert "Documento devuelto" in page.text
    clerk = hall.desk.seat("pau", "clerk", name="Pau Mas")
    assert "Falta el informe del arquitecto." in clerk.get(f"/oficina/expedientes/{permit.case.id}").text


def test_a_second_click_is_told_that_it_is_over(hall: Hall) -> None:
    permit = hall.put()
    place = f"{FOLDER}/{bodies.row(permit).id}"
    page = hall.mayor.get(place)
    hall.sign(page)

    again = hall.sign(page)

    assert "1 documento ya no esperaba su firma" in again.text
    assert "Ese documento ya no espera su firma" in hall.mayor.get(place).text


def test_who_decides_reads_the_file_and_may_not_handle_it(hall: Hall) -> None:
    permit = hall.put()
    case = f"/oficina/expedientes/{permit.case.id}"

    page = hall.mayor.get(case)

    assert page.status == 200
    assert permit.case.number in page.text
    assert forged(hall.mayor, f"{case}/notas").status == 403
    assert hall.mayor.get("/oficina/agenda").status == 403


@pytest.mark.parametrize("role", ["clerk", "supervisor", "auditor", "administrator"])
def test_the_folder_is_for_who_decides_alone(hall: Hall, role: str) -> None:
    permit = hall.put()
    seat = hall.desk.seat("otra", role)
    resolution = bodies.row(permit).id

    for path in (FOLDER, f"{FOLDER}/{resolution}", f"{FOLDER}/{resolution}/1.png", f"{FOLDER}/{resolution}/documento"):
        assert seat.get(path).status == 403
    for path in (FOLDER, f"{FOLDER}/{resolution}/devolver"):
        assert forged(seat, path).status == 403
    assert bodies.row(permit).state == "waiting"


def test_the_folder_costs_the_same_however_full_it_is(hall: Hall) -> None:
    costs = []
    for _ in range(2):
        hall.put()
        hall.mayor.get(FOLDER)
        with counting.counting() as count:
            hall.mayor.get(FOLDER)
        costs.append(len(count.statements))

    assert costs[0] == costs[1] <= 12, count.statements


def test_a_citizen_finds_no_resolution_before_it_is_notified(hall: Hall) -> None:
    permit = hall.put()
    hall.sign(hall.mayor.get(f"{FOLDER}/{bodies.row(permit).id}"))
    permits.work(hall.desk.world)

    assert documents.list_of(hall.desk.world.outside, permit.citizen, permit.case.id) == []
