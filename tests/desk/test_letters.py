"""The pages of notifications at the desk: the letter to print, what became of it, what is handed over here."""

import pytest

from tests import builders, counting
from tests.desk.conftest import Desk, Seat
from tests.services import notified, permits
from tests.services.notified import Notified

LIST = "/oficina/cartas"
MOST = 12


def _page(case: Notified) -> str:
    return f"/oficina/expedientes/{case.case.id}/notificaciones"


def _attempt(case: Notified) -> str:
    return f"{_page(case)}/{case.notification}/intento"


@pytest.fixture
def letter(desk: Desk) -> Notified:
    """Return a notification that goes home on paper."""
    return notified.notify(desk.world, chosen="paper")


@pytest.fixture
def carme(desk: Desk) -> Seat:
    """Return a clerk who is in."""
    return desk.seat("carme", "clerk", name="Carme Ollé")


def _later(desk: Desk, username: str, hours: int) -> Seat:
    """Let hours go by and return a clerk who has just come in."""
    desk.world.clock.forward(hours=hours)
    return desk.seat(username, "clerk", name=username.title())


def test_a_letter_is_found_printed_brought_twice_and_comes_back(desk: Desk, letter: Notified, carme: Seat) -> None:
    listed = carme.get(LIST)
    assert letter.case.number in listed.text
    assert "Por imprimir" in listed.text

    page = carme.get(_page(letter))
    assert page.status == 200
    for said in ("Orden", "Ana Núñez Ferrer", "En papel", "Carta y acuse de recibo para imprimir"):
        assert said in page.text
    (pdf,) = page.links("Carta y acuse de recibo")
    assert carme.get(pdf).kind == "application/pdf"
    page = carme.press(page, "/impresa$")
    assert "la carta está impresa" in page.text
    assert "Por llevar" in carme.get(LIST).text

    pau = _later(desk, "pau", hours=3)
    page = pau.press(pau.get(_attempt(letter)), "/intento$", day="2026-11-23", hour="12:00", result="absent")
    assert "Falta otro intento" in page.text
    assert "jueves, 26 de noviembre de 2026, después de las 15:00" in page.text
    berta = _later(desk, "berta", hours=5)
    page = berta.press(berta.get(_attempt(letter)), "/intento$", day="2026-11-23", hour="17:30", result="absent")

    assert "La notificación ha terminado" in page.text
    assert "Devuelta sin entregar" in page.text
    assert letter.case.number not in berta.get(LIST).text
    assert notified.row(letter).state == "returned"


def test_what_was_typed_wrongly_is_said_and_kept(desk: Desk, letter: Notified, carme: Seat) -> None:
    carme.press(carme.get(_page(letter)), "/impresa$")
    page = carme.get(carme.get(_page(letter)).links("Anotar lo que pasó con la carta")[0])

    empty = carme.press(page, "/intento$")
    assert empty.status == 422
    assert "Escriba el día y la hora en que se llevó la carta" in empty.errors
    early = carme.press(page, "/intento$", day="2026-11-20", hour="12:00", result="absent")
    assert early.errors == ["La fecha y la hora tienen que ser posteriores a la carta y anteriores a ahora"]
    assert early.form("/intento$").element.inputs["day"].value == "2026-11-20"
    pau = _later(desk, "pau", hours=5)
    noon = {"day": "2026-11-23", "hour": "12:00", "result": "delivered"}
    nobody = pau.press(pau.get(_attempt(letter)), "/intento$", **noon)

    assert nobody.errors == ["Escriba quién la recibió y qué relación tiene con la persona"]
    assert notified.row(letter).attempts == []


def test_it_is_handed_over_after_the_identity_was_checked(desk: Desk, carme: Seat) -> None:
    case = notified.notify(desk.world, level="certificate")
    page = carme.get(_page(case))
    assert "comprobar su identidad" in page.text
    assert not page.links("Entregarla en mano")
    permits.known(case.case.party)

    asked = carme.get(carme.get(_page(case)).links("Entregarla en mano")[0])
    assert "¿Ha entregado la notificación a Ana Núñez Ferrer?" in asked.text
    done = carme.press(asked, "/en-mano$")

    assert "la notificación está entregada" in done.text
    assert "En mano, en la oficina" in done.text
    assert notified.row(case).means == "desk"


def test_the_page_of_the_case_leads_to_its_notifications(letter: Notified, carme: Seat) -> None:
    page = carme.get(f"/oficina/expedientes/{letter.case.id}")

    assert page.links("1 notificación")[0].endswith(_page(letter))


def test_an_auditor_reads_and_notes_nothing_and_reading_is_recorded(desk: Desk, letter: Notified) -> None:
    olga = desk.seat("olga", "auditor", name="Olga Mas")

    page = olga.get(_page(letter))

    assert page.status == 200
    assert [one.url for one in page.forms() if "notificaciones" in one.url] == []
    read = builders.happened(letter.case.id)[-1]
    assert (read.type, read.actor["ref"]) == ("access.read", str(olga.visitor.id))


def test_a_notification_is_reached_through_its_own_case_alone(desk: Desk, letter: Notified, carme: Seat) -> None:
    other = builders.open_case(desk.world, builders.JORDI, mailed=False)
    form = carme.get(_page(letter)).form("/impresa$")
    form.url = form.url.replace(str(letter.case.id), str(other.id))

    assert carme.send(form).status == 404
    assert notified.row(letter).printed_at is None


def test_the_pages_ask_the_database_no_more_than_they_may(letter: Notified, carme: Seat) -> None:
    for address in (LIST, _page(letter)):
        with counting.counting() as count:
            assert carme.get(address).status == 200
        assert 0 < len(count.statements) <= MOST, count.statements
