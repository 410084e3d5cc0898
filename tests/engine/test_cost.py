"""A file that is eight times as long takes about eight times as long to judge, whatever it is made of."""

import time
from collections.abc import Callable

import pytest

from app.engine import lint
from tests.engine.drawing import END, START, diagram, extensions, flows, node, user
from tests.engine.test_lint import CATALOGUE

FEW, TIMES = 1500, 8
MOST = 3 * TIMES
"""A cost that grows with the square of the file would be `TIMES` times `TIMES`."""


def _attributes(number: int, prefix: str = "") -> str:
    return " ".join(f'{prefix}a{at}="x{at}"' for at in range(number))


def _with(inside: bytes, mark: bytes, more: str) -> bytes:
    """Return a diagram with more attributes at `mark`; those of another tool have their namespace."""
    return inside.replace(mark, mark + b' xmlns:x="urn:x" ' + more.encode(), 1)


PLAIN = diagram(START, user("ask"), END, flows("start ask end"))


def _operator(parameters: str) -> bytes:
    inside = f'<spiffworkflow:serviceTaskOperator id="mail.notify">{parameters}</spiffworkflow:serviceTaskOperator>'
    return diagram(START, node("serviceTask", "s", extensions(inside)), END, flows("start s end"))


def _parameter(name: str) -> str:
    return f'<spiffworkflow:parameter id="{name}" value="1"/>'


def _table(outputs: int) -> bytes:
    columns = "".join(f'<output id="o{at}" name="o{at}"/>' for at in range(outputs))
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">'
        f'<decision id="k" name="k"><decisionTable id="t">{columns}</decisionTable></decision></definitions>'
    ).encode()


FILES: dict[str, Callable[[int], bytes]] = {
    "attributes of a task": lambda n: _with(PLAIN, b"<bpmn:userTask", _attributes(n)),
    "another tool's attributes of a task": lambda n: _with(PLAIN, b"<bpmn:userTask", _attributes(n, "x:")),
    "another tool's attributes of the start": lambda n: _with(PLAIN, b"<bpmn:startEvent", _attributes(n, "x:")),
    "attributes of an extension": lambda n: diagram(
        START, node("userTask", "ask", extensions(f'<x:formKey xmlns:x="urn:x" {_attributes(n)}/>')), END
    ),
    "parameters": lambda n: _operator("".join(_parameter(f"p{at}") for at in range(n))),
    "one parameter again and again": lambda n: _operator(_parameter("to") * n),
    "processes": lambda n: diagram(START, END, beside="".join(f'<bpmn:process id="q{at}"/>' for at in range(n))),
}


def _seconds(files: dict[str, bytes], *, runs: int) -> float:
    """Return the processor time of the quickest of some runs: others work on the machine too."""
    spent = []
    for _ in range(runs):
        begun = time.process_time()
        assert not any("comprobador" in problem.message for problem in lint.check(files, "p", CATALOGUE))
        spent.append(time.process_time() - begun)
    return min(spent)


def _ratio(make: Callable[[int], dict[str, bytes]]) -> float:
    """Return how much longer the long file takes than the short one."""
    _seconds(make(10), runs=1)
    return _seconds(make(FEW * TIMES), runs=2) / _seconds(make(FEW), runs=5)


@pytest.mark.parametrize("what", FILES)
def test_the_cost_of_judging_a_diagram_grows_with_its_length(what: str) -> None:
    assert _ratio(lambda number: {"p.bpmn": FILES[what](number)}) < MOST


def test_the_cost_of_judging_a_decision_table_grows_with_its_length() -> None:
    assert _ratio(lambda number: {"p.bpmn": PLAIN, "k.dmn": _table(number)}) < MOST
