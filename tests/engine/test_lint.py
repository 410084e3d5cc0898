"""A diagram is examined before it is published, and each fault is named where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine import lint, specs
from tests.engine import drawing
from tests.engine.drawing import END, START, begin, boundary, diagram, extensions, flow, flows, node, service, user
from tests.engine.test_constructs import times
from tests.engine.test_specs import HOSTILE

DIAGRAMS = Path(__file__).parents[1] / "diagrams"
TERRACE = {path.name: path.read_bytes() for path in DIAGRAMS.glob("terraza.*")}
AROUND = lint.Around(lanes={"Ciudadanía", "Oficina"}, forms=dict.fromkeys(["terraza", "review", "entry"]))


@dataclass(frozen=True)
class Contract:
    name: str
    params: Mapping[str, str] = field(default_factory=dict)
    optional: frozenset[str] = frozenset()
    result: Mapping[str, str] = field(default_factory=dict)
    refers: Mapping[str, str] = field(default_factory=dict)


CATALOGUE = {
    "registry.enter": Contract("registry.enter", {"answers": "text", "office": "text"}, frozenset({"office"})),
    "mail.notify": Contract("mail.notify", {"to": "text"}),
}


def faults(source: bytes, **more: bytes) -> list[tuple[str, str]]:
    files = {"p.bpmn": source, **{f"{name}.dmn": content for name, content in more.items()}}
    return [(fault.element, fault.message) for fault in lint.check(files, "p", CATALOGUE)]


def test_a_sound_procedure_has_no_faults() -> None:
    assert lint.check(TERRACE, "terraza", CATALOGUE, AROUND) == []
    assert lint.check(TERRACE, None, CATALOGUE) == []


def test_a_sound_procedure_runs_through_a_correction_to_its_end() -> None:
    case = begin(specs.load(TERRACE, "terraza"), {"applicant": {"ref": "a"}}, office={"papers": {"returned": 0}})
    case.complete("ask", {"tables": 5, "ref": "r1", "street": "Mayor"})
    case.fail("register", "registry.down")
    case.complete("by_hand", {"number": "E-1"})
    assert case.open == {"review"}

    case.complete("review", {"outcome": "return"})
    assert case.open == {"mend"}
    case.complete("mend", {"tables": 6, "ref": "r2"})
    case.hear("tasa.pagada", {"cents": 27000})
    case.complete("review", {"outcome": "accept"})

    assert case.step.ended
    assert ("granted", "ready", "completed") in case.history
    assert b"Mayor" not in case.step.state


def test_a_correction_that_never_comes_ends_the_case() -> None:
    case = begin(specs.load(TERRACE, "terraza"), office={"papers": {"returned": 1}})
    case.complete("ask", {"tables": 3, "ref": "r1"})
    case.answer("register", {"number": "E-1"})
    case.complete("review", {"outcome": "accept"})

    case.wait(timedelta(days=30))

    assert case.step.ended
    assert ("lapsed", "ready", "completed") in case.history


LANED = node("laneSet", "ls", node("lane", "l1", "<bpmn:flowNodeRef>ask</bpmn:flowNodeRef>", name="Ciudadanía"))
PRESSING = b'<spiffworkflow:property name="priority" value="101"/></spiffworkflow:properties>'
MAIL = service("s", to="request.ref")


def gateway(*ways: str) -> bytes:
    parts = [node("exclusiveGateway", "g", default="f_g_end"), flow("g", "end"), *ways]
    return sound(*parts, path="start ask g")


def called(table: str) -> str:
    inside = f"<spiffworkflow:calledDecisionId>{table}</spiffworkflow:calledDecisionId>"
    return node("businessRuleTask", "r", extensions(inside))


def sound(*parts: str, path: str = "start ask end", **more: str) -> bytes:
    asking = () if any('id="ask"' in part for part in parts) else (user("ask", "request"),)
    return diagram(LANED, START, *asking, *parts, END, flows(path), **more)


def test_the_smallest_sound_diagram_has_no_faults() -> None:
    assert faults(sound()) == []


@pytest.mark.parametrize(
    ("source", "element", "words"),
    [
        (sound(user("ask", form="")), "ask", "no dice qué formulario"),
        (sound().replace(b"</spiffworkflow:properties>", PRESSING), "ask", "de 0 a 100"),
        (sound(service("s"), path="start ask s end"), "s", "le falta el parámetro «to»"),
        (sound(service("s", to="request.ref", cc="1"), path="start ask s end"), "s", "ningún parámetro «cc»"),
        (sound(MAIL, path="start ask s end").replace(b"mail.notify", b"mail.send"), "s", "ningún operador «mail.send»"),
        (sound(service("s", to="request"), path="start ask s end"), "s", "todas las respuestas"),
        (sound(service("s", to="demand.ref"), path="start ask s end"), "s", "usa la variable «demand», que"),
        (sound(service("s", to="request.ref +"), path="start ask s end"), "s", "El parámetro «to»"),
        (sound(service("s", to="().__class__"), path="start ask s end"), "s", "los nombres llevan letras"),
        (sound(user("b")), "b", "Ningún camino llega hasta aquí"),
        (sound(user("b")), "b", "ningún carril"),
        (sound(user("b"), node("parallelGateway", "g"), flow("g", "b"), path="start ask g end"), "b", "Aquí se acaba"),
        (sound(boundary("late", "ask", drawing.timed("P10D")), flows("late end")), "late", "comillas"),
        (sound(boundary("late", "ask", drawing.timed('"ten days"')), flows("late end")), "late", "no se entiende"),
        (sound(boundary("late", "ask", drawing.timed('"R/P1D"', "timeCycle")), flows("late end")), "late", "R3/P7D"),
        (sound(user("a", repeat=times("1000000")), path="start ask a end"), "a", "1000000 veces"),
        (sound(user("a", repeat=times("1000 * 1000")), path="start ask a end"), "a", "1000000 veces"),
        (sound(user("a", repeat=times("-1")), path="start ask a end"), "a", "-1 veces"),
        (sound(user("a", repeat=times("2.5")), path="start ask a end"), "a", "no es un número entero"),
        (sound(user("a", repeat=times('"two"')), path="start ask a end"), "a", "no es un número entero"),
        (sound(drawing.script("s", "v = 1 / 0"), path="start ask s end"), "s", "división entre cero"),
        (sound(drawing.script("s", "v = request.n % (2 - 2)"), path="start ask s end"), "s", "división entre cero"),
        (sound(drawing.script("s", "import os"), path="start ask s end"), "s", "nombre = expresión"),
        (sound(drawing.script("s", "v = 1 + w"), path="start ask s end"), "s", "«w»"),
        (gateway(flow("g", "ask", "request.n > 1")).replace(b"default=", b"name="), "g", "flujo predeterminado"),
        (gateway(flow("g", "ask")), "f_g_ask", "no tiene condición"),
        (gateway(flow("g", "ask", "9**9")), "f_g_ask", "potencia"),
        (sound(node("callActivity", "c", calledElement="z"), path="start ask c end"), "c", "ningún proceso ejecutable"),
        (sound(called("z"), path="start ask r end"), "r", "ninguna tabla de decisión"),
        (sound(node("receiveTask", "m", messageRef="nobody"), path="start ask m end"), "m", "el diagrama no define"),
        (sound(node("task", "t"), path="start ask t end"), "t", "no tiene tipo"),
        (sound(node("sendTask", "m"), path="start ask m end"), "m", "Nadie del expediente espera"),
        (sound(user("ask", "office")), "ask", "es de la oficina"),
        (sound(node("complexGateway", "x"), path="start ask x end"), "x", "no admite"),
        (sound(node("magicTask", "x"), path="start ask x end"), "x", "línea 2"),
        (sound(user("ask"), user("ask")), "ask", "está dos veces"),
        (diagram(START, *(user(f"t{n}") for n in range(301)), END), "p", "nodos"),
        (sound(beside="".join(f'<bpmn:process id="q{n}"/>' for n in range(301))), "q0", "302 procesos"),
        (sound(flow("start", "end")), "start", "salen 2 flujos a la vez"),
        (sound(*(flow("ask", "end") for _ in range(1000))), "p", "1002 flujos"),
        (sound(id="q"), "q", "Ningún proceso se llama «p»"),
    ],
)  # fmt: skip
def test_each_fault_is_named_where_it_stands(source: bytes, element: str, words: str) -> None:
    found = faults(source)

    assert any(place == element and words in message for place, message in found), found


def test_lanes_and_forms_are_checked_when_they_are_known() -> None:
    found = lint.check(
        TERRACE, "terraza", CATALOGUE, lint.Around(lanes={"Oficina"}, forms={"review": None, "entry": None})
    )

    assert {(fault.element, fault.name) for fault in found} == {
        ("ask", "Pedir la terraza"),
        ("mend", "Corregir la solicitud"),
    }
    assert all(fault.file == "terraza.bpmn" and fault.hint for fault in found)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ((b"UNIQUE", b"RULE ORDER"), "política de aciertos"),
        ((b"request.tables * 4500", b"request.tables ** 4500"), "potencia"),
        ((b'name="fee"', b'name="a.b"'), "nombre sencillo"),
    ],
)
def test_decision_tables_are_examined_too(change: tuple[bytes, bytes], words: str) -> None:
    files = {**TERRACE, "terraza.dmn": TERRACE["terraza.dmn"].replace(*change)}

    found = lint.check(files, "terraza", CATALOGUE)

    assert any(words in fault.message for fault in found), found


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_or_broken_diagram_has_faults_and_raises_nothing(name: str) -> None:
    for procedure in ("p", None):
        found = lint.check({"p.bpmn": HOSTILE[name]}, procedure, CATALOGUE)
        if procedure == "p" or name != "another process":
            assert found
        assert all(fault.message and "comprobador" not in fault.message for fault in found), found


def test_a_procedure_without_files_has_a_fault() -> None:
    assert lint.check({}, None, {})


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(TERRACE["terraza.bpmn"]) - 1), st.binary(max_size=6), st.integers(0, 40))
def test_a_diagram_cut_anywhere_raises_nothing(place: int, put: bytes, away: int) -> None:
    source = TERRACE["terraza.bpmn"]

    found = lint.check({**TERRACE, "terraza.bpmn": source[:place] + put + source[place + away :]}, "terraza", CATALOGUE)

    assert all("comprobador" not in fault.message for fault in found), found
