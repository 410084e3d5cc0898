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
from tests.engine.test_specs import HOSTILE

DIAGRAMS = Path(__file__).parents[1] / "diagrams"
TERRACE = {path.name: path.read_bytes() for path in DIAGRAMS.glob("terraza.*")}
LANES, FORMS = {"Ciudadanía", "Oficina"}, {"terraza", "review", "entry"}


@dataclass(frozen=True)
class Contract:
    name: str
    params: Mapping[str, str] = field(default_factory=dict)
    optional: frozenset[str] = frozenset()


CATALOGUE = {
    "registry.enter": Contract("registry.enter", {"answers": "text", "office": "text"}, frozenset({"office"})),
    "mail.notify": Contract("mail.notify", {"to": "text"}),
}


def faults(source: bytes, **more: bytes) -> list[tuple[str, str]]:
    files = {"p.bpmn": source, **{f"{name}.dmn": content for name, content in more.items()}}
    return [(fault.element, fault.message) for fault in lint.check(files, "p", CATALOGUE)]


def test_a_sound_procedure_has_no_faults() -> None:
    assert lint.check(TERRACE, "terraza", CATALOGUE, lanes=LANES, forms=FORMS) == []
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
        (sound(user("ask", form="")), "ask", "no form"),
        (sound(service("s"), path="start ask s end"), "s", "needs its parameter 'to'"),
        (sound(service("s", to="request.ref", cc="1"), path="start ask s end"), "s", "no parameter 'cc'"),
        (sound(MAIL, path="start ask s end").replace(b"mail.notify", b"mail.send"), "s", "no operator 'mail.send'"),
        (sound(service("s", to="request"), path="start ask s end"), "s", "all the answers"),
        (sound(service("s", to="demand.ref"), path="start ask s end"), "s", "no element gives the variable 'demand'"),
        (sound(service("s", to="request.ref +"), path="start ask s end"), "s", "parameter to"),
        (sound(service("s", to="().__class__"), path="start ask s end"), "s", "names are plain"),
        (sound(user("b")), "b", "no path leads here"),
        (sound(user("b")), "b", "no lane"),
        (sound(user("b"), node("parallelGateway", "g"), flow("g", "b"), path="start ask g end"), "b", "to an end"),
        (sound(boundary("late", "ask", drawing.timed("P10D")), flows("late end")), "late", "quotes"),
        (sound(boundary("late", "ask", drawing.timed('"ten days"')), flows("late end")), "late", "cannot be read"),
        (sound(boundary("late", "ask", drawing.timed('"R/P1D"', "timeCycle")), flows("late end")), "late", "R3/P7D"),
        (sound(drawing.script("s", "import os"), path="start ask s end"), "s", "name = expression"),
        (sound(drawing.script("s", "v = 1 + w"), path="start ask s end"), "s", "'w'"),
        (gateway(flow("g", "ask", "request.n > 1")).replace(b"default=", b"name="), "g", "no default"),
        (gateway(flow("g", "ask")), "f_g_ask", "no condition"),
        (gateway(flow("g", "ask", "9**9")), "f_g_ask", "Pow"),
        (sound(node("callActivity", "c", calledElement="z"), path="start ask c end"), "c", "no executable process"),
        (sound(called("z"), path="start ask r end"), "r", "no decision table"),
        (sound(node("receiveTask", "m", messageRef="nobody"), path="start ask m end"), "m", "has no name"),
        (sound(node("task", "t"), path="start ask t end"), "t", "no type"),
        (sound(node("sendTask", "m"), path="start ask m end"), "m", "nobody in the case waits"),
        (sound(user("ask", "office")), "ask", "belongs to the office"),
        (sound(node("complexGateway", "x"), path="start ask x end"), "x", "not supported"),
        (sound(node("magicTask", "x"), path="start ask x end"), "x", "line 2"),
        (sound(user("ask"), user("ask")), "ask", "used twice"),
        (diagram(START, *(user(f"t{n}") for n in range(301)), END), "", "nodes"),
        (sound(id="q"), "p", "no executable process"),
    ],
)  # fmt: skip
def test_each_fault_is_named_where_it_stands(source: bytes, element: str, words: str) -> None:
    found = faults(source)

    assert any(place == element and words in message for place, message in found), found


def test_lanes_and_forms_are_checked_when_they_are_known() -> None:
    found = lint.check(TERRACE, "terraza", CATALOGUE, lanes={"Oficina"}, forms={"review", "entry"})

    assert {(fault.element, fault.name) for fault in found} == {
        ("ask", "Pedir la terraza"),
        ("mend", "Corregir la solicitud"),
    }
    assert all(fault.file == "terraza.bpmn" and fault.hint for fault in found)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ((b"UNIQUE", b"RULE ORDER"), "hit policy"),
        ((b"request.tables * 4500", b"request.tables ** 4500"), "Pow"),
        ((b'name="fee"', b'name="a.b"'), "plain name"),
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
        assert all(fault.message and "cannot be checked" not in fault.message for fault in found), found


def test_a_procedure_without_files_has_a_fault() -> None:
    assert lint.check({}, None, {})


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(TERRACE["terraza.bpmn"]) - 1), st.binary(max_size=6), st.integers(0, 40))
def test_a_diagram_cut_anywhere_raises_nothing(place: int, put: bytes, away: int) -> None:
    source = TERRACE["terraza.bpmn"]

    found = lint.check({**TERRACE, "terraza.bpmn": source[:place] + put + source[place + away :]}, "terraza", CATALOGUE)

    assert all("cannot be checked" not in fault.message for fault in found), found
