"""From the home page to a booked appointment, page by page."""

from datetime import date
from typing import Any

import pytest

from app.store import db
from app.store.tables import ScheduleRow
from demo.citizen import Citizen, free_hours
from demo.pages import Page
from tests import builders
from tests.builders import PROCEDURE
from tests.pages import booker
from tests.pages.booker import REMEI, SMALL, TODAY, Street
from tests.services import offices
from tests.services.offices import at

CALENDAR = f"/cita/{PROCEDURE}/cuando"


def ready(street: Street, **triage: str) -> Citizen:
    """Return somebody who has answered what is asked before."""
    person = street.booker()
    person.find_hours(PROCEDURE, triage or SMALL)
    return person


def day_cells(page: Page) -> dict[str, str]:
    """Return the days of the month that can be opened: their names and addresses."""
    return {said(one): str(one.get("href")) for one in page.tree.xpath("//main//td/a")}


def said(element: Any) -> str:
    """Return what an element says to a screen reader."""
    parts = element.xpath(".//text()[not(ancestor::*[@aria-hidden='true'])]")
    return " ".join("".join(parts).split())


def current(page: Page, value: str = "true") -> list[str]:
    """Return what is marked as chosen."""
    return [said(one) for one in page.tree.xpath(f"//main//a[@aria-current='{value}']")]


def test_somebody_books_from_the_home_page_on(street: Street) -> None:
    page = street.booker().book(PROCEDURE, SMALL)

    assert page.heading == "Cita reservada"
    for expected in (
        "Lunes, 23 de noviembre de 2026",
        "09:00",
        "Casa Consistorial",
        "Plaza Mayor, 1",
        "2026/PAR/000001",
    ):
        assert expected in page.text
    assert "r•••@correo.example" in page.text
    assert REMEI.email not in page.text


def test_the_home_page_tells_the_next_free_hour_and_leads_to_it(street: Street) -> None:
    page = street.booker().browser.go("/")

    assert "Próxima cita libre: lunes 23 de noviembre, 09:00" in page.text
    assert page.links("lunes 23 de noviembre")[0].endswith("/cita")


def test_without_any_free_hour_the_home_page_says_nothing_of_it(street: Street) -> None:
    street.world.clock.forward(days=4000)

    page = street.booker().browser.go("/")

    assert "Próxima cita libre" not in page.text


@pytest.mark.parametrize("query", ["cita", "pedir cita previa", "cita paquete"])
def test_who_searches_for_an_appointment_is_led_to_one(street: Street, query: str) -> None:
    page = street.booker().browser.go(f"/?q={query}")

    assert "No hay ningún trámite" not in page.text
    assert page.tree.xpath("//*[@id='resultados']//a[@href='/cita']")


def test_the_card_has_every_channel_with_its_next_free_hour(street: Street) -> None:
    page = street.booker().browser.go(f"/tramites/{PROCEDURE}")

    assert [one.rpartition("=")[2] for one in page.links("canal=")] == ["in_person", "phone"]
    assert page.text.count("Primera hora libre: lunes 23 de noviembre, 09:00") == 2
    assert "Casa Consistorial o El Molino" in page.text


def test_only_procedures_with_appointments_are_offered_and_can_be_searched(street: Street) -> None:
    browser = street.booker().browser

    found, nothing = browser.go("/cita?q=paquete"), browser.go("/cita?q=submarino")

    assert "Recoger un paquete" in found.text
    assert "15 minutos, en la oficina o por teléfono" in found.text
    assert "No hay citas para «submarino»" in nothing.text


def test_what_is_asked_before_decides_how_long_it_takes(street: Street) -> None:
    page = street.booker().find_hours(PROCEDURE, {"parcel": "big"})

    assert "La cita dura 30 minutos" in page.text


def test_no_hour_is_shown_before_the_questions_are_answered(street: Street) -> None:
    page = street.booker().browser.go(CALENDAR)

    assert page.url.partition("?")[0].endswith("/preguntas")


def test_an_unanswered_question_is_named(street: Street) -> None:
    browser = street.booker().browser

    page = browser.send(browser.go(f"/cita/{PROCEDURE}").form(having="_page"))

    assert page.status == 422
    assert len(page.errors) == 1


def test_an_answer_that_is_too_long_to_keep_is_refused_in_words(street: Street) -> None:
    browser = street.booker().browser

    page = browser.send(browser.go(f"/cita/{PROCEDURE}").form(having="_page").fill({"parcel": "x" * 1900}))

    assert page.status == 422
    assert page.errors


def test_somebody_whom_an_appointment_would_not_help_is_told_what_to_do_instead(street: Street) -> None:
    page = street.booker().find_hours(PROCEDURE, {"parcel": "lost"})

    assert page.heading == "Con esta cita no lo podríamos resolver"
    assert free_hours(page) == []
    assert page.links("/empezar$")
    assert page.links("/preguntas$")


def test_a_procedure_without_appointments_says_so_and_how_else_it_is_done(street: Street) -> None:
    builders.publish(street.world.outside, number=2)

    page = street.booker().browser.open(f"/cita/{PROCEDURE}")

    assert page.heading == "Este trámite no tiene cita"
    assert page.links("/empezar$")


def test_an_unknown_procedure_is_not_found(street: Street) -> None:
    assert street.booker().browser.open("/cita/submarino").status == 404


def test_the_calendar_opens_at_the_first_free_day_and_says_each_date_in_full(street: Street) -> None:
    page = ready(street).browser.at

    assert page is not None
    assert current(page, "date") == ["lunes, 23 de noviembre de 2026: 28 libres"]
    assert "martes, 24 de noviembre de 2026: 28 libres" in day_cells(page)
    assert len(free_hours(page)) == 28


def test_hours_are_grouped_by_office_and_part_of_the_day(street: Street) -> None:
    page = ready(street).browser.at

    assert page is not None
    groups = [one.text_content().strip() for one in page.tree.xpath("//section[@id='horas']//h3")]
    assert groups == ["Casa Consistorial, por la mañana", "El Molino, por la tarde"]


def test_an_office_that_was_chosen_is_the_only_one(street: Street) -> None:
    person = ready(street)

    page = person.browser.go(person.browser.go(CALENDAR).link("oficina=molino"))

    assert current(page) == ["En la oficina desde hoy", "El Molino", "Castellano"]
    assert len(free_hours(page)) == 8
    assert {one.rpartition("|")[2] for one in free_hours(page)} == {"molino"}


def test_by_telephone_nobody_is_asked_which_office(street: Street) -> None:
    page = ready(street).browser.go(f"{CALENDAR}?canal=phone")

    assert "Me da igual" not in page.text
    assert current(page)[0].startswith("Por teléfono")


def test_a_holiday_is_named_and_cannot_be_opened(street: Street) -> None:
    offices.holiday(date(2026, 12, 1), "Fiesta del barrio")
    person = ready(street)

    page = person.browser.go(f"{CALENDAR}?mes=2026-12")

    assert "1 Fiesta del barrio" in page.text
    assert not any(name.startswith("martes, 1 ") for name in day_cells(page))


def test_weeks_that_are_over_are_not_drawn(street: Street) -> None:
    page = ready(street).browser.at

    assert page is not None
    first = page.tree.xpath("//main//tbody/tr[1]/td[1]//*[contains(@class,'v-day__number')]")[0]
    assert first.text_content() == "23"


@pytest.mark.parametrize(
    "asked",
    [
        "dia=2026-11-20",
        "dia=2020-02-30",
        "dia=ayer&mes=nunca",
        "mes=2020-01",
        "mes=9999-12",
        "mes=0001-01",
        "canal=submarino&oficina=x&idioma=xx",
        "mes=2026-11&dia=%00%27%22",
    ],
)
def test_the_past_and_garbage_in_an_address_count_as_not_said(street: Street, asked: str) -> None:
    page = ready(street).browser.go(f"{CALENDAR}?{asked}")

    assert current(page, "date") == ["lunes, 23 de noviembre de 2026: 28 libres"]


def test_a_month_beyond_the_calendar_has_no_hours_and_leads_back_to_the_first(street: Street) -> None:
    page = ready(street).browser.go(f"{CALENDAR}?mes=2027-10")

    assert free_hours(page) == []
    assert "Octubre de 2027" in page.text
    assert "La primera hora libre: lunes 23 de noviembre, 09:00" in page.text
    assert page.tree.xpath("//nav[@aria-label='Otros meses']//a[contains(@href,'mes=2027-09')]")
    assert not page.tree.xpath("//nav[@aria-label='Otros meses']//a[contains(@href,'mes=2027-11')]")


def test_when_nothing_is_free_the_office_says_why_and_what_to_do(street: Street) -> None:
    with db.bookkeeping("a calendar that is full") as session:
        for row in session.query(ScheduleRow).filter_by(office=offices.HALL):
            row.texts = {"es": "Abrimos horas los lunes.", "ca": "Obrim hores els dilluns."}
            row.notice_minutes = 80 * 24 * 60
    person = ready(street)

    page = person.browser.go(f"{CALENDAR}?canal=phone")

    assert "No queda ninguna hora libre" in page.text
    assert "Abrimos horas los lunes." in page.text
    assert page.links("En la oficina, desde hoy")
    assert page.links("Hacerlo por internet, sin cita")


def test_switching_the_language_keeps_the_calendar_as_it_was_asked(street: Street) -> None:
    page = ready(street).browser.go(f"{CALENDAR}?canal=phone&dia=2026-11-26")

    (link,) = page.tree.xpath("//header//a[@lang='ca']/@href")

    assert link == f"{CALENDAR}?canal=phone&dia=2026-11-26&lang=ca"


def test_booking_in_catalan_speaks_catalan(street: Street) -> None:
    page = street.booker(language="ca").book(PROCEDURE, SMALL)

    assert page.heading == "Cita reservada"
    assert "Dilluns, 23 de novembre del 2026" in page.text
    assert "A l’oficina, en català" in page.text


def test_the_check_shows_everything_and_leads_to_what_can_be_changed(street: Street) -> None:
    person = street.booker()
    page = person.introduce(person.take_hour(person.find_hours(PROCEDURE, SMALL)))

    for expected in ("Remei Sanchis Català", f"DNI {REMEI.id_number}", REMEI.email, "600 111 222, comprobado", "small"):
        assert expected in page.text
    assert "Reservar el lunes 23 a las 09:00" in page.text
    for change in ("/cita$", "/preguntas", "/cuando", "/cita/datos$"):
        assert page.links(change)


def test_nothing_about_the_person_stands_in_an_address(street: Street) -> None:
    seen: list[str] = []
    person = street.booker()
    page = person.take_hour(person.find_hours(PROCEDURE, SMALL))
    seen.append(page.url)
    page = person.introduce(page)
    seen += [page.url, *page.links("")]
    page = person.browser.press(page.form("/resumen$"))
    seen += [page.url, *page.links("")]

    typed = {REMEI.id_number, REMEI.email, "correo.example", "600111222", "600%20111", "Remei", "Sanchis"}
    assert [url for url in seen if any(word in url for word in typed)] == []


def test_every_page_keeps_the_headers_and_is_not_kept_by_the_browser(street: Street) -> None:
    person = street.booker()
    found = [person.find_hours(PROCEDURE, SMALL)]
    found.append(person.take_hour(found[-1]))
    found.append(person.introduce(found[-1]))
    found.append(person.browser.press(found[-1].form("/resumen$")))

    for page in found:
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
        assert page.headers["Cache-Control"] == "no-store"


def test_the_hour_that_is_kept_is_shown_in_the_calendar_and_leads_on(street: Street) -> None:
    person = street.booker()
    person.take_hour(person.find_hours(PROCEDURE, SMALL))

    page = person.browser.go(CALENDAR)

    assert "Ya tiene una hora guardada" in booker.notices(page)
    assert person.browser.go(page.link("Seguir con esta hora")).url.endswith("/cita/datos")


def test_holding_an_hour_takes_it_from_others(street: Street) -> None:
    first = street.booker()
    page = first.find_hours(PROCEDURE, SMALL)
    before = len(free_hours(page))
    street.take(at("10:00", TODAY))

    page = first.browser.go(CALENDAR)

    assert len(free_hours(page)) == before - 1


def test_the_confirmation_can_be_opened_again_while_the_browser_is_open(street: Street) -> None:
    person = street.booker()
    person.book(PROCEDURE, SMALL)

    assert person.browser.go("/cita/hecha").heading == "Cita reservada"
    assert street.booker().browser.open("/cita/hecha").heading == "No encontramos su reserva"
