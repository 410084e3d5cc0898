"""The calendar manager's pages: made, ruled, previewed, confirmed; refused where they must be."""

from datetime import time, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import insert

from app.services.calendars import days_off, schedules
from app.store import db
from app.store.tables import AppointmentRow
from demo.pages import Page
from tests import builders
from tests.builders import PROCEDURE, TOWN
from tests.fakes.outside import START
from tests.services import calendars
from tests.services.calendars import MONDAY, Hall
from tests.web.conftest import Desk, Window

LIST, OFF, STAFF = "/oficina/calendarios", "/oficina/festivos", "/oficina/personal"
STATEMENTS = 12


@pytest.fixture
def manager(desk: Desk) -> Window:
    return desk.staff("calendar_manager")


@pytest.fixture
def hall(desk: Desk) -> Hall:
    return calendars.hall(desk.world)


def place(hall: Hall) -> str:
    return f"{LIST}/{hall.id}"


def closure(manager: Window, hall: Hall, **values: str) -> Page:
    """Return the page that shows what a closure would do."""
    form = manager.open(f"{place(hall)}/reglas/nueva?kind=closure").form("/revisar$")
    return manager.send(form.fill({"starts_on": MONDAY.isoformat(), **values}))


def changes(hall: Hall) -> list[str]:
    return [str(event.data["change"]) for event in builders.stream("schedule", hall.id)]


def test_a_calendar_is_made_and_given_its_hours(desk: Desk, manager: Window) -> None:
    clerk = calendars.employed("marta", "clerk")
    form = manager.open(f"{LIST}/nuevo").form("/nuevo$")
    page = manager.send(form.fill({"name": "El Molino", "office": "casa", "channels": ["in_person"]}))
    empty = page.text

    asked = manager.open(page.link("Añadir un horario")).form("/revisar$")
    shown = manager.send(asked.fill({"opens": "09:30", "closes": "13:30", f"clerk_{clerk}": "public"}))
    done = manager.send(shown.form("/reglas$"))

    assert "Todavía no tiene horario" in empty
    assert "De lunes a viernes, de 9:30 a 13:30" in shown.text
    assert "Ninguna cita reservada queda fuera de horario" in shown.text
    assert "9:30–13:30" in done.text
    other = calendars.inside(desk.world, calendars.employed("another", "calendar_manager"))
    (made,) = schedules.listed(desk.world.outside, other).schedules
    assert [rule.opens for rule in made.rules] == [time(9, 30)]


def test_nothing_changes_before_it_is_confirmed(manager: Window, hall: Hall) -> None:
    hall.add(hall.series())

    closure(manager, hall)

    assert changes(hall) == ["made", "rule_added"]


def test_a_closure_over_appointments_names_them_and_needs_a_tick(manager: Window, hall: Hall) -> None:
    hall.add(hall.series())
    calendars.booked(hall, MONDAY, time(9))

    shown = closure(manager, hall)
    refused = manager.send(shown.form("/reglas$"))
    done = manager.send(refused.form("/reglas$").fill({"understood": "1"}))

    assert "Citas que quedarían fuera de horario 1" in shown.text
    assert "30 nov 2026, 09:00" in shown.text
    assert (refused.status, refused.errors) == (409, ["Marque la casilla para seguir"])
    assert changes(hall) == ["made", "rule_added", "rule_added"]
    assert "Citas que quedan fuera de horario 1" in done.text
    assert "Hay un cierre o una ausencia" in manager.open(LIST).text


def test_an_appointment_made_meanwhile_is_shown_before_anything_changes(manager: Window, hall: Hall) -> None:
    hall.add(hall.series())
    calendars.booked(hall, MONDAY, time(9))
    shown = closure(manager, hall)
    calendars.booked(hall, MONDAY, time(10))

    again = manager.send(shown.form("/reglas$").fill({"understood": "1"}))

    assert again.status == 409
    assert "Mientras tanto se ha reservado otra cita" in again.errors[0]
    assert "Citas que quedarían fuera de horario 2" in again.text
    assert changes(hall) == ["made", "rule_added"]


def test_correcting_brings_what_was_typed_back(manager: Window, hall: Hall) -> None:
    shown = closure(manager, hall, note="Obras", opens="12:00", closes="13:00")

    form = manager.send(shown.form("/reglas$"), ("_edit", "1"), where=f"{place(hall)}/reglas/revisar").form("/revisar$")

    typed = dict(form.sent())
    assert (typed["note"], typed["opens"], typed["starts_on"]) == ("Obras", "12:00", MONDAY.isoformat())


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"starts_on": ""}, "Escriba el primer día, por ejemplo 24/12/2026"),
        ({"starts_on": "31/02/2027"}, "Escriba el primer día, por ejemplo 24/12/2026"),
        ({"ends_on": "2026-11-01"}, "El último día no puede ser anterior al primero"),
        ({"opens": "9:00", "closes": "8:00"}, "Escriba una hora de fin posterior a la de inicio"),
        ({"opens": "25:00", "closes": "8:00"}, "Escriba la hora, por ejemplo 9:30"),
        ({"starts_on": "2026-11-01", "ends_on": "2026-11-02"}, "Todos esos días han pasado ya"),
        ({"starts_on": "2099-01-01"}, "Ese día queda demasiado lejos"),
        ({"note": "x" * 201}, "La nota no puede tener más de 200 letras"),
    ],
)
def test_a_bad_rule_is_told_in_words_and_again_when_it_is_sent_again(
    manager: Window, hall: Hall, typed: dict[str, str], said: str
) -> None:
    first = closure(manager, hall, **typed)

    second = manager.send(first.form("/revisar$"))

    assert (first.status, second.status) == (422, 422)
    assert first.errors == second.errors == [said]
    assert first.tree.xpath("//*[contains(@class, 'v-error-message')]")
    assert changes(hall) == ["made"]


def test_a_series_that_the_grid_does_not_divide_is_told_with_the_grid(manager: Window, hall: Hall) -> None:
    form = manager.open(f"{place(hall)}/reglas/nueva").form("/revisar$")

    page = manager.send(form.fill({"opens": "9:00", "closes": "9:55", f"clerk_{hall.marta}": "internal"}))

    assert page.status == 422
    assert "múltiplo de 10 minutos" in page.errors[0]


def test_a_rule_is_changed_by_another_in_its_place(manager: Window, hall: Hall) -> None:
    rule = hall.add(hall.series())
    form = manager.open(f"{place(hall)}/reglas/nueva?kind=series&instead_of={rule}").form("/revisar$")

    shown = manager.send(form.fill({"opens": "08:00"}))
    done = manager.send(shown.form("/reglas$"))

    assert "8:00–14:00" in done.text
    assert changes(hall) == ["made", "rule_added", "rule_retired", "rule_added"]


def test_a_rule_is_retired_after_asking_and_told_in_the_history(manager: Window, hall: Hall) -> None:
    hall.add(hall.series())
    asked = manager.open(manager.open(place(hall)).link("Retirar"))

    manager.send(asked.form("/retirar$"))

    history = manager.open(f"{place(hall)}/historia").text
    assert "Horario retirado De lunes a viernes, de 9:00 a 14:00" in history
    assert "Marta Soler" in history
    again = manager.send(asked.form("/retirar$"))
    assert again.status == 409
    assert "Alguien lo ha hecho ya" in again.text


def test_a_calendar_is_closed_after_asking_and_opened_again(manager: Window, hall: Hall) -> None:
    asked = manager.open(f"{place(hall)}/cerrar")

    closed = manager.send(asked.form("/cerrar$"))
    opened = manager.send(closed.form("/abrir$"))

    assert "Este calendario está cerrado" in closed.text
    assert "Calendario abierto" in opened.text
    assert changes(hall) == ["made", "closed", "opened"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": ""}, "Escriba un nombre para el calendario"),
        ({"office": ""}, "Elija la oficina"),
        ({"channels": []}, "Elija al menos una vía de atención"),
        ({"window_days": "muchos"}, "Escriba un número de días entre 1 y 365, mayor que la antelación mínima"),
        ({"text_ca": "x" * 501}, "El texto no puede tener más de 500 letras"),
    ],
)
def test_bad_terms_are_told_in_words_and_again_when_they_are_sent_again(
    manager: Window, hall: Hall, typed: dict[str, str], said: str
) -> None:
    form = manager.open(f"{place(hall)}/cambiar").form("/cambiar$")

    first = manager.send(form.fill(typed))
    second = manager.send(first.form("/cambiar$"))

    assert (first.status, second.status) == (422, 422)
    assert first.errors == second.errors == [said]
    assert changes(hall) == ["made"]


def test_terms_that_leave_appointments_outside_are_confirmed_apart(manager: Window, hall: Hall) -> None:
    hall.add(hall.series())
    calendars.booked(hall, MONDAY, time(9), channel="phone")
    form = manager.open(f"{place(hall)}/cambiar").form("/cambiar$")

    asked = manager.send(form.fill({"channels": ["in_person"]}))
    done = manager.send(asked.form("/cambiar$").fill({"understood": "1"}))

    assert asked.status == 409
    assert "El calendario ya no atiende por esa vía" in asked.text
    assert "Cambios guardados" in done.text


def test_a_local_holiday_is_added_after_showing_what_it_closes(manager: Window, hall: Hall) -> None:
    hall.add(hall.series())
    form = manager.open(OFF).form("/revisar$").fill({"day": MONDAY.isoformat(), "name": "Feria"})

    shown = manager.send(form)
    done = manager.send(shown.form("/festivos$"))

    assert "Festivo: Feria" in shown.text
    assert "Festivo añadido: lunes, 30 de noviembre de 2026." in done.text
    assert "Festivo: Feria" in manager.open(f"{place(hall)}?semana={MONDAY.isoformat()}").text


def test_a_holiday_is_taken_away_after_asking(manager: Window, hall: Hall) -> None:
    days_off.add(hall.world.outside, hall.manager, (MONDAY, "Feria", "municipality"))
    asked = manager.open(manager.open(OFF).link("Quitar"))

    done = manager.send(asked.form("/quitar$"))

    assert "¿Quitar el festivo «Feria»?" in asked.text
    assert "Festivo quitado" in done.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"day": "mañana"}, ["Escriba el día, por ejemplo 24/12/2026"]),
        ({"day": START.date().isoformat()}, ["Elija un día a partir de mañana: los que ya han empezado no se tocan"]),
        ({"name": ""}, ["Escriba qué se celebra"]),
    ],
)
def test_a_bad_holiday_is_told_in_words_and_again_when_it_is_sent_again(
    manager: Window, typed: dict[str, str], said: list[str]
) -> None:
    form = manager.open(OFF).form("/revisar$").fill({"day": MONDAY.isoformat(), "name": "Feria", **typed})

    first = manager.send(form)
    second = manager.send(first.form("/revisar$"))

    assert (first.status, second.status) == (422, 422)
    assert first.errors == second.errors == said


@pytest.mark.parametrize("day", ["2026-13-45", "ayer", "2026-11-30", "9999-12-31"])
def test_a_day_that_is_no_holiday_has_no_page(manager: Window, day: str) -> None:
    assert manager.open(f"{OFF}/{day}/quitar").status == 404


def test_what_somebody_attends_is_said_on_the_page_of_the_staff(manager: Window) -> None:
    calendars.employed("pau", "clerk")
    form = manager.open(manager.open(STAFF).link("Cambiar")).form(STAFF)

    done = manager.send(form.fill({"skills": [PROCEDURE], "languages": ["es"]}))

    assert "Recoger un paquete" in done.text
    assert "Castellano" in done.text


@pytest.mark.parametrize("role", ["clerk", "analyst", "auditor", "administrator"])
def test_other_roles_are_refused(desk: Desk, hall: Hall, role: str) -> None:
    other = desk.staff(role)
    pages = [LIST, f"{LIST}/nuevo", place(hall), f"{place(hall)}/cambiar", f"{place(hall)}/historia", OFF]
    pages += [f"{place(hall)}/reglas/nueva", f"{place(hall)}/cerrar", f"{STAFF}/{hall.pau}"]

    assert {other.open(page).status for page in pages} == {403}
    assert changes(hall) == ["made"]


def test_an_administrator_may_look_at_the_staff_and_change_nobody(desk: Desk, hall: Hall) -> None:
    page = desk.staff("administrator").open(STAFF)

    assert page.status == 200
    assert "Marta Soler" in page.text
    assert not page.links("Cambiar")
    assert changes(hall) == ["made"]


def test_a_supervisor_has_the_pages_too(desk: Desk, hall: Hall) -> None:
    assert desk.staff("supervisor").open(place(hall)).status == 200


def test_strangers_are_sent_to_the_door(desk: Desk) -> None:
    assert desk.stranger().open(LIST).heading == "Entrar en la mesa de trabajo"


def test_a_form_without_its_token_changes_nothing(manager: Window, hall: Hall) -> None:
    addresses = ("/cerrar", "/abrir", "/cambiar", "/reglas", "/reglas/revisar")

    answers = [manager.client.post(f"{place(hall)}{one}").status_code for one in addresses]
    answers += [manager.client.post(one).status_code for one in (OFF, f"{LIST}/nuevo", f"{STAFF}/{hall.pau}")]

    assert set(answers) == {422}
    assert changes(hall) == ["made"]


def test_a_calendar_that_does_not_exist_has_no_page(manager: Window) -> None:
    for page in ("", "/cambiar", "/cerrar", "/historia", "/reglas/nueva"):
        assert manager.open(f"{LIST}/{uuid4()}{page}").status == 404


def test_the_pages_speak_catalan(manager: Window, hall: Hall) -> None:
    hall.add(hall.series(every_weeks=2))

    text = manager.open(f"{place(hall)}?lang=ca").text

    assert "Cada 2 setmanes, de dilluns a divendres, de 9:00 a 14:00" in text
    assert "Setmana del 23 al 29 de novembre del 2026" in text


def test_an_appointment_left_outside_is_a_link_for_whoever_manages_calendars(desk: Desk, hall: Hall) -> None:
    case = builders.open_case(desk.world)
    booked = calendars.booked(hall, MONDAY, time(9), case_id=case.id)

    links = {role: desk.staff(role).open(LIST).links(str(booked)) for role in ("calendar_manager", "supervisor")}

    assert [bool(found) for found in links.values()] == [True, True]


def test_the_pages_cost_the_same_however_many_appointments_there_are(manager: Window, hall: Hall) -> None:
    hall.add(hall.series())
    rows = [
        {
            "id": uuid4(),
            "entity": TOWN,
            "state": "booked",
            "schedule_id": hall.id,
            "office": "casa",
            "procedure": PROCEDURE,
            "channel": "in_person",
            "language": "es",
            "clerk_id": hall.marta,
            "starts_at": START + timedelta(days=number % 60, minutes=5 * number),
            "ends_at": START + timedelta(days=number % 60, minutes=5 * number + 5),
            "minutes": 5,
            "created_at": START,
        }
        for number in range(2000)
    ]
    with db.bookkeeping("many appointments for a test") as session:
        session.execute(insert(AppointmentRow), rows)

    for page in (LIST, place(hall), OFF, STAFF):
        with manager.counted() as statements:
            assert manager.open(page).status == 200
        assert len(statements) <= STATEMENTS, page
