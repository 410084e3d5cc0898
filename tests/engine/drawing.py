"""Draw small diagrams as BPMN bytes, and run cases of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID
from xml.sax.saxutils import escape, quoteattr
from zoneinfo import ZoneInfo

from app.domain.calendar import WorkCalendar
from app.domain.work import HumanTask, OperatorCall, Step
from app.engine import machine, specs, warm
from app.engine.specs import Spec

NOON = datetime(2026, 3, 30, 10, 0, tzinfo=UTC)  # noon in Madrid, on a Monday in Holy Week
CALENDAR = WorkCalendar(ZoneInfo("Europe/Madrid"), frozenset({date(2026, 4, 3), date(2026, 4, 6)}))

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core"'
    ' id="definitions" targetNamespace="http://example.org/bpmn">'
)


def diagram(*parts: str, id: str = "p", beside: str = "") -> bytes:  # noqa: A002  # as BPMN calls it
    """Return a diagram of one process; `beside` stands next to it (messages, errors, processes)."""
    body = "".join(parts)
    return (
        f'{HEAD}{beside}<bpmn:process id="{id}" isExecutable="true">{body}</bpmn:process></bpmn:definitions>'.encode()
    )


def flows(*chains: str) -> str:
    """Return the sequence flows of chains such as "start ask end"."""
    found = []
    for chain in chains:
        names = chain.split(" ")
        found += [flow(a, b) for a, b in pairwise(names)]
    return "".join(found)


def flow(source: str, target: str, condition: str = "") -> str:
    test = f"<bpmn:conditionExpression>{escape(condition)}</bpmn:conditionExpression>" if condition else ""
    return node("sequenceFlow", f"f_{source}_{target}", test, sourceRef=source, targetRef=target)


def node(kind: str, key: str, inside: str = "", /, **attributes: str) -> str:
    extra = "".join(f" {word}={quoteattr(value)}" for word, value in attributes.items())
    return f'<bpmn:{kind} id="{key}"{extra}>{inside}</bpmn:{kind}>'


def extensions(inside: str) -> str:
    return f"<bpmn:extensionElements>{inside}</bpmn:extensionElements>"


START = node("startEvent", "start")
END = node("endEvent", "end")


def user(name: str, variable: str = "", form: str = "form", repeat: str = "") -> str:
    named = f"<spiffworkflow:variableName>{variable}</spiffworkflow:variableName>" if variable else ""
    pairs = f'<spiffworkflow:properties><spiffworkflow:property name="form" value="{form}"/></spiffworkflow:properties>'
    return node("userTask", name, extensions(pairs + named) + repeat, name=f"Task {name}")


def service(name: str, result: str = "", retry: str = "", repeat: str = "", **params: str) -> str:
    given = "".join(
        f'<spiffworkflow:parameter id="{key}" type="any" value={quoteattr(value)}/>' for key, value in params.items()
    )
    variable = f' resultVariable="{result}"' if result else ""
    inside = (
        f'<spiffworkflow:serviceTaskOperator id="mail.notify"{variable}>'
        f"<spiffworkflow:parameters>{given}</spiffworkflow:parameters>{retry}</spiffworkflow:serviceTaskOperator>"
    )
    return node("serviceTask", name, extensions(inside) + repeat)


def script(name: str, source: str) -> str:
    return node("scriptTask", name, f"<bpmn:script>{escape(source)}</bpmn:script>")


def timed(expression: str, kind: str = "timeDuration") -> str:
    return (
        f'<bpmn:timerEventDefinition><bpmn:{kind} xsi:type="bpmn:tFormalExpression">{escape(expression)}'
        f"</bpmn:{kind}></bpmn:timerEventDefinition>"
    )


def boundary(name: str, host: str, event: str, *, interrupts: bool = True) -> str:
    return node("boundaryEvent", name, event, attachedToRef=host, cancelActivity=str(interrupts).lower())


def message(name: str) -> str:
    return f'<bpmn:message id="m_{name}" name="{name}"/>'


def hears(name: str, variable: str = "") -> str:
    kept = extensions(f"<spiffworkflow:messageVariable>{variable}</spiffworkflow:messageVariable>") if variable else ""
    return f'<bpmn:messageEventDefinition messageRef="m_{name}">{kept}</bpmn:messageEventDefinition>'


def load(source: bytes, procedure: str = "p", **others: bytes) -> Spec:
    files = {f"{procedure}.bpmn": source, **{f"{name}.dmn": content for name, content in others.items()}}
    return specs.load(files, procedure)


@dataclass
class Case:
    """A case that remembers its open work, moved by the names of the elements."""

    spec: Spec
    step: Step
    now: datetime
    tasks: dict[UUID, HumanTask] = field(default_factory=dict)
    calls: dict[UUID, OperatorCall] = field(default_factory=dict)
    dues: dict[UUID, datetime] = field(default_factory=dict)
    history: list[tuple[str, str, str]] = field(default_factory=list)
    cold: bool = False

    def take(self, step: Step) -> Step:
        """Take over what `step` changed."""
        self.step = step
        for key in step.withdrawn:
            assert [self.tasks.pop(key, None), self.calls.pop(key, None), self.dues.pop(key, None)] != [None] * 3
        self.tasks |= {task.id: task for task in step.tasks}
        self.calls |= {call.id: call for call in step.calls}
        self.dues |= {timer.task_id: timer.due_at for timer in step.timers}
        self.history += [(t.element, t.origin, t.target) for t in step.transitions]
        return step

    @property
    def open(self) -> set[str]:
        return {*(task.element for task in self.tasks.values()), *(call.element for call in self.calls.values())}

    def find(self, element: str) -> UUID:
        found: list[HumanTask | OperatorCall] = [*self.tasks.values(), *self.calls.values()]
        return next(work.id for work in found if work.element == element)

    def move(self, act: Any, *args: Any, **more: Any) -> Step:
        if self.cold:
            warm.forget()
        return self.take(act(self.spec, self.step.state, *args, now=self.now, calendar=CALENDAR, **more))

    def complete(self, element: str, answers: Mapping[str, Any] | None = None, **more: Any) -> Step:
        return self.move(machine.complete, self.find(element), answers or {}, **more)

    def answer(self, element: str, result: Mapping[str, Any] | None = None) -> Step:
        return self.move(machine.answer, self.find(element), result or {})

    def fail(self, element: str, code: str) -> Step:
        return self.move(machine.fail, self.find(element), code, "down")

    def hear(self, name: str, payload: Mapping[str, Any] | None = None, **more: Any) -> Step:
        return self.move(machine.message, name, payload or {}, **more)

    def wait(self, span: timedelta) -> Step:
        self.now += span
        return self.move(machine.tick)


def begin(spec: Spec, variables: Mapping[str, Any] | None = None, *, cold: bool = False, **more: Any) -> Case:
    """Start a case of `spec` at noon; a cold one is read from its bytes for every move."""
    step = machine.start(spec, variables or {}, now=NOON, calendar=CALENDAR, **more)
    case = Case(spec, step, NOON, cold=cold)
    case.take(step)
    return case
