"""Appointments outside the hours of their calendars: marked, and dealt with by whoever manages the calendars."""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import select

from app.domain import appointments as words
from app.services.appointments import changes, limits
from app.store import db
from app.store.tables import ScheduleRow
from tests import builders
from tests.pages.browsers import Browser, Place
from tests.services import desks, offices
from tests.services.offices import MONDAY, at

DAY = f"/oficina/agenda/{MONDAY.isoformat()}"
TUESDAY = MONDAY + timedelta(days=1)
LIST = "/oficina/calendarios"


def test_a_stranded_appointment_is_marked_in_the_agenda_and_on_its_page(place: Place) -> None:
    made, browser = place.desk.book("10:00"), place.browser(place.desk.marta)
    usual = browser.get(DAY)
    offices.holiday(MONDAY)

    marked, page = browser.get(DAY), browser.get(f"/oficina/citas/{made.appointment_id}")

    assert "Fuera de horario" not in usual.main
    assert "Fuera de horario" in marked.rows[0]
    assert "Fuera de horario" in browser.get(f"/oficina/expedientes/{made.case_id}").main
    assert "Esta cita queda fuera de horario" in page.main
    assert "Ese día es festivo" in page.main
    assert "Cómo localizar a la persona" in page.main
    assert "1@ejemplo.es" in page.main


def test_a_calendar_manager_moves_a_stranded_appointment_without_opening_its_case(place: Place) -> None:
    made, neus = place.desk.book("10:00"), desks.member("Neus Pla", "calendar_manager")
    browser = place.browser(neus)
    offices.holiday(MONDAY)
    address = f"/oficina/citas/{made.appointment_id}"

    listed = browser.get(LIST)
    page = browser.get(address)
    chosen = f"{at('10:00', TUESDAY).isoformat()}|casa"
    done = browser.post(f"{address}/cambiar", hora=chosen, by="office", reason="Ese día es festivo.")

    assert listed.tree.xpath(f"//a[@href='{address}']")
    assert page.buttons() == []
    assert not page.tree.xpath(f"//main//a[contains(@href, '{made.case_id}')]")
    assert (done.url, "Cita cambiada" in done.main) == (LIST, True)
    assert desks.row(made.appointment_id).starts_at == at("10:00", TUESDAY)
    assert browser.get(f"/oficina/expedientes/{made.case_id}").status == 403


def test_a_calendar_manager_cancels_a_stranded_appointment_once(place: Place) -> None:
    made, neus = place.desk.book("10:00"), desks.member("Neus Pla", "calendar_manager")
    browser = place.browser(neus)
    with db.bookkeeping("a calendar that is closed, for a test") as session:
        for row in session.scalars(select(ScheduleRow)):
            row.active = False

    pages = [
        browser.post(f"/oficina/citas/{made.appointment_id}/anular", by="office", reason="Cerramos.") for _ in range(2)
    ]

    assert [page.url for page in pages] == [LIST, LIST]
    assert desks.row(made.appointment_id).state == words.CANCELLED
    assert desks.acts(made.case_id) == ["booked", "cancelled"]


def test_an_appointment_within_its_hours_is_no_affair_of_the_calendar_manager(place: Place) -> None:
    made, neus = place.desk.book("10:00"), desks.member("Neus Pla", "calendar_manager")
    browser, address = place.browser(neus), f"/oficina/citas/{made.appointment_id}"

    browser.post(f"{address}/anular", by="office", reason="Cerramos.")

    assert [browser.get(one).status for one in (address, f"{address}/cambiar", f"{address}/anular")] == [404] * 3
    assert browser.get(f"/oficina/citas/{uuid4()}").status == 404
    assert desks.row(made.appointment_id).state == words.BOOKED


def test_who_looked_up_how_to_reach_a_person_is_recorded(place: Place) -> None:
    made, neus = place.desk.book("10:00"), desks.member("Neus Pla", "calendar_manager")
    offices.holiday(MONDAY)

    place.browser(neus).get(f"/oficina/citas/{made.appointment_id}")

    assert "access.read" in [event.type for event in builders.stream("staff", neus.id)]
    assert "ejemplo.es" not in builders.all_evidence()


def test_a_person_reads_that_the_calendar_changed_under_their_appointment(place: Place) -> None:
    made, person = place.desk.book("10:00"), Browser(place.app.test_client())
    address = f"/cita/gestion/{made.manage}"
    usual = person.get(address)
    offices.holiday(MONDAY)

    page = person.get(address)

    assert "No podremos atenderle" not in usual.main
    assert f"{address}/asistir" in usual.buttons()
    assert "No podremos atenderle a esa hora" in page.main
    assert "Ese día es festivo y no atendemos. Elija otra hora o anule la cita." in page.main
    assert page.buttons() == []
    assert [page.tree.xpath(f"count(//main//a[@href='{address}/{act}'])") for act in ("cambiar", "anular")] == [1, 1]


def test_a_person_moves_a_stranded_appointment_however_often_they_moved_it_before(place: Place) -> None:
    made, entity, world = place.desk.book("10:00"), builders.TOWN, place.desk.world
    link = made.manage
    for number in range(limits.DEFAULTS["moves"]):
        link = changes.move(world.outside, entity, link, at(f"{11 + number % 2}:00")).manage
    offices.holiday(MONDAY)

    moved = changes.move(world.outside, entity, link, at("10:00", TUESDAY))

    assert changes.behind(world.outside, entity, moved.manage).stranded == ""
    assert moved.starts_at == at("10:00", TUESDAY)
