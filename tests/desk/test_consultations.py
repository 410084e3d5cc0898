"""The page of a case says what registers were asked, what they answered and when."""

from collections.abc import Mapping

from sqlalchemy import update

from app.domain.work import Json
from app.ports import CallRef
from app.services import consultations, steps
from app.store import db
from app.store.tables import CallRow
from tests import builders
from tests.builders import TOWN, OpenCase
from tests.desk.conftest import Desk

Told = Mapping[str, Json]
HERE: Told = {"found": True, "registered": True, "agrees": False, "since": "2019-09-02"}
ANSWERS: list[tuple[str, Told, list[str]]] = [
    ("person", {**HERE, "address": "Calle A, 1", "sheet": 7}, ["Sí, desde el 2 sept 2019", "Calle A, 1"]),
    ("person", {**HERE, "protected": True}, ["Protegido: no se muestra", "no son los que constan en el padrón"]),
    ("person", {"found": True, "registered": False, "agrees": True}, ["Hoy no; figuró antes"]),
    ("person", {"found": False, "registered": False}, ["No figura"]),
    ("dwelling", {"found": "one", "kind": "collective", "occupants": 31}, ["Sí, establecimiento colectivo", "31"]),
    ("dwelling", {"found": "several"}, ["La dirección no dice cuál de las viviendas"]),
    ("lives_there", {"lives": True, "adult": False, "since": "2019-09-02"}, ["Sí, menor de edad"]),
    ("lives_there", {"lives": False}, ["Vive en la vivienda"]),
    ("another", {"word": "a value of another register"}, ["a value of another register"]),
]


def keep(desk: Desk, case: OpenCase, question: str, about: str, told: Told) -> None:
    with db.bookkeeping("an answer for a test") as session:
        held = steps.hold(session, desk.world.outside, TOWN, case.id)
        call_id = steps.owe(held, "padron.find_person", {})
        session.execute(update(CallRow).where(CallRow.id == call_id).values(origin="diagram"))
        consultations.keep(held, CallRef(TOWN, case.id, call_id), "padron", question, (about, told))


def test_what_registers_answered_stands_beside_the_case_with_its_moment(desk: Desk) -> None:
    case = builders.open_case(desk.world, mailed=False)
    for number, (question, told, _) in enumerate(ANSWERS):
        keep(desk, case, question, f"Persona {number}", told)

    page = desk.seat("soler", "clerk").get(f"/oficina/expedientes/{case.id}")

    assert all(f"Persona {number}" in page.text for number in range(len(ANSWERS)))
    assert [word for _, _, words in ANSWERS for word in words if word not in page.text] == []
    assert page.text.count("Padrón municipal, consultado el 23 nov 2026, 10:00") == len(ANSWERS)


def test_a_question_asked_again_shows_its_last_answer_only(desk: Desk) -> None:
    case = builders.open_case(desk.world, mailed=False)
    keep(desk, case, "lives_there", "Marina", {"lives": False})
    desk.world.clock.forward(hours=2)
    keep(desk, case, "lives_there", "Marina", {"lives": True, "adult": True, "since": "2019-09-02"})

    page = desk.seat("soler", "clerk").get(f"/oficina/expedientes/{case.id}")

    assert page.text.count("Marina") == 1
    assert "Sí, mayor de edad" in page.text
    assert "consultado el 23 nov 2026, 12:00" in page.text
