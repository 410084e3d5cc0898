"""An appointment from its confirmation to its day, in a real office: by its link and in the portal, clicked twice."""

import pytest

from demo import journeys, meetings
from demo.citizen import Citizen, waiting_papers
from demo.clerk import Clerk
from demo.journeys import Town
from demo.meetings import PORTAL, Guest
from demo.pages import Form, Page
from demo.people import Answers, Person
from demo.post import text_of
from tests.journeys.fixtures import Arrive

OWN: Answers = {"holder_same": "yes"}
DEAD = "Este enlace ya no vale"


@pytest.fixture
def guest(arrive: Arrive, somebody: Person) -> Guest:
    return Guest(arrive(somebody))


def booked(guest: Guest, *, triage: Answers = OWN, way: str = "in_person", mobile: bool = True) -> frozenset[str]:
    """Book, and return what had come by post before."""
    seen = guest.citizen.post.seen()
    guest.book(journeys.PROCEDURE, triage, way=way, mobile=mobile)
    return seen


def at_the_desk(clerk: Clerk, number: str) -> Page:
    """Find the case of an appointment in the agenda, as a clerk does before the day."""
    return clerk.browser.go(clerk.browser.go(f"/oficina/citas?q={number}").link("/oficina/expedientes/"))


def test_a_person_confirms_moves_and_cancels_with_the_links_of_their_mails(guest: Guest) -> None:
    browser, post = guest.citizen.browser, guest.citizen.post
    seen = booked(guest)
    old = guest.link(seen)
    confirmed = guest.attend(guest.manage(seen))
    seen = post.seen()
    moved = guest.move(confirmed)
    new = guest.link(seen)
    reused = browser.open(old)
    seen = post.seen()

    cancelled = guest.cancel(browser.go(new))

    post.letter(guest.citizen.person.email, seen, "anulada")
    assert "Ha confirmado que irá" in confirmed.text
    assert "Cita cambiada" in moved.text
    assert moved.url.startswith(new)
    assert (reused.status, reused.heading) == (404, DEAD)
    assert "Esta cita está anulada" in cancelled.text
    assert "Pedir otra cita" in cancelled.text


def twice(guest: Guest, form: Form) -> tuple[Page, Page]:
    """Press a button two times, as an impatient hand does."""
    return guest.citizen.browser.send(form).good(), guest.citizen.browser.send(form).good()


def test_every_button_of_an_appointment_may_be_pressed_twice(guest: Guest) -> None:
    page = guest.manage(booked(guest))
    attended = twice(guest, page.form("/asistir$"))
    moved = twice(guest, guest.choose(attended[1]).form("/cambiar$"))
    asked = guest.citizen.browser.go(moved[1].link("/anular$"))

    cancelled = twice(guest, asked.form("/anular$"))

    assert all("Ha confirmado que irá" in one.text for one in attended)
    assert moved[0].url == moved[1].url != page.url
    assert all("Esta cita está anulada" in one.text for one in cancelled)


def test_a_link_of_somebody_else_opens_nothing_of_theirs(arrive: Arrive, guest: Guest) -> None:
    token = guest.link(booked(guest)).rpartition("/")[2]
    stranger = arrive(guest.citizen.person).browser
    forged = ("A" if token[0] != "A" else "B") + token[1:]

    answers = [stranger.open(f"/cita/gestion/{one}") for one in (forged, token[:-1], token * 2)]

    assert {(one.status, one.text) for one in answers} == {(404, answers[0].text)}
    assert guest.citizen.person.surname1 not in stranger.go(f"/cita/gestion/{token}").body.decode()


def test_papers_are_returned_replaced_and_accepted_before_the_day(town: Town, guest: Guest) -> None:
    seen = booked(guest, way="phone")
    guest.enter(seen)
    number = guest.citizen.number()
    given = guest.prepare()
    page = at_the_desk(town.clerk, number)
    seen = guest.citizen.post.seen()
    town.clerk.return_paper(page, "identity", "No se lee el número: súbalo de nuevo, por las dos caras.")
    guest.citizen.post.letter(guest.citizen.person.email, seen, "corregir")
    returned, case = guest.citizen.browser.go(PORTAL), guest.citizen.case
    again = guest.prepare(again=True)

    town.clerk.accept_papers(at_the_desk(town.clerk, number))

    ready = guest.citizen.browser.go(PORTAL)
    assert given == again == ["identity"]
    assert "No se lee el número" in returned.text
    assert "Corregir 1 documento" in case.text
    assert waiting_papers(ready) == {}
    assert "Ya está todo." in ready.text


def test_who_comes_to_the_office_uploads_nothing_of_what_is_shown_there(guest: Guest) -> None:
    guest.enter(booked(guest))

    page = guest.citizen.browser.go(PORTAL)

    assert "No hace falta copia" in page.text
    assert waiting_papers(page) == {}
    assert page.links("/tramite/tareas/")


def test_who_has_no_mobile_gets_the_link_again_by_e_mail_and_never_a_code(guest: Guest) -> None:
    citizen = guest.citizen
    first = guest.link(booked(guest, mobile=False))
    seen = citizen.post.seen()
    form = citizen.browser.go(citizen.browser.go("/").link("/continuar$")).form(having="email")
    citizen.browser.press(form.fill({"email": citizen.person.email, "id_number": citizen.person.id_number}))

    page = guest.manage(seen)

    assert page.url == first
    assert "lo haremos todo con usted" in page.text
    assert "/enlace/" not in text_of(citizen.post.letters(citizen.person.email, seen)[0])


def test_the_portal_asks_who_one_is_and_the_link_does_not(arrive: Arrive, guest: Guest) -> None:
    token = guest.link(booked(guest)).rpartition("/")[2]
    stranger: Citizen = arrive(guest.citizen.person)

    by_link, portal = stranger.browser.go(f"/cita/gestion/{token}"), stranger.browser.open(meetings.PORTAL)

    assert by_link.status == 200
    assert portal.url.endswith("/continuar?closed=1")
