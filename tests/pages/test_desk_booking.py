"""The staff give, move and cancel appointments, and take in who comes without one."""

import re
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.domain import appointments as words
from app.services.appointments.booked import Confirmed
from app.store import db
from app.store.tables import AppointmentRow
from tests import builders
from tests.builders import PROCEDURE
from tests.pages.browsers import Browser, Place, Shown
from tests.pages.browsers import words as words_of
from tests.services import desks
from tests.services.offices import PERSON, at

NEW = "/oficina/citas/nueva"
TYPED = {name: PERSON[name] for name in PERSON if name not in {"email", "mobile"}}


def hours(page: Shown) -> list[str]:
    """Return what the buttons of the free hours send."""
    return [str(one) for one in page.tree.xpath("//section[@id='horas']//button/@value")]


def asked(browser: Browser, hour: str, **more: str) -> dict[str, str]:
    """Choose an hour and return the hidden fields of the page that asks for whom."""
    page = browser.get(NEW, tramite=PROCEDURE, dia="2026-11-30", hora=hour, **more)
    return page.fields(NEW)


def told(browser: Browser, made: Confirmed, title: str) -> list[str]:
    """Return what the history of a case says of the event with this title, its moment and its author apart."""
    page = browser.get(f"/oficina/expedientes/{made.case_id}/historia")
    found = page.tree.xpath(f"//h2[contains(., '{title}')]/following-sibling::p[not(@class)]")
    return [words_of(one) for one in found]


def test_an_appointment_is_given_by_telephone_in_three_pages(place: Place) -> None:
    browser = place.browser(place.desk.marta)
    page = browser.get(NEW, tramite=PROCEDURE, canal="phone", dia="2026-11-30")
    fields = asked(browser, hours(page)[0], canal="phone")

    page = browser.post(NEW, **fields, **TYPED, mobile="612345678")

    assert re.fullmatch(r"/oficina/citas/[0-9a-f-]{36}", page.url)
    assert "Cita dada: expediente 2026/PAR/000001." in page.main
    assert (page.heading, "Por teléfono" in page.main) == ("Ana Núñez Ferrer", True)
    assert "lunes, 30 de noviembre de 2026, 09:00" in page.main


def test_a_second_click_gives_one_appointment(place: Place) -> None:
    browser = place.browser(place.desk.marta)
    fields = asked(browser, f"{at('10:00').isoformat()}|casa")

    pages = [browser.post(NEW, **fields, **TYPED) for _ in range(2)]

    assert len({page.url for page in pages}) == 1
    assert len(browser.get("/oficina/agenda/2026-11-30").rows) == 1


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(place: Place) -> None:
    browser = place.browser(place.desk.marta)
    fields = asked(browser, f"{at('10:00').isoformat()}|casa", canal="phone")

    page = browser.post(NEW, **fields, **{**TYPED, "id_number": "12345678A"})
    without = browser.post(NEW, **fields, **TYPED)
    wrong = browser.post(NEW, **fields, **{**TYPED, "id_number": "12345678A"}, mobile="612345678")

    assert "Para llamarle hace falta su móvil." in page.main
    assert without.status == 422
    assert "La letra no corresponde" in wrong.main
    assert wrong.tree.xpath("//input[@id='given_name']/@value") == ["Ana"]
    assert wrong.fields(NEW) == fields


def test_an_hour_that_somebody_took_meanwhile_is_offered_no_more(place: Place) -> None:
    browser = place.browser(place.desk.marta)
    fields = asked(browser, f"{at('10:00').isoformat()}|casa")
    for number in (1, 2):
        place.desk.book("10:00", number)

    page = browser.post(NEW, **fields, **TYPED)

    assert (page.status, "Esa hora ya no está libre" in page.main) == (409, True)
    assert not [one for one in hours(page) if one.startswith(at("10:00").isoformat())]


def test_the_staff_may_take_hours_that_rest(place: Place) -> None:
    desk = place.desk
    for number in (1, 2):
        made = desk.book("10:00", number)
    browser = place.browser(desk.marta)
    full = hours(browser.get(NEW, tramite=PROCEDURE, dia="2026-11-30"))
    browser.post(f"/oficina/citas/{made.appointment_id}/anular", by="person")

    resting = hours(browser.get(NEW, tramite=PROCEDURE, dia="2026-11-30"))

    assert set(resting) - set(full) == {f"{at('10:00').isoformat()}|casa"}


@pytest.mark.parametrize(("then", "state"), [("call", words.CALLED), ("", words.ARRIVED)])
def test_somebody_without_an_appointment_is_attended_now_or_queued(place: Place, then: str, state: str) -> None:
    place.desk.come("10:02")
    browser = place.browser(place.desk.marta)

    page = browser.post(NEW, **asked(browser, "ahora"), **TYPED, then=then)

    with db.reading() as session:
        (found,) = session.scalars(select(AppointmentRow.state))
    assert found == state
    assert page.url.startswith("/oficina/expedientes/" if then else "/oficina/agenda")


def test_whoever_attends_somebody_finds_the_newcomer_in_the_queue(place: Place) -> None:
    desk = place.desk
    made = desk.book("10:00")
    desk.come("10:02")
    browser = place.browser(desk.marta)
    browser.post(f"/oficina/citas/{made.appointment_id}/llamar")

    page = browser.post(NEW, **asked(browser, "ahora"), **{**TYPED, "id_number": desks.document(7)}, then="call")

    assert "termine primero con la persona a la que atiende" in page.main
    assert "Esperan 1" in page.main


def test_what_no_page_sends_leads_back_to_the_beginning(place: Place) -> None:
    browser = place.browser(place.desk.marta)

    for fields in ({}, {"tramite": "nothing"}, {"tramite": PROCEDURE, "hora": "ahora", "attempt": "x"}):
        assert browser.post(NEW, **fields).url == NEW
    assert browser.get(NEW, tramite=PROCEDURE, canal="boat", idioma="tlh", hora="later").status == 200


def test_an_appointment_is_moved_and_the_person_told(place: Place) -> None:
    desk = place.desk
    made = desk.book("10:00")
    browser = place.browser(desk.marta)
    move = f"/oficina/citas/{made.appointment_id}/cambiar"
    free = hours(browser.get(move, dia="2026-11-30"))
    chosen = next(one for one in free if one.startswith(at("12:30").isoformat()))
    page = browser.get(move, hora=chosen)
    assert page.heading == "¿Cambiar la cita de Ana Núñez Ferrer?"

    page = browser.post(move, **page.fields("/cambiar"), by="person")
    builders.deliver(desk.world)

    assert "Cita cambiada" in page.main
    assert desks.row(made.appointment_id).starts_at == at("12:30")
    assert any("ha cambiado" in letter.subject for letter in desk.world.mail.sent)
    assert desks.acts(made.case_id) == ["booked", "changed"]


@pytest.mark.parametrize(("way", "said"), [("cambiar", "Cita cambiada."), ("anular", "Cita anulada.")])
@pytest.mark.parametrize(
    ("contact", "by", "told"),
    [
        ({"email": PERSON["email"], "mobile": PERSON["mobile"]}, "office", "por correo y por SMS."),
        ({"email": PERSON["email"], "mobile": PERSON["mobile"]}, "person", "por correo."),
        ({"email": PERSON["email"]}, "office", "por correo."),
        ({"mobile": PERSON["mobile"]}, "person", "por SMS."),
        ({}, "office", "no se le ha avisado: llámele o dígaselo usted."),
    ],
)
def test_the_desk_says_by_which_means_the_person_is_told(
    place: Place, way: str, said: str, contact: dict[str, str], by: str, told: str
) -> None:
    browser = place.browser(place.desk.marta)
    made = browser.post(NEW, **asked(browser, f"{at('10:00').isoformat()}|casa"), **TYPED, **contact).url
    hour = {"hora": f"{at('12:30').isoformat()}|casa"} if way == "cambiar" else {}

    page = browser.post(f"{made}/{way}", by=by, reason="Ese día cerramos.", **hour)

    assert f"{said} " in page.main
    assert told in page.main
    (notice,) = [one for one in page.tree.xpath("//main//*[@role='status']") if said in one.text_content()]
    assert ("waiting" in notice.get("class")) is (contact == {})


def test_whoever_the_office_moves_reads_why_and_the_history_keeps_it(place: Place) -> None:
    desk = place.desk
    made = desk.book("10:00")
    browser = place.browser(desk.marta)
    hour = f"{at('12:30').isoformat()}|casa"

    browser.post(f"/oficina/citas/{made.appointment_id}/cambiar", hora=hour, by="office", reason="Hay una boda.")
    builders.deliver(desk.world)

    assert any("El motivo es este: Hay una boda." in letter.text for letter in desk.world.mail.sent)
    assert any("Motivo: Hay una boda." in message.text for message in desk.world.sms.sent)
    assert told(browser, made, "Cita cambiada") == [
        "Antes: Lunes, 30 de noviembre de 2026, 10:00",
        "Ahora: Lunes, 30 de noviembre de 2026, 12:30",
        "Lo decidió la oficina.",
        "Motivo: Hay una boda.",
    ]
    assert "boda" not in builders.all_evidence()


def test_the_history_says_who_wanted_a_cancellation_and_why(place: Place) -> None:
    made = place.desk.book("10:00")
    browser = place.browser(place.desk.marta)

    browser.post(f"/oficina/citas/{made.appointment_id}/anular", by="person", reason="Está de viaje.")

    assert told(browser, made, "Cita anulada") == [
        "Lunes, 30 de noviembre de 2026, 10:00",
        "Lo pidió la persona.",
        "Motivo: Está de viaje.",
    ]


def test_what_the_office_cancels_needs_a_reason_that_the_person_reads(place: Place) -> None:
    desk = place.desk
    made = desk.book("10:00")
    browser = place.browser(desk.marta)
    cancel = f"/oficina/citas/{made.appointment_id}/anular"

    nobody = browser.post(cancel)
    no_reason = browser.post(cancel, by="office")
    done = browser.post(cancel, by="office", reason="Cerramos por la tormenta.")
    builders.deliver(desk.world)

    assert (nobody.status, no_reason.status) == (422, 422)
    assert "la persona lo leerá" in no_reason.main
    assert "Cita anulada" in done.main
    assert any("Cerramos por la tormenta." in letter.text for letter in desk.world.mail.sent)
    assert builders.opened_values(desk.world, made.case_id, "appointment.cancelled") == {
        "reason": "Cerramos por la tormenta."
    }
    assert "tormenta" not in builders.all_evidence()


def test_what_the_person_cancels_is_confirmed_to_the_person(place: Place) -> None:
    desk = place.desk
    made = desk.book("10:00")

    place.browser(desk.marta).post(f"/oficina/citas/{made.appointment_id}/anular", by="person")

    row = desks.row(made.appointment_id)
    assert (row.state, row.reason) == (words.CANCELLED, "person")


def test_an_appointment_that_is_over_cannot_be_changed(place: Place) -> None:
    desk = place.desk
    made = desk.book("10:00")
    desk.come("10:00")
    browser = place.browser(desk.marta)
    browser.post(f"/oficina/citas/{made.appointment_id}/llamar")

    for path in ("cambiar", "anular"):
        page = browser.get(f"/oficina/citas/{made.appointment_id}/{path}")
        assert "ya no se puede cambiar ni anular" in page.main
    page = browser.post(f"/oficina/citas/{made.appointment_id}/anular", by="person")
    assert "ya no se puede cambiar ni anular" in page.main
    assert desks.row(made.appointment_id).state == words.CALLED


def test_an_hour_that_is_taken_leaves_the_appointment_as_it_was(place: Place) -> None:
    desk = place.desk
    made = desk.book("10:00", 1)
    for number in (2, 3):
        desk.book("12:30", number)

    page = place.browser(desk.marta).post(
        f"/oficina/citas/{made.appointment_id}/cambiar", by="person", hora=f"{at('12:30').isoformat()}|casa"
    )

    assert (page.status, "La cita sigue como estaba" in page.main) == (409, True)
    assert desks.row(made.appointment_id).starts_at == at("10:00")


def test_an_auditor_gives_and_changes_nothing(place: Place) -> None:
    made = place.desk.book("10:00").appointment_id
    browser = place.browser(place.desk.auditor)

    paths = (NEW, f"/oficina/citas/{made}/cambiar", f"/oficina/citas/{made}/anular")
    assert [browser.get(path).status for path in paths] == [403, 403, 403]
    assert [browser.post(path).status for path in paths] == [403, 403, 403]
    assert browser.get(f"/oficina/citas/{uuid4()}").status == 404
