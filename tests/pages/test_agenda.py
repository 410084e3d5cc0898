"""The agenda as the staff see it: the day, who waits, what each button does and what the second click reads."""

import pytest

from app.domain import appointments as words
from app.services.desk import attendance
from tests import builders
from tests.pages.browsers import Place
from tests.services import desks, offices
from tests.services.offices import MILL

TODAY = "/oficina/agenda"
MONDAY = f"{TODAY}/2026-11-30"


def test_the_day_shows_who_comes_when_and_how(place: Place) -> None:
    place.desk.book("10:00", 1)
    place.desk.book("09:30", 2, channel="phone", language="ca")
    place.desk.come("09:00")

    page = place.browser(place.desk.marta).get(TODAY)

    assert page.heading == "Agenda"
    assert "Hoy, lunes, 30 de noviembre de 2026" in page.main
    assert [row.split()[0] for row in page.rows] == ["09:30", "10:00"]
    assert "Ana Núñez Ferrer Català Recoger un paquete Por teléfono" in page.rows[0]
    assert "Por venir" in page.rows[1]


def test_an_empty_day_says_so(place: Place) -> None:
    browser = place.browser(place.desk.marta)

    assert "Hoy no hay citas" in browser.get(TODAY).main
    assert "Ese día no hay citas" in browser.get(MONDAY).main


def test_days_lead_to_each_other_and_a_day_can_be_jumped_to(place: Place) -> None:
    browser = place.browser(place.desk.marta)
    page = browser.get(MONDAY)

    assert page.tree.xpath("//a[@rel='prev']/@href") == [f"{TODAY}/2026-11-29"]
    assert page.tree.xpath("//a[@rel='next']/@href") == [f"{TODAY}/2026-12-01"]
    assert browser.get(f"{TODAY}/ir", day="2027-02-01").url == f"{TODAY}/2027-02-01"
    assert browser.get(f"{TODAY}/ir", day="ayer").url == TODAY
    assert browser.get(f"{TODAY}/ayer").status == 404


def test_the_agenda_begins_with_the_own_office_and_is_narrowed(place: Place) -> None:
    desk = place.desk
    offices.second_office()
    pau = desks.member("Pau Ros", "clerk", office=MILL)
    offices.schedule(offices.series(pau.id), office=MILL)
    desk.book("10:00", 1, office="casa")
    desk.book("10:15", 2, office=MILL)
    desk.book("10:30", 3, channel="phone")
    desk.come("09:00")
    browser = place.browser(desk.marta)

    def hours(**asked: str) -> list[str]:
        return [row.split()[0] for row in browser.get(TODAY, **asked).rows]

    assert hours() == ["10:00", "10:30"]
    assert hours(office="") == ["10:00", "10:15", "10:30"]
    assert hours(office=MILL) == ["10:15"]
    assert hours(channel="phone") == ["10:30"]
    assert hours(office="", clerk=str(pau.id)) == ["10:15"]
    assert len(hours(clerk="me")) + len(hours(clerk=str(desk.carme.id))) == 2
    assert "Ninguna cita coincide" in browser.get(TODAY, state="done").main


def test_the_tabs_count_what_they_show(place: Place) -> None:
    desk = place.desk
    made = [desk.book(hour, number).appointment_id for number, hour in enumerate(("09:00", "09:15", "09:30"), 1)]
    desk.come("09:40")
    attendance.missed(desk.world.outside, desk.marta, made[0])
    attendance.call(desk.world.outside, desk.marta, made[1])
    browser = place.browser(desk.marta)

    tabs = browser.get(TODAY).tree.xpath("//nav[@class='v-views v-no-print']/a")

    assert [" ".join(one.text_content().split()) for one in tabs] == [
        *("Todas 3", "Por venir 1", "Aquí 1", "Atendidas 0", "No presentadas 1", "Anuladas 0")
    ]
    assert len(browser.get(TODAY, state="missed").rows) == 1


def test_arriving_calling_and_ending_by_the_buttons_of_the_page(place: Place) -> None:
    desk = place.desk
    made = desk.book("10:00")
    desk.come("09:55")
    browser = place.browser(desk.marta)
    arrive = next(one for one in browser.get(TODAY).buttons() if one.endswith("/llegada"))

    page = browser.post(arrive, back=TODAY)
    assert (page.url, "Anotado: ha llegado" in page.main) == (TODAY, True)
    assert "Esperan 1" in page.main

    page = browser.post("/oficina/agenda/siguiente", **page.fields("/siguiente"))
    assert page.url == f"/oficina/expedientes/{made.case_id}"
    assert "Cita de hoy a las 10:00" in page.main

    end = next(one for one in page.buttons("//section[@aria-label='Cita']") if one.endswith("/atendida"))
    page = browser.post(end, **page.fields("/atendida"))
    assert page.url == f"/oficina/expedientes/{made.case_id}"
    assert desks.row(made.appointment_id).state == words.DONE


def test_the_second_of_two_clerks_reads_who_was_first(place: Place) -> None:
    desk = place.desk
    made = desk.book("10:00").appointment_id
    desk.come("10:02")
    marta, carme = place.browser(desk.marta), place.browser(desk.carme)
    marta.post(f"/oficina/citas/{made}/llamar")

    page = carme.post(f"/oficina/citas/{made}/llamar")

    assert page.status == 409
    assert "Marta Soler ya ha llamado a esta persona a las 10:02." in page.main


def test_a_second_click_leads_to_the_same_place(place: Place) -> None:
    desk = place.desk
    made = desk.book("10:00")
    desk.come("10:02")
    browser = place.browser(desk.marta)

    pages = [browser.post(f"/oficina/citas/{made.appointment_id}/llamar") for _ in range(2)]

    assert {page.url for page in pages} == {f"/oficina/expedientes/{made.case_id}"}
    assert desks.acts(made.case_id) == ["booked", "called"]


def test_calling_while_attending_asks_to_end_the_other_first(place: Place) -> None:
    desk = place.desk
    first, second = desk.book("10:00", 1), desk.book("10:15", 2)
    desk.come("10:10")
    browser = place.browser(desk.marta)
    browser.post(f"/oficina/citas/{first.appointment_id}/llamar")

    asked = browser.post(f"/oficina/citas/{second.appointment_id}/llamar")
    page = browser.post(f"/oficina/citas/{second.appointment_id}/llamar", **asked.fields("/llamar"))

    assert (asked.status, "Todavía atiende a Ana Núñez Ferrer" in asked.heading) == (409, True)
    assert page.url == f"/oficina/expedientes/{second.case_id}"
    assert desks.row(first.appointment_id).state == words.DONE


def test_an_appointment_of_another_day_is_asked_about(place: Place) -> None:
    desk = place.desk
    made = desk.book("10:30")
    browser = place.browser(desk.marta)

    asked = browser.post(f"/oficina/citas/{made.appointment_id}/llamar")
    page = browser.post(f"/oficina/citas/{made.appointment_id}/llamar", **asked.fields("/llamar"))

    assert asked.heading == "Esta cita es de otro día: lunes, 30 de noviembre de 2026, 10:30"
    assert page.url == f"/oficina/expedientes/{made.case_id}"
    assert "30 nov 2026" in browser.get(TODAY).main

    end = next(one for one in page.buttons("//section[@aria-label='Cita']") if one.endswith("/atendida"))
    browser.post(end, **page.fields("/atendida"))
    assert desks.row(made.appointment_id).state == words.DONE


def test_somebody_who_did_not_come_is_noted_and_taken_back(place: Place) -> None:
    desk = place.desk
    made = desk.book("10:00")
    desk.come("10:15")
    browser = place.browser(desk.marta)
    (row,) = browser.get(TODAY).rows
    assert "Retraso: 15 min" in row

    missed = browser.post(f"/oficina/citas/{made.appointment_id}/ausente", back=TODAY)
    undone = browser.post(f"/oficina/citas/{made.appointment_id}/deshacer", back=TODAY)

    assert "No se presentó" in missed.rows[0]
    assert "Retraso" in undone.rows[0]
    assert desks.acts(made.case_id) == ["booked", "missed", "reopened"]


def test_nobody_can_be_missed_before_the_hour_and_the_page_says_why(place: Place) -> None:
    made = place.desk.book("10:00").appointment_id

    page = place.browser(place.desk.marta).post(f"/oficina/citas/{made}/ausente")

    assert (page.status, "todavía no ha llegado" in page.main) == (409, True)


def test_an_appointment_is_given_to_a_colleague(place: Place) -> None:
    desk = place.desk
    made = desk.book("10:00").appointment_id
    other = desk.carme if desks.row(made).clerk_id == desk.marta.id else desk.marta
    browser = place.browser(desk.boss)
    page = browser.get(f"/oficina/citas/{made}")
    assert other.name in page.tree.xpath("//select[@id='colleague']/option/text()")

    given = browser.post(f"/oficina/citas/{made}/asignar", colleague=str(other.id))
    nobody = browser.post(f"/oficina/citas/{made}/asignar", colleague="")

    assert given.status == 200
    assert desks.row(made).clerk_id == other.id
    assert (nobody.status, "Elija a quién pasa la cita." in nobody.main) == (422, True)


def test_a_colleague_without_time_is_refused_in_words(place: Place) -> None:
    desk = place.desk
    made = [desk.book("10:00", number).appointment_id for number in (1, 2)]

    page = place.browser(desk.boss).post(
        f"/oficina/citas/{made[0]}/asignar", colleague=str(desks.row(made[1]).clerk_id)
    )

    assert (page.status, "ya tiene otra cita a esa hora" in page.main) == (409, True)


@pytest.mark.parametrize("typed", ["00000001r", " 00000001-R ", "case"])
def test_appointments_are_found_by_number_and_by_document(place: Place, typed: str) -> None:
    desk = place.desk
    made = desk.book("10:00", 1)
    desk.book("10:15", 2)
    browser = place.browser(desk.auditor)

    page = browser.get("/oficina/citas", q=made.number.lower() if typed == "case" else typed)

    assert [row.partition(" Ana")[0] for row in page.rows] == ["30 nov 2026, 10:00"]
    assert "No encontramos ninguna cita" in browser.get("/oficina/citas", q="99999999R").main


def test_reading_is_recorded_once_a_visit_and_day_and_every_search(place: Place) -> None:
    browser = place.browser(place.desk.marta)
    for path in (TODAY, TODAY, MONDAY, TODAY):
        browser.get(path)
    browser.get("/oficina/citas", q="00000001R")

    read = builders.stream("staff", place.desk.marta.id)

    assert [one.type for one in read] == ["access.read"] * 3


def test_an_auditor_reads_and_finds_no_buttons(place: Place) -> None:
    made = place.desk.book("10:00")
    place.desk.come("10:00")
    browser = place.browser(place.desk.auditor)

    assert len(browser.get(TODAY).rows) == 1
    assert browser.get(TODAY).buttons() == []
    assert browser.get(f"/oficina/citas/{made.appointment_id}").buttons() == []
    assert browser.post(f"/oficina/citas/{made.appointment_id}/llegada").status == 403


def test_whoever_is_not_of_the_desk_sees_nothing(place: Place) -> None:
    analyst = place.browser(desks.member("Iñaki", "analyst"))

    assert analyst.get(TODAY).status == 403
    assert analyst.get("/oficina/citas", q="00000001R").status == 403


@pytest.mark.parametrize("back", ["https://malo.example/", "//malo.example", "/oficina/salir", "/"])
def test_a_form_leads_nowhere_but_into_the_desk(place: Place, back: str) -> None:
    made = place.desk.book("10:00").appointment_id
    place.desk.come("10:00")

    page = place.browser(place.desk.marta).post(f"/oficina/citas/{made}/llegada", back=back)

    assert page.url == TODAY


def test_papers_that_wait_and_papers_that_are_missing_are_told(place: Place) -> None:
    made = place.desk.book("10:00")

    page = place.browser(place.desk.marta).get(f"/oficina/citas/{made.appointment_id}")

    assert "Nada pendiente" in page.main
