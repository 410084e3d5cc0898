"""What comes between a person and an hour: said in words, and nothing that was typed is lost."""

import pytest
from sqlalchemy import func, select

from app.services.appointments import changes
from app.store import db
from app.store.tables import AppointmentRow, CaseRow
from demo.citizen import Citizen, free_hours
from demo.pages import Page
from tests import builders
from tests.builders import PROCEDURE, TOWN
from tests.pages import booker
from tests.pages.booker import REMEI, SMALL, TODAY, Street
from tests.services.offices import at

CALENDAR = f"/cita/{PROCEDURE}/cuando"
_TWELVE = 12
"""The place of twelve o'clock among the free hours of today, which begin at nine."""
PERSON, CODE, CHECK, DONE = "/cita/datos", "/cita/codigo", "/cita/resumen", "/cita/hecha"


def holding(street: Street, channel: str = "in_person", **who: object) -> tuple[Citizen, Page]:
    """Return somebody who holds twelve o'clock, before the form about them."""
    person = street.booker(**who)  # type: ignore[arg-type]  # the names are those of `booker`
    return person, person.take_hour(person.find_hours(PROCEDURE, SMALL, channel), _TWELVE)


def asked_for_code(street: Street) -> tuple[Citizen, Page]:
    """Return somebody to whom a code was sent."""
    person, page = holding(street)
    return person, person.browser.press(page.form(having="id_number").fill(person.person.start))


def checking(street: Street) -> tuple[Citizen, Page]:
    """Return somebody before the last button."""
    person, page = holding(street)
    return person, person.introduce(page)


def typed(page: Page) -> dict[str, str]:
    """Return what the form about the person holds."""
    return dict(page.form(having="id_number").sent())


def booked(state: str = "booked") -> int:
    """Return how many appointments there are in a state."""
    with db.reading() as session:
        wanted = select(func.count()).select_from(AppointmentRow).where(AppointmentRow.state == state)
        return int(session.scalar(wanted) or 0)


def cases() -> int:
    """Return how many cases there are."""
    with db.reading() as session:
        return int(session.scalar(select(func.count()).select_from(CaseRow)) or 0)


def forget_cookies(person: Citizen) -> None:
    """Lose everything that the browser kept."""
    person.browser.client.delete_cookie("form")  # type: ignore[attr-defined]  # the browser of a test client


def test_an_hour_that_was_taken_meanwhile_is_said_and_others_are_offered(street: Street) -> None:
    person = street.booker()
    page = person.find_hours(PROCEDURE, SMALL)
    street.take(at("09:00", TODAY))

    answer = person.browser.send(page.form("/cuando$"), ("hora", free_hours(page)[0]))

    assert answer.status == 409
    assert "Esa hora ya no está libre" in booker.notices(answer)
    assert free_hours(answer) == free_hours(page)[1:]


def test_another_hour_keeps_what_was_typed_and_the_proof_of_the_mobile(street: Street) -> None:
    person, page = checking(street)
    page = person.browser.go(page.link("/cuando"))

    page = person.take_hour(page, 8)

    assert page.url.endswith(CHECK)
    assert "Reservar el lunes 23 a las 11:00" in page.text
    assert "comprobado" in page.text


@pytest.mark.parametrize("value", ["", "ayer", "2026-11-23T09:00:00", "2026-11-23T09:07:00+00:00|casa", "|||", "\x00"])
def test_an_hour_that_is_none_is_refused_in_words(street: Street, value: str) -> None:
    person = street.booker()
    page = person.find_hours(PROCEDURE, SMALL)

    answer = person.browser.send(page.form("/cuando$"), ("hora", value))

    assert answer.status in {409, 422}
    assert booker.notices(answer)
    assert free_hours(answer)
    assert booked("held") == 0


def test_an_office_that_does_not_exist_has_no_hours(street: Street) -> None:
    person = street.booker()
    page = person.find_hours(PROCEDURE, SMALL)

    answer = person.browser.send(page.form("/cuando$"), ("hora", "2026-11-23T09:00:00+00:00|submarino"))

    assert answer.status == 409
    assert booked("held") == 0


def test_when_the_hold_ran_out_and_the_hour_is_still_free_nobody_notices(street: Street) -> None:
    person, page = holding(street)
    street.world.clock.forward(minutes=11)

    page = person.introduce(page)
    done = person.browser.press(page.form("/resumen$"))

    assert done.heading == "Cita reservada"


def test_when_the_hold_ran_out_the_page_says_so_and_lets_one_go_on(street: Street) -> None:
    person, _page = holding(street)
    street.world.clock.forward(minutes=11)

    page = person.browser.go(PERSON)

    assert "Ya no está guardada, pero siga" in page.text


def test_when_somebody_else_has_the_hour_another_is_chosen_and_nothing_typed_is_lost(street: Street) -> None:
    person, page = holding(street)
    street.world.clock.forward(minutes=11)
    street.take(at("12:00", TODAY))
    answer = person.browser.press(page.form(having="id_number").fill(person.person.start))

    again = person.take_hour(answer)

    assert answer.url.partition("?")[0].endswith(CALENDAR)
    assert "La hora que le guardábamos ya no está libre" in booker.notices(answer)
    assert again.url.endswith(PERSON)
    assert {name: typed(again)[name] for name in ("id_number", "email", "mobile")} == {
        "id_number": REMEI.id_number,
        "email": REMEI.email,
        "mobile": REMEI.mobile,
    }
    assert typed(again)["accept_privacy"] == "1"


def test_when_the_hour_is_lost_at_the_last_button_another_leads_straight_back(street: Street) -> None:
    person, page = checking(street)
    street.world.clock.forward(minutes=11)
    street.take(at("12:00", TODAY))
    answer = person.browser.press(page.form("/resumen$"))

    page = person.take_hour(answer)

    assert "ya no está libre" in booker.notices(answer)
    assert page.url.endswith(CHECK)
    assert person.browser.press(page.form("/resumen$")).heading == "Cita reservada"


def test_what_was_typed_wrongly_is_named_field_by_field_and_stays(street: Street) -> None:
    person, page = holding(street)

    answer = person.browser.send(page.form(having="id_number").fill({"id_number": "12345678A", "given_name": "Remei"}))

    assert answer.status == 422
    assert "La letra no corresponde a ese número. Revíselo." in answer.errors
    assert "Marque la casilla para continuar" in answer.errors
    assert typed(answer)["given_name"] == "Remei"
    assert typed(person.browser.go(PERSON))["id_number"] == "12345678A"


def test_a_wrong_code_is_said_and_the_right_one_still_serves(street: Street) -> None:
    person, page = asked_for_code(street)
    code = builders.code_sent(street.world)

    wrong = person.browser.send(page.form(having="code").fill({"code": builders.wrong(code)}))
    right = person.browser.send(wrong.form(having="code").fill({"code": code}))

    assert wrong.status == 422
    assert wrong.errors == [
        "El código no es correcto o ya no vale: cada uno admite tres intentos. Compruébelo o pida otro."
    ]
    assert right.url.endswith(CHECK)


def test_a_code_that_expired_says_so_and_another_can_be_sent(street: Street) -> None:
    person, page = asked_for_code(street)
    old = builders.code_sent(street.world)
    street.world.clock.forward(minutes=6)

    late = person.browser.send(page.form(having="code").fill({"code": old}))
    page = person.browser.press(late.form("/otro$"))
    done = person.browser.press(page.form(having="code").fill({"code": builders.code_sent(street.world)}))

    assert late.errors == ["El código ha caducado. Pida otro."]
    assert done.url.endswith(CHECK)


def test_after_many_codes_the_last_one_still_serves(street: Street) -> None:
    person, page = asked_for_code(street)
    for _ in range(4):
        page = person.browser.press(page.form("/otro$"))
        code = builders.code_sent(street.world)

    answer = person.browser.send(page.form("/otro$"))
    done = person.browser.press(answer.form(having="code").fill({"code": code}))

    assert answer.status == 409
    assert answer.errors == [
        "Ya le hemos enviado varios códigos. Escriba el último que le llegó o espere unos minutos."
    ]
    assert done.url.endswith(CHECK)


def test_another_number_must_be_proved_anew(street: Street) -> None:
    person, _page = checking(street)
    page = person.browser.go(PERSON)

    page = person.browser.press(page.form(having="id_number").fill({"mobile": "600 999 888"}))

    assert page.url.endswith(CODE)
    assert "888" in page.text


def test_the_code_page_without_a_code_leads_to_the_data(street: Street) -> None:
    person, _page = holding(street)

    assert person.browser.go(CODE).url.endswith(PERSON)


def test_the_check_before_everything_is_said_leads_to_the_data(street: Street) -> None:
    person, _page = asked_for_code(street)

    assert person.browser.go(CHECK).url.endswith(PERSON)


def test_without_a_mobile_no_code_is_asked_and_everything_is_done_at_the_office(street: Street) -> None:
    page = street.booker().book(PROCEDURE, SMALL, without_mobile=True)

    assert page.heading == "Cita reservada"
    assert "Se lo recordamos" not in page.text
    assert street.world.sms.sent == []


def test_a_mobile_typed_beside_the_mark_of_having_none_is_asked_about_and_stays(street: Street) -> None:
    person, page = holding(street)
    both = person.browser.send(page.form(having="id_number").fill({**person.person.start, "without_mobile": "1"}))
    kept, ahead = typed(both), person.browser.go(CHECK)

    answer = person.browser.press(both.form(having="id_number").fill({"mobile": ""}))

    assert both.errors == ["Ha escrito un móvil y ha marcado que no tiene. Borre el número o quite la marca."]
    assert (kept["mobile"], kept["without_mobile"]) == (person.person.start["mobile"], "1")
    assert ahead.url.endswith(PERSON)
    assert answer.url.endswith(CHECK)


def test_by_telephone_nobody_can_be_without_one(street: Street) -> None:
    _person, page = holding(street, "phone")

    assert "without_mobile" not in page.form(having="id_number").names
    assert "Le llamaremos a este número" in page.text


def test_who_said_to_have_no_mobile_and_then_wants_a_call_is_told(street: Street) -> None:
    person, page = holding(street)
    person.introduce(page, without_mobile=True)
    page = person.take_hour(person.browser.go(f"{CALENDAR}?canal=phone"))

    answer = person.browser.send(page.form(having="id_number").fill({"mobile": ""}))

    assert page.url.endswith(PERSON)
    assert "Escriba un móvil válido, por ejemplo 612 345 678" in answer.errors


def test_another_channel_keeps_who_comes(street: Street) -> None:
    person, _page = checking(street)

    page = person.take_hour(person.browser.go(f"{CALENDAR}?canal=phone"))

    assert typed(page)["email"] == REMEI.email


def test_pressing_the_last_button_twice_books_once(street: Street) -> None:
    person, page = checking(street)

    first, second = (person.browser.send(page.form("/resumen$")) for _ in range(2))

    assert first.heading == second.heading == "Cita reservada"
    assert first.text == second.text
    assert (booked(), cases()) == (1, 1)


def test_an_hour_chosen_in_another_tab_is_not_booked_unseen(street: Street) -> None:
    person, page = checking(street)
    person.take_hour(person.browser.go(CALENDAR), 8)

    answer = person.browser.send(page.form("/resumen$"))
    done = person.browser.press(answer.form("/resumen$"))

    assert answer.status == 409
    assert "Ha elegido otra hora en otra ventana" in booker.notices(answer)
    assert "a las 11:00" in answer.text
    assert "11:00" in done.text


@pytest.mark.parametrize("address", [PERSON, CODE, CHECK])
def test_going_back_after_booking_leads_to_what_was_booked(street: Street, address: str) -> None:
    person = street.booker()
    person.book(PROCEDURE, SMALL)

    assert person.browser.go(address).url.endswith(DONE)


def test_sending_an_old_page_after_booking_changes_nothing(street: Street) -> None:
    person, page = holding(street)
    person.browser.press(person.introduce(page).form("/resumen$"))

    answer = person.browser.send(page.form(having="id_number").fill(person.person.start))

    assert answer.url.endswith(DONE)
    assert booked() == 1


def test_after_booking_one_may_book_again(street: Street) -> None:
    person = street.booker()
    person.book(PROCEDURE, SMALL)
    page = person.take_hour(person.find_hours(PROCEDURE, SMALL))

    assert page.url.endswith(PERSON)
    assert typed(page)["id_number"] == ""


def test_who_lost_the_cookie_keeps_what_was_typed_and_chooses_the_hour_in_another_window(street: Street) -> None:
    person, page = holding(street)
    forget_cookies(person)
    answer = person.browser.send(page.form(having="id_number").fill(person.person.start))
    person.take_hour(person.find_hours(PROCEDURE, SMALL))

    page = person.browser.press(answer.form(having="id_number"))

    assert answer.status == 409
    assert "Elija la hora otra vez" in booker.notices(answer)
    assert typed(answer)["email"] == REMEI.email
    assert answer.link("Elegir la hora en otra ventana").partition("?")[0].endswith(f"/cita/{PROCEDURE}")
    assert page.url.endswith(CODE)


@pytest.mark.parametrize("address", [PERSON, CODE, CHECK, DONE])
def test_pages_of_a_booking_that_the_browser_does_not_have_say_so(street: Street, address: str) -> None:
    page = street.booker().browser.open(address)

    assert page.status == 404
    assert page.heading == "No encontramos su reserva"
    assert page.links("/cita$")


def test_an_hour_chosen_without_the_cookie_is_asked_for_again_in_words(street: Street) -> None:
    person = street.booker()
    page = person.find_hours(PROCEDURE, SMALL)
    forget_cookies(person)

    answer = person.browser.send(page.form("/cuando$"), ("hora", free_hours(page)[0]))

    assert answer.status == 409
    assert "cookie" in booker.notices(answer)


def test_answers_given_without_the_cookie_are_shown_again(street: Street) -> None:
    person = street.booker()
    page = person.browser.go(f"/cita/{PROCEDURE}")
    forget_cookies(person)

    answer = person.browser.send(page.form(having="_page").fill(SMALL))

    assert answer.status == 409
    assert dict(answer.form(having="_page").sent())["parcel"] == "small"


def test_one_document_has_one_appointment_too_many_and_is_told_what_to_do(street: Street) -> None:
    for _ in range(2):
        street.booker().book(PROCEDURE, SMALL)
    person, page = holding(street)

    answer = person.browser.send(page.form(having="id_number").fill(person.person.start))

    assert answer.status == 422
    assert any("solo puede tener 2 citas pendientes de este trámite" in error for error in answer.errors)
    assert typed(answer)["email"] == REMEI.email


def test_one_address_cannot_hold_all_hours(street: Street) -> None:
    for _ in range(10):
        holding(street)
    person = street.booker()
    page = person.find_hours(PROCEDURE, SMALL)

    answer = person.browser.send(page.form("/cuando$"), ("hora", free_hours(page)[0]))

    assert answer.status == 409
    assert "Desde esta conexión" in booker.notices(answer)


def test_who_changes_hour_again_and_again_is_told_to_wait(street: Street) -> None:
    person, _page = holding(street)
    for number in range(19):
        person.take_hour(person.browser.go(CALENDAR), number % 5)
    page = person.browser.go(CALENDAR)

    answer = person.browser.send(page.form("/cuando$"), ("hora", free_hours(page)[0]))

    assert answer.status == 409
    assert "Ha cambiado de hora muchas veces" in booker.notices(answer)


def test_who_sends_too_often_is_told_and_loses_nothing(street: Street) -> None:
    person, page = holding(street)
    form = page.form(having="id_number").fill({"given_name": "Remei"})
    for _ in range(40):
        answer = person.browser.send(form)
    assert answer.status == 422

    answer = person.browser.send(form)

    assert answer.status == 429
    assert "Retry-After" in answer.headers
    assert typed(answer)["given_name"] == "Remei"


def test_switching_the_language_keeps_what_is_being_typed(street: Street) -> None:
    person, page = holding(street)
    form = page.form(having="id_number").fill({"given_name": "Remei", "email": "a medias"})

    answer = person.browser.press(form, ("_then", "language:ca"))

    assert answer.heading == "Qui ve?"
    assert typed(answer)["given_name"] == "Remei"
    assert typed(answer)["email"] == "a medias"


@pytest.mark.parametrize(("button", "address"), [("hour", CALENDAR), ("procedure", "/cita"), ("//evil", CALENDAR)])
def test_buttons_that_lead_back_keep_what_is_being_typed(street: Street, button: str, address: str) -> None:
    person, page = holding(street)
    form = page.form(having="id_number").fill({"given_name": "Remei", "accept_privacy": "1"})

    answer = person.browser.press(form, ("_then", button))

    assert answer.url.partition("?")[0].endswith(address)
    assert typed(person.browser.go(PERSON))["given_name"] == "Remei"
    assert typed(person.browser.go(PERSON))["accept_privacy"] == "1"


def test_a_page_with_errors_keeps_its_place_when_the_language_is_switched(street: Street) -> None:
    person, page = asked_for_code(street)

    wrong = person.browser.send(page.form(having="code").fill({"code": "000000"}))

    assert wrong.tree.xpath("//header//a[@lang='ca']/@href") == [f"{CODE}?lang=ca"]


def test_an_appointment_that_was_moved_is_not_shown_as_it_was_booked(street: Street) -> None:
    person = street.booker()
    page = person.book(PROCEDURE, SMALL)
    token = page.link("Cambiar o anular").rpartition("/")[2]
    changes.move(street.world.outside, TOWN, token, at("13:00", TODAY))

    answer = person.browser.open(DONE)

    assert answer.heading == "No encontramos su reserva"
    assert "correo con la confirmación" in answer.text
