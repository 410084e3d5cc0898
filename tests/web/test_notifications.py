"""The pages of a citizen's notifications: a link alone shows nothing, opening is a step of its own."""

from dataclasses import replace
from datetime import timedelta

from demo.pages import Page
from tests import builders
from tests.builders import ANA
from tests.services import notified, permits
from tests.services.notified import Notified
from tests.services.test_notifications import MIDNIGHT
from tests.web.conftest import Desk, Window

LIST = "/tramite/notificaciones"
STATEMENTS = 12


def _page(case: Notified) -> str:
    return f"{LIST}/{case.notification}"


def _said(page: Page, *words: str) -> None:
    assert page.status == 200
    for one in words:
        assert one in page.text, one


def _document(window: Window, case: Notified) -> int:
    return window.open(f"/tramite/documentos/{case.document}").status


def test_a_link_alone_shows_nothing_that_the_office_holds(desk: Desk) -> None:
    case = notified.notify(desk.world)
    token = builders.token_in(desk.world.mail.sent[-1].text)
    stranger = desk.stranger()

    behind = stranger.open(f"/enlace/{token}")
    _said(behind, "Confirme que es usted")
    for secret in ("Orden", ANA.surname1, case.case.number):
        assert secret not in behind.text

    for address in (LIST, _page(case), f"{_page(case)}/rechazar", f"/tramite/documentos/{case.document}"):
        shown = stranger.open(address)
        assert b"Orden" not in shown.body
        assert b"/acceder" not in shown.body
    assert "/enlace" not in stranger.send(behind.form("/enlace"), where=f"{_page(case)}/acceder").text
    assert notified.row(case).state == "available"


def test_a_notification_is_announced_explained_opened_and_then_read(desk: Desk) -> None:
    case = notified.notify(desk.world)
    window = desk.citizen(case.case)

    home = window.open("/tramite")
    _said(home, "Tiene una notificación")
    assert "Orden" not in home.text
    page = window.open(home.links("Ver la notificación")[0])
    _said(page, "Sin abrir", "jueves, 3 de diciembre de 2026", "Al acceder queda notificado")
    assert "Orden" not in page.text
    assert _document(window, case) == 404
    assert notified.row(case).state == "available"

    opened = window.send(page.form("/acceder"))

    _said(opened, "Orden", "Recibida", "lunes, 23 de noviembre de 2026, 10:00")
    assert _document(window, case) == 200
    assert "Tiene una notificación" not in window.open("/tramite").text
    _said(window.open("/tramite/documentos"), "Orden")


def test_refusing_is_asked_about_first_and_shows_nothing(desk: Desk) -> None:
    case = notified.notify(desk.world)
    window = desk.citizen(case.case)

    asked = window.open(window.open(_page(case)).links("Rechazar la notificación")[0])
    _said(asked, "¿Seguro que quiere rechazar esta notificación?")
    assert notified.row(case).state == "available"
    after = window.send(asked.form("/rechazar"))

    _said(after, "Rechazada", "Leer el documento")
    assert "Orden" not in after.text
    assert _document(window, case) == 404
    again = window.open(f"{_page(case)}/rechazar")
    assert again.url.endswith(_page(case))
    late = window.send(after.form("/acceder"))
    _said(late, "Rechazada", "Leerla ahora no cambia la fecha")
    assert _document(window, case) == 200


def test_at_midnight_the_page_says_that_it_is_over(desk: Desk) -> None:
    case = notified.notify(desk.world)
    desk.world.clock.at = MIDNIGHT - timedelta(seconds=1)
    _said(desk.citizen(case.case).open(_page(case)), "Acceder a la notificación")

    desk.world.clock.at = MIDNIGHT

    page = desk.citizen(case.case).open(_page(case))
    _said(page, "No abierta en plazo", "viernes, 4 de diciembre de 2026, 00:00", "Leer el documento")
    assert "Rechazar la notificación" not in page.text


def test_who_is_not_known_surely_enough_is_told_how_to_be(desk: Desk) -> None:
    case = notified.notify(desk.world, level="official")

    page = desk.citizen(case.case).open(_page(case))

    _said(page, "Todavía no puede acceder aquí", "tenemos que comprobar su identidad", "Pedir cita")
    assert b"/acceder" not in page.body
    permits.known(case.case.party)
    _said(desk.citizen(case.case).open(_page(case)), "Acceder a la notificación")


def test_who_has_no_certificate_is_told_that_it_is_handed_over_at_the_office(desk: Desk) -> None:
    case = notified.notify(desk.world, level="certificate")

    _said(desk.citizen(case.case).open(_page(case)), "certificado electrónico", "se la entregaremos en mano")


def test_a_letter_may_be_read_in_the_portal_and_not_refused_there(desk: Desk) -> None:
    case = notified.notify(desk.world, chosen="paper")

    page = desk.citizen(case.case).open(_page(case))

    _said(page, "Enviada en papel", "vale la primera que reciba", "Acceder a la notificación")
    assert "Rechazar la notificación" not in page.text


def test_somebody_chooses_how_to_be_notified(desk: Desk) -> None:
    case = notified.notify(desk.world, chosen=None, person=replace(ANA, email=""))
    window = desk.citizen(case.case)
    page = window.open(LIST)
    _said(page, "No tenemos su correo")

    refused = window.send(page.form("/medio"))
    assert refused.status == 422
    assert "Elija cómo quiere recibir las notificaciones" in refused.text
    _said(window.send(page.form("/medio").fill({"channel": "paper"})), "Guardado")

    assert builders.party_row(case.case.party).notification_channel == "paper"
    chosen = [one for one in builders.happened(case.case.id) if one.type == "party.channel"]
    assert [one.data for one in chosen] == [{"channel": "paper"}]
    window.send(window.open(LIST).form("/medio").fill({"channel": "paper"}))
    assert builders.types(case.case.id).count("party.channel") == 1


def test_the_pages_ask_the_database_no_more_than_they_may(desk: Desk) -> None:
    case = notified.notify(desk.world)
    window = desk.citizen(case.case)

    for address in ("/tramite", LIST, _page(case)):
        with window.counted() as told:
            assert window.open(address).status == 200
        assert len([one for one in told if not one.startswith("SAVEPOINT")]) <= STATEMENTS, address


def test_somebody_elses_notification_is_not_to_be_found(desk: Desk) -> None:
    case = notified.notify(desk.world)
    stranger = desk.citizen(builders.open_case(desk.world, builders.JORDI, mailed=False))

    assert stranger.open(_page(case)).status == 404
    assert stranger.open(LIST).status == 200
