"""Appointments at a real office, from the home page on: the confirmation comes, and one hour has one person."""

from collections.abc import Callable

from demo import journeys
from demo.citizen import free_hours
from demo.journeys import Town
from demo.people import BOTH_COME, OWN, Person
from demo.post import text_of
from tests.journeys import walks


def test_a_booked_appointment_is_confirmed_by_mail_and_opens_its_case(town: Town, somebody: Person) -> None:
    citizen = town.arrive(somebody)
    seen = citizen.post.seen()

    page = citizen.book(journeys.PROCEDURE, OWN)

    letter = citizen.post.letter(somebody.email, seen)
    number = page.tree.xpath("//main//@data-copy")[0]
    assert page.heading == "Cita reservada"
    assert number in text_of(letter)
    assert citizen.enter(citizen.post.link(somebody.email, seen)).url.endswith("/tramite")
    assert citizen.number() == number


def test_the_calendar_file_of_the_confirmation_has_the_appointment(town: Town, somebody: Person) -> None:
    citizen = town.arrive(somebody)

    file = citizen.browser.download(citizen.book(journeys.PROCEDURE, OWN).link(r"\.ics$"))

    assert file.startswith(b"BEGIN:VCALENDAR")
    assert b"SEQUENCE:0" in file
    assert somebody.surname1.encode() not in file


def test_somebody_without_a_mobile_books_for_the_office(town: Town, somebody: Person) -> None:
    citizen = town.arrive(somebody)

    page = citizen.book(journeys.PROCEDURE, OWN, without_mobile=True)

    assert page.heading == "Cita reservada"
    assert citizen.post.letter(somebody.email, frozenset())


def test_two_people_who_come_book_by_telephone_and_get_twice_the_time(town: Town, somebody: Person) -> None:
    page = town.arrive(somebody).book(journeys.PROCEDURE, BOTH_COME, "phone")

    assert "40 minutos" in page.text
    assert "Certificado de titularidad de la cuenta" in page.text


def test_of_two_who_want_one_hour_one_has_it_and_the_other_is_told(
    town: Town, somebody: Person, another: Callable[[], Person]
) -> None:
    first = town.arrive(somebody)
    page = first.find_hours(journeys.PROCEDURE, OWN)
    hour = free_hours(page)[-1]
    answers = []
    for _ in range(6):
        citizen = town.arrive(another())
        form = citizen.find_hours(journeys.PROCEDURE, OWN).form("/cuando$")
        answers.append(citizen.browser.send(form, ("hora", hour)))

    assert walks.explained(answers[0], 200)
    assert "Esa hora ya no está libre" in walks.explained(answers[-1], 409)
