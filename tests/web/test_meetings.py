"""The pages of a booked appointment: by its link, which shows nothing about the person, and in the portal."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain import appointments as words
from app.services.appointments import changes
from app.services.files import papers
from app.settings import Settings
from app.store import db
from app.store.tables import AppointmentRow
from demo.pages import Page
from tests import builders
from tests.builders import PROCEDURE, TOWN
from tests.documents import hostile
from tests.services import meetings, offices, permits
from tests.services.meetings import Meeting
from tests.services.offices import at
from tests.web.conftest import Desk, Window, opened

CASE, PORTAL = "/tramite", "/tramite/cita"
STATEMENTS = 12
PDF = ("bill.pdf", meetings.PDF, "application/pdf")
DEAD = "Este enlace ya no vale"


@pytest.fixture
def desk(settings: Settings, tmp_path: Path) -> Iterator[Desk]:
    with opened(settings, tmp_path, meetings.SOURCES) as found:
        lucia, carme = offices.clerk(), offices.clerk()
        offices.schedule(offices.series(lucia), channels=("in_person", "phone"))
        offices.second_office()
        offices.schedule(offices.series(carme), office=offices.MILL)
        yield found


@pytest.fixture
def meeting(desk: Desk) -> Meeting:
    return meetings.booked(desk.world)


@pytest.fixture
def stranger(desk: Desk) -> Window:
    return desk.stranger()


@pytest.fixture
def inside(desk: Desk, meeting: Meeting) -> Window:
    return desk.citizen(meeting.case)


def link(token: str) -> str:
    return f"/cita/gestion/{token}"


def row(meeting: Meeting) -> AppointmentRow:
    with db.reading() as session:
        found = session.get_one(AppointmentRow, meeting.booked.appointment_id)
        session.expunge(found)
    return found


def became(meeting: Meeting, state: str) -> None:
    with db.bookkeeping("what came of an appointment for a test") as session:
        session.get_one(AppointmentRow, meeting.booked.appointment_id).state = state


def hours(page: Page) -> list[str]:
    return [str(value) for value in page.tree.xpath("//button[@name='hora']/@value")]


def chosen(window: Window, page: Page, hour: str) -> Page:
    """Return the page that asks about an hour of the calendar."""
    return window.send(page.form("/cambiar$"), ("hora", hour))


def test_the_link_shows_when_and_where_and_nothing_about_the_person(stranger: Window, meeting: Meeting) -> None:
    page = stranger.open(link(meeting.booked.manage))

    for told in ("Lunes, 30 de noviembre de 2026", "10:00", "Casa Consistorial", "Recoger un paquete", "Papel bill"):
        assert told in page.text
    private = [text for name, text in offices.PERSON.items() if name != "id_type"]
    for text in (*private, meeting.case.number):
        assert text not in page.body.decode()


def test_looking_at_a_link_changes_nothing(stranger: Window, meeting: Meeting) -> None:
    before = builders.types(meeting.case.id)

    for where in ("", "/cambiar", "/anular", "/calendario.ics"):
        assert stranger.open(link(meeting.booked.manage) + where).status == 200

    assert builders.types(meeting.case.id) == before


@pytest.mark.parametrize("where", ["", "/cambiar", "/anular", "/calendario.ics"])
def test_a_dead_a_foreign_and_a_forged_link_say_the_same(
    desk: Desk, stranger: Window, meeting: Meeting, where: str
) -> None:
    moved = changes.move(desk.world.outside, TOWN, meeting.citizen, at("12:00"))
    forged = moved.manage[:-3] + ("AAA" if not moved.manage.endswith("AAA") else "BBB")

    pages = [stranger.open(link(token) + where) for token in (meeting.booked.manage, forged, "x", "á" * 43)]

    assert {(page.status, page.heading, page.text) for page in pages} == {(404, DEAD, pages[0].text)}
    assert "último correo" in pages[0].text


def test_a_person_says_that_they_will_come_once(stranger: Window, meeting: Meeting) -> None:
    form = stranger.open(link(meeting.booked.manage)).form("/asistir$")

    first, second = stranger.send(form), stranger.send(form)

    assert "Ha confirmado que irá" in first.text
    assert "Ha confirmado que irá" in second.text
    assert first.forms() == [] or all("/asistir" not in one.url for one in first.forms())
    assert builders.types(meeting.case.id).count("appointment.attendance") == 1


def test_an_appointment_is_moved_after_a_question_that_names_both_hours(stranger: Window, meeting: Meeting) -> None:
    calendar = stranger.open(f"{link(meeting.booked.manage)}/cambiar?dia=2026-12-01")
    asked = chosen(stranger, calendar, next(one for one in hours(calendar) if "12:00" in one or "11:00:00" in one))

    done = stranger.send(asked.form("/cambiar$"))

    assert "Lunes 30 de noviembre, 10:00" in asked.text
    assert "Martes 1 de diciembre, 12:00" in asked.text
    assert "Cita cambiada al martes 1 de diciembre, 12:00" in done.text
    assert row(meeting).starts_at == at("12:00", offices.MONDAY.replace(month=12, day=1))
    assert meeting.booked.manage not in done.url
    assert stranger.open(link(meeting.booked.manage)).heading == DEAD


def test_the_second_click_on_a_move_is_answered_like_the_first(stranger: Window, meeting: Meeting) -> None:
    calendar = stranger.open(f"{link(meeting.booked.manage)}/cambiar")
    form = chosen(stranger, calendar, hours(calendar)[-1]).form("/cambiar$")

    first, second = stranger.send(form), stranger.send(form)

    assert (first.url, second.status) == (second.url, 200)
    assert row(meeting).sequence == 1
    assert builders.types(meeting.case.id).count("appointment.changed") == 1


def test_the_hour_that_one_has_is_not_offered(stranger: Window, meeting: Meeting) -> None:
    calendar = stranger.open(f"{link(meeting.booked.manage)}/cambiar?dia=2026-11-30&oficina=todas")

    assert f"{at('10:00').isoformat()}|{offices.HALL}" not in hours(calendar)
    assert f"{at('10:00').isoformat()}|{offices.MILL}" in hours(calendar)


def test_an_hour_that_somebody_else_took_meanwhile_leaves_everything_as_it_was(
    desk: Desk, stranger: Window, meeting: Meeting
) -> None:
    calendar = stranger.open(f"{link(meeting.booked.manage)}/cambiar")
    form = chosen(stranger, calendar, f"{at('11:00').isoformat()}|{offices.HALL}").form("/cambiar$")
    offices.held(desk.world, at("11:00"), office=offices.HALL)

    page = stranger.send(form)

    assert page.status == 409
    assert "Esa hora ya no está libre" in page.text
    assert f"{at('11:00').isoformat()}|{offices.HALL}" not in hours(page)
    assert row(meeting).starts_at == meetings.TEN


@pytest.mark.parametrize("hour", ["", "yesterday", "2026-11-30T10:00|casa", "9" * 400])
def test_an_hour_that_no_calendar_offered_is_not_understood(stranger: Window, meeting: Meeting, hour: str) -> None:
    calendar = stranger.open(f"{link(meeting.booked.manage)}/cambiar")
    form = chosen(stranger, calendar, hours(calendar)[-1]).form("/cambiar$")
    form.forged["hora"] = hour

    page = stranger.send(form)

    assert page.status == 422
    assert "No hemos entendido qué hora quería" in page.text
    assert row(meeting).sequence == 0


def test_after_many_moves_one_is_asked_to_call(desk: Desk, stranger: Window, meeting: Meeting) -> None:
    token = meeting.booked.manage
    for n in range(5):
        token = changes.move(desk.world.outside, TOWN, token, at(f"{11 + n % 2}:00")).manage
    calendar = stranger.open(f"{link(token)}/cambiar")

    page = stranger.send(chosen(stranger, calendar, hours(calendar)[-1]).form("/cambiar$"))

    assert page.status == 409
    assert "llámenos" in page.text


def test_an_appointment_is_cancelled_after_a_question_that_names_it(stranger: Window, meeting: Meeting) -> None:
    page = stranger.open(link(meeting.booked.manage))
    asked = stranger.open(page.link("/anular$"))
    form = asked.form("/anular$")

    first, second = stranger.send(form), stranger.send(form)

    assert asked.heading == "¿Anular la cita del lunes 30 de noviembre a las 10:00?"
    for page in (first, second):
        assert "Esta cita está anulada" in page.text
        assert "Pedir otra cita" in page.text
    assert row(meeting).state == words.CANCELLED
    assert builders.types(meeting.case.id).count("appointment.cancelled") == 1


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (words.ARRIVED, "Sabemos que está aquí"),
        (words.CALLED, "Sabemos que está aquí"),
        (words.DONE, "Le atendimos en su cita"),
        (words.NO_SHOW, "No pudimos atenderle en su cita"),
    ],
)
def test_what_came_of_an_appointment_is_told_and_nothing_can_be_changed(
    stranger: Window, inside: Window, meeting: Meeting, state: str, told: str
) -> None:
    form = stranger.open(link(meeting.booked.manage)).form("/asistir$")
    became(meeting, state)

    for page in (stranger.open(link(meeting.booked.manage)), inside.open(CASE), inside.open(PORTAL)):
        assert told in page.text
        assert page.links("/anular$") == []
    assert "ya no se puede cambiar" in stranger.send(form).text
    assert "ya no se puede cambiar" in stranger.open(f"{link(meeting.booked.manage)}/cambiar").text


def test_once_the_hour_is_here_the_page_says_what_to_do(desk: Desk, stranger: Window, meeting: Meeting) -> None:
    asked = stranger.open(f"{link(meeting.booked.manage)}/anular").form("/anular$")
    desk.world.clock.at = at("10:05")
    now = stranger.open(link(meeting.booked.manage))
    refused = stranger.send(asked)
    desk.world.clock.at = at("13:00")

    later = stranger.open(link(meeting.booked.manage))

    assert "Su cita es ahora" in now.text
    assert "ya no se puede cambiar" in refused.text
    assert "La hora de su cita ya pasó" in later.text
    assert row(meeting).state == words.BOOKED


@pytest.mark.parametrize(
    ("day", "hour", "told"),
    [
        (28, "10:00", "Faltan 2 días"),
        (29, "23:59", "Es mañana"),
        (30, "00:30", "Es hoy: faltan 9 horas"),
        (30, "09:20", "Es hoy: faltan 40 minutos"),
        (30, "09:59", "Es hoy: falta 1 minuto"),
    ],
)
def test_the_page_counts_down(desk: Desk, stranger: Window, meeting: Meeting, day: int, hour: str, told: str) -> None:
    desk.world.clock.at = at(hour, offices.MONDAY.replace(day=day))

    assert told in stranger.open(link(meeting.booked.manage)).text


def test_the_calendar_file_says_when_and_where_and_not_who(stranger: Window, inside: Window, meeting: Meeting) -> None:
    by_link = stranger.open(f"{link(meeting.booked.manage)}/calendario.ics")
    in_portal = inside.open(f"{PORTAL}/calendario.ics")

    for file in (by_link, in_portal):
        text = file.body.decode()
        assert file.kind == "text/calendar"
        assert "DTSTART:20261130T090000Z" in text
        assert "SEQUENCE:0" in text
        assert f"UID:{meeting.booked.appointment_id}@" in text
        assert not any(private in text for private in ("Ana", "Núñez", "12345678Z", "612345678"))


def test_a_link_can_be_tried_so_often_and_no_more(stranger: Window) -> None:
    answers = [stranger.open(link("x")).status for _ in range(121)]

    assert set(answers[:120]) == {404}
    assert answers[120] == 429


def test_the_case_shows_its_appointment_on_top_within_twelve_statements(inside: Window) -> None:
    inside.open(CASE)

    with inside.counted() as told:
        page = inside.open(CASE)

    assert len(told) <= STATEMENTS, told
    assert page.text.index("Su cita") < page.text.index("Pedirlo")
    assert page.links("/tramite/cita$")


def test_preparing_takes_twelve_statements_at_most_however_many_papers_there_are(
    desk: Desk, inside: Window, meeting: Meeting
) -> None:
    inside.open(PORTAL)
    with inside.counted() as before:
        inside.open(PORTAL)
    for number in range(6):
        content = meetings.PDF + f"%{number}".encode()
        papers.receive(desk.world.outside, meeting.citizen, "bill", "bill.pdf", content)
        papers.receive(desk.world.outside, meeting.citizen, "photo", "photo.pdf", content + b"photo")

    with inside.counted() as after:
        inside.open(PORTAL)

    assert len(after) <= len(before) <= STATEMENTS, after


def test_a_paper_is_returned_before_the_day_replaced_and_accepted(desk: Desk, inside: Window, meeting: Meeting) -> None:
    clerk = permits.member(desk.world, "marta", "clerk")
    first = inside.send(inside.open(PORTAL).form("/papeles/bill$").attach("file", PDF))
    [bill] = [one for one in papers.slots(desk.world.outside, clerk, meeting.case.id) if one.document]
    assert bill.document is not None
    papers.give_back(desk.world.outside, clerk, bill.document.id, "No se lee la fecha.")
    returned, case = inside.open(PORTAL), inside.open(CASE)
    better = ("bill.png", hostile.image(), "image/png")
    again = inside.send(returned.form("/papeles/bill$").attach("file", better))
    [bill] = [one for one in papers.slots(desk.world.outside, clerk, meeting.case.id) if one.document]
    assert bill.document is not None

    papers.accept(desk.world.outside, clerk, bill.document.id)

    assert "pendiente de revisión" in first.text
    assert "No se lee la fecha." in returned.text
    assert "Corregir 1 documento" in case.text
    assert "No falta ninguno" in again.text
    assert "Ya está todo." in inside.open(PORTAL).text
    assert "1 de 1 documento aceptado" in inside.open(CASE).text


def test_a_file_that_cannot_be_taken_is_told_beside_its_paper(inside: Window) -> None:
    form = inside.open(PORTAL).form("/papeles/bill$")

    nothing = inside.send(form)
    refused = inside.send(form.attach("file", ("bill.pdf", hostile.encrypted(), "application/pdf")))

    assert (nothing.status, nothing.errors) == (422, ["Elija un archivo"])
    assert refused.status == 422
    assert "contraseña" in refused.errors[0]


def test_a_paper_is_taken_back_before_anybody_looked_at_it(inside: Window) -> None:
    page = inside.send(inside.open(PORTAL).form("/papeles/bill$").attach("file", PDF))

    after = inside.send(page.form("/papeles/quitar/"))

    assert "Falta 1 documento" in after.text


def test_a_procedure_without_a_signature_speaks_of_none(stranger: Window, inside: Window) -> None:
    card = stranger.open(f"/tramites/{PROCEDURE}")
    start = stranger.open(f"/tramites/{PROCEDURE}/empezar")

    assert "le enviaremos un enlace y un código para entrar" in card.text
    assert "Aquí recibirá el código para entrar." in start.text
    assert "Usted comprueba los datos al final." in inside.open(PORTAL).text


def test_what_is_shown_at_the_office_needs_no_copy_but_may_have_one(inside: Window) -> None:
    page = inside.open(PORTAL)

    after = inside.send(page.form("/papeles/identity$").attach("file", PDF))

    assert "No hace falta copia" in page.text
    assert "No hace falta copia" not in after.text
    assert "pendiente de revisión" in after.text


def test_the_portal_moves_and_cancels_like_the_link(inside: Window, meeting: Meeting) -> None:
    confirmed = inside.send(inside.open(PORTAL).form("/asistir$"))
    calendar = inside.open(f"{PORTAL}/cambiar")
    moved = inside.send(chosen(inside, calendar, hours(calendar)[-1]).form("/cambiar$"))
    cancelled = inside.send(inside.open(f"{PORTAL}/anular").form("/anular$"))

    assert "Ha confirmado que irá" in confirmed.text
    assert "Cita cambiada" in moved.text
    assert "Ha confirmado" not in moved.text
    assert "Esta cita está anulada" in cancelled.text
    assert row(meeting).state == words.CANCELLED
    assert inside.open(CASE).status == 200


def test_on_the_telephone_the_pages_speak_of_the_telephone(desk: Desk) -> None:
    meeting = meetings.booked(desk.world, at("11:00"), channel="phone")

    page = desk.citizen(meeting.case).open(PORTAL)

    assert "Le llamamos a las 11:00" in page.text
    assert "Confirmo la cita" in page.text
    assert "enseña en la oficina" not in page.text


def test_a_case_without_an_appointment_has_no_such_page(desk: Desk) -> None:
    browser = desk.citizen(builders.open_case(desk.world))

    assert browser.open(PORTAL).status == 404
    assert "Su cita" not in browser.open(CASE).text


def test_nobody_reaches_the_portal_without_coming_in(stranger: Window) -> None:
    assert stranger.open(PORTAL).url.endswith("/continuar?closed=1")


def test_somebody_without_a_mobile_is_told_kindly_wherever_they_land(desk: Desk, stranger: Window) -> None:
    meeting = meetings.booked(desk.world, mobile="", without_mobile="1")

    for where in (link(meeting.booked.manage), "/enlace/whatever", "/continuar"):
        assert "óvil" in stranger.open(where).text
        assert "lo haremos todo" in stranger.open(where).text
