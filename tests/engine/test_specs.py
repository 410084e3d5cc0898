"""Diagrams are read as hostile files, and refused with an error of ours."""

import hashlib
import threading

import pytest

from app.domain import errors
from app.engine import machine, specs
from tests.engine import drawing
from tests.engine.drawing import (
    END,
    HEAD,
    NOON,
    START,
    boundary,
    diagram,
    extensions,
    flow,
    flows,
    load,
    node,
    service,
    user,
)

PLAIN = diagram(START, user("ask", "request"), END, flows("start ask end"))


def chain(length: int) -> bytes:
    names = [f"t{n}" for n in range(length)]
    return diagram(START, *(user(name) for name in names), END, flows(" ".join(["start", *names, "end"])))


def laughs() -> bytes:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return PLAIN.replace(b"<bpmn:definitions", f'<!DOCTYPE d [<!ENTITY l0 "ha">{levels}]><bpmn:definitions'.encode(), 1)


HOSTILE = {
    "empty": b"",
    "space": b"   \n",
    "text": b"hello",
    "json": b"{}",
    "zip": b"PK\x03\x04" + b"\0" * 64,
    "nul": b"\0" * 100,
    "cut": PLAIN[: len(PLAIN) // 2],
    "html": b"<html><body/></html>",
    "other xml": b"<a><b/></a>",
    "utf-16": PLAIN.decode().replace("UTF-8", "UTF-16").encode("utf-16"),
    "latin-1": PLAIN.replace(b"UTF-8", b"ISO-8859-1").replace(b"Task ask", b"Petici\xf3n"),
    "doctype": b"<!DOCTYPE a><a/>",
    "billion laughs": laughs(),
    "outside entity": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    "outside dtd": b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd"><a/>',
    "undefined entity": PLAIN.replace(b"Task ask", b"&whatever;"),
    "too big": PLAIN + b" " * (3 * 1024 * 1024),
    "deep": b"<a>" * 5000 + b"</a>" * 5000,
    "deep bpmn": diagram("<bpmn:extensionElements>" * 100 + "</bpmn:extensionElements>" * 100),
    "chain of 1000": chain(1000),
    "no process": (HEAD + "</bpmn:definitions>").encode(),
    "not executable": PLAIN.replace(b'isExecutable="true"', b'isExecutable="false"'),
    "another process": PLAIN.replace(b'<bpmn:process id="p"', b'<bpmn:process id="q"'),
    "no start": diagram(user("ask"), END, flows("ask end")),
    "flow to nowhere": diagram(START, END, flows("start nobody")),
    "unknown element": diagram(START, node("magicTask", "m"), END, flows("start m end")),
    "complex gateway": diagram(START, node("complexGateway", "m"), END, flows("start m end")),
    "ad hoc": diagram(START, node("adHocSubProcess", "m"), END, flows("start m end")),
    "event subprocess": diagram(
        START, END, flows("start end"), node("subProcess", "m", START.replace("start", "s2"), triggeredByEvent="true")
    ),
    "twice the same id": diagram(START, user("ask"), user("ask"), END, flows("start ask end")),
    "no operator": diagram(START, node("serviceTask", "s"), END, flows("start s end")),
    "bad expression": diagram(START, service("s", x="().__class__"), END, flows("start s end")),
    "bad script": diagram(START, drawing.script("s", "import os"), END, flows("start s end")),
    "empty script": diagram(START, drawing.script("s", ""), END, flows("start s end")),
    "bad retry": diagram(START, service("s", retry='<spiffworkflow:retry retries="many"/>'), END, flows("start s end")),
    "no condition": diagram(START, node("exclusiveGateway", "g"), user("a"), END, flows("start g end", "g a end")),
    "empty timer": diagram(START, user("a"), boundary("b", "a", drawing.timed("")), END, flows("start a end", "b end")),
    "no timer": diagram(
        START, user("a"), boundary("b", "a", "<bpmn:timerEventDefinition/>"), END, flows("start a end", "b end")
    ),
    "no event": diagram(START, user("a"), boundary("b", "a", ""), END, flows("start a end", "b end")),
    "two events": diagram(
        START,
        user("a"),
        boundary("b", "a", drawing.timed("hours(1)") + "<bpmn:errorEventDefinition/>"),
        END,
        flows("start a end", "b end"),
    ),
    "unknown table": diagram(
        START,
        node("businessRuleTask", "r", extensions("<spiffworkflow:calledDecisionId>x</spiffworkflow:calledDecisionId>")),
        END,
        flows("start r end"),
    ),
    "unknown message": diagram(START, node("receiveTask", "r", messageRef="m"), END, flows("start r end")),
    "unknown process": diagram(START, node("callActivity", "c", calledElement="z"), END, flows("start c end")),
    "the office's variable": diagram(START, user("ask", "office"), END, flows("start ask end")),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_or_broken_diagram_is_refused(name: str) -> None:
    with pytest.raises(errors.DiagramRejected) as caught:
        drawing.begin(load(HOSTILE[name]))

    assert str(caught.value)
    assert len(str(caught.value)) < 600


@pytest.mark.parametrize("name", ["empty", "text", "doctype", "billion laughs", "other xml", "utf-16"])
def test_a_hostile_decision_table_is_refused(name: str) -> None:
    with pytest.raises(errors.DiagramRejected):
        load(PLAIN, d=HOSTILE[name])


def test_procedures_without_a_diagram_are_refused() -> None:
    with pytest.raises(errors.DiagramRejected):
        specs.load({"procedure.yaml": b"id: p"}, "p")


def test_the_longest_chain_allowed_runs() -> None:
    spec = load(chain(298))

    step = machine.start(spec, {}, now=NOON, calendar=drawing.CALENDAR)

    assert [task.element for task in step.tasks] == ["t0"]


def test_a_spec_knows_its_elements() -> None:
    lanes = (
        '<bpmn:laneSet id="ls"><bpmn:lane id="l1" name="People"><bpmn:flowNodeRef>ask</bpmn:flowNodeRef></bpmn:lane>'
        '<bpmn:lane id="l2" name="Office"><bpmn:flowNodeRef>sub</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>'
    )
    inside = node("startEvent", "in") + user("check") + node("endEvent", "out") + flows("in check out")
    spec = load(
        diagram(
            lanes,
            START,
            user("ask", "request", form="wish.json"),
            node("subProcess", "sub", inside),
            service("tell", "told", a="request.iban", b="check.ok"),
            END,
            flows("start ask sub tell end"),
        ).replace(b'name="form"', b'name="formJsonSchemaFilename"')
    )

    ask, check, tell = (spec.elements[name] for name in ("ask", "check", "tell"))
    assert (ask.kind, ask.name, ask.lane, ask.form, ask.variable) == (
        "userTask",
        "Task ask",
        "People",
        "wish",
        "request",
    )
    assert (check.lane, check.variable) == ("Office", "check")
    assert (tell.operator, tell.parameters, tell.variable) == ("mail.notify", ("a", "b"), "told")
    assert spec.wanted["request"] == {"iban"}
    assert spec.wanted["check"] == {"ok"}
    assert spec.lanes == ("People", "Office")


def test_expressions_of_decision_tables_count_as_reading() -> None:
    from tests.engine.test_constructs import GRADED, table

    spec = load(GRADED, d=table("FIRST", ("< 4", "request.low"), ("-", '"b"')))

    assert spec.wanted["request"] == {"n", "low"}


def test_the_digest_is_that_of_sha256sum_lines_sorted_by_path() -> None:
    files = {"p.bpmn": b"two", "a/b.dmn": b"one"}
    lines = "".join(f"{hashlib.sha256(files[path]).hexdigest()}  {path}\n" for path in ("a/b.dmn", "p.bpmn"))

    assert specs.digest_of(files) == hashlib.sha256(lines.encode()).digest()
    assert specs.digest_of(dict(reversed(files.items()))) == specs.digest_of(files)
    with pytest.raises(errors.DiagramRejected):
        specs.digest_of({"a\n  b": b""})


def test_a_spec_is_loaded_once_for_its_digest() -> None:
    files = {"p.bpmn": diagram(START, user("once"), END, flows("start once end"))}
    loaded: list[int] = []

    def loader() -> specs.Spec:
        loaded.append(1)
        return specs.load(files, "p")

    first = specs.cached(specs.digest_of(files), loader)

    assert specs.cached(specs.digest_of(files), loader) is first
    assert loaded == [1]
    with pytest.raises(errors.DiagramRejected):
        specs.cached(b"\0" * 32, loader)


def test_threads_may_share_a_spec() -> None:
    spec = load(
        diagram(
            START,
            node("parallelGateway", "split"),
            user("a"),
            user("b"),
            node("parallelGateway", "join"),
            node("exclusiveGateway", "enough", default="f_enough_end"),
            END,
            flows("start split a join enough end", "split b join"),
            flow("enough", "split", "a.more"),
        )
    )
    seen: list[tuple[int, ...]] = []

    def work() -> None:
        counts = []
        for turn in range(20):
            case = drawing.begin(spec, cold=bool(turn % 2))
            case.complete("b")
            case.complete("a", {"more": True})
            case.complete("a", {"more": False})
            case.complete("b")
            counts.append(len(case.history))
            assert case.step.ended
        seen.append(tuple(counts))

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(seen) == 6
    assert len(set(seen)) == 1
