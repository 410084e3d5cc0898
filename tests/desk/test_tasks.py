"""The lists of tasks in a browser: find, take, give away."""

from app.services import tasks
from tests import builders, counting
from tests.desk.conftest import Desk
from tests.services import permits
from tests.services.permits import Permit

MOST = 12
TASKS = "/oficina/tareas"


def waiting(desk: Desk) -> Permit:
    """Return a case whose office task waits; its clerk does not sit at the desk."""
    case = builders.open_case(desk.world, mailed=False)
    permit = Permit(
        case, builders.citizen(desk.world, case), permits.member(desk.world, f"c{case.id.hex[:9]}", "clerk")
    )
    permits.asked(desk.world, permit)
    return permit


def test_a_task_is_found_by_name_and_taken(desk: Desk) -> None:
    permit, marta = waiting(desk), desk.seat("marta", "clerk")

    page = marta.press(marta.get(f"{TASKS}?q=nunez"), "/asignar$")

    assert "La tiene usted" in page.text
    assert permit.case.number in marta.get(f"{TASKS}?view=mine").text


def test_the_page_of_the_lists_stays_within_the_budget(desk: Desk) -> None:
    waiting(desk)
    marta = desk.seat("marta", "clerk")
    marta.get(TASKS)

    with counting.counting() as count:
        page = marta.get(TASKS)

    assert page.status == 200
    assert 0 < len(count.statements) <= MOST, count.statements


def test_whoever_clicks_second_is_led_to_the_case_and_told_so(desk: Desk) -> None:
    permit = waiting(desk)
    marta, pere = desk.seat("marta", "clerk"), desk.seat("pere", "clerk", name="Pere Mas")
    late = marta.get(TASKS)
    pere.press(pere.get(TASKS), "/asignar$")

    page = marta.press(late, "/asignar$")

    assert page.status == 200
    assert "Esta tarea la tiene ahora Pere Mas." in page.text
    assert "La tiene Pere Mas" in page.text
    assert page.url.endswith(str(permit.case.id))


def test_a_task_is_given_to_a_colleague(desk: Desk) -> None:
    waiting(desk)
    marta, pere = desk.seat("marta", "clerk"), desk.seat("pere", "clerk", name="Pere Mas")
    case = marta.press(marta.get(TASKS), "/asignar$")

    asked = marta.get(case.link("/pasar$"))
    nobody = marta.press(asked, "/pasar$")
    given = marta.press(asked, "/pasar$", colleague=str(pere.visitor.id))

    assert "Pere Mas · 0 tareas" in asked.text
    assert (nobody.status, nobody.errors) == (422, ["Elija a quién pasa la tarea"])
    assert "La tiene Pere Mas" in given.text
    assert "Tarea pasada a Pere Mas." in given.text


def test_whoever_lost_a_task_to_a_colleague_is_told_to_whom(desk: Desk) -> None:
    permit = waiting(desk)
    marta, pere = desk.seat("marta", "clerk"), desk.seat("pere", "clerk", name="Pere Mas")
    working = marta.press(marta.get(TASKS), "/asignar$")
    boss, task = desk.seat("jefa", "supervisor"), permits.task_of(permit, "decide")
    boss.press(boss.get(f"{TASKS}/{task}/pasar"), "/pasar$", colleague=str(pere.visitor.id))

    sent = marta.press(working, f"/tareas/{task}$", note="all is well")
    asked = marta.get(f"{TASKS}/{task}/pasar")

    assert sent.url.endswith(str(permit.case.id))
    assert "Esta tarea la tiene ahora Pere Mas." in sent.text
    assert "Esta tarea la tiene ahora Pere Mas." in asked.text


def test_a_task_of_another_case_is_not_found_under_this_one(desk: Desk) -> None:
    here, other = waiting(desk), waiting(desk)
    marta, task = desk.seat("marta", "clerk"), permits.task_of(other, "decide")
    marta.press(marta.get(f"{TASKS}?view=all&q={other.case.number}"), "/asignar$")
    form = marta.get(f"/oficina/expedientes/{other.case.id}").form(f"/tareas/{task}$")
    form.url = f"/oficina/expedientes/{here.case.id}/tareas/{task}"

    assert marta.send(form, note="all is well").status == 404
    assert marta.get(f"/oficina/expedientes/{here.case.id}/rellenar/{task}").status == 404
    assert permits.task_of(other, "decide") == task


def test_a_supervisor_takes_a_task_from_the_list(desk: Desk) -> None:
    permit = waiting(desk)
    boss = desk.seat("jefa", "supervisor")
    tasks.claim(desk.world.outside, permit.clerk, permits.task_of(permit, "decide"))

    page = boss.press(boss.get(f"{TASKS}?view=all"), "/asignar$")

    assert "La tiene usted" in page.text


def test_an_auditor_sees_the_lists_and_no_buttons(desk: Desk) -> None:
    waiting(desk)

    page = desk.seat("ana", "auditor").get(TASKS)

    assert "Decide" in page.text or "decide" in page.text
    assert [
        form.url
        for form in page.forms()
        if form.method == "post" and form.url.rpartition("/")[2] not in {"salir", "tareas"}
    ] == []


def test_lists_show_four_digits_of_a_document_number_even_when_it_was_looked_for(desk: Desk) -> None:
    waiting(desk)
    marta = desk.seat("marta", "clerk")
    listed = marta.get(TASKS)

    found = marta.send(listed.form(f"{TASKS}$"), q=builders.ANA.id_number)

    assert "***4567**" in listed.text
    assert "***4567**" in found.text
    assert builders.ANA.id_number not in listed.text
