"""Apply one move of the engine to a held case: state, evidence, tasks, calls and timers go in together.

Not a use case: the part that cases, tasks, calls and timers share. Cost follows what the step
changed, not how large the case has grown.
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.actors import SYSTEM, Actor
from app.domain.calendar import WorkCalendar
from app.domain.errors import DiagramRejected, ProcedureFault
from app.domain.work import URGENT, USUAL, Json, OperatorCall, Step
from app.engine.specs import Spec
from app.operators import CATALOGUE
from app.ports import Outside
from app.services import entities, record
from app.services.publishing import procedures
from app.services.publishing.procedures import Pinned
from app.store import cases, outbox
from app.store.sealing import CaseSeal
from app.store.tables import CaseRow

STATE, PARAMS = "case.state", "call.params"
ATTEMPTS, BACKOFF_SECONDS = 8, 5
_STATES = ("received", "accepted", "returned")


@dataclass(frozen=True, slots=True)
class Held:
    """A case that this transaction alone may change, with all that a step needs.

    `levels` says how surely each person is known, by role, `residences` in which municipality (INE code) each lives,
    `term` how the term to resolve stands; whoever finds out more in this transaction says so there.
    """

    session: Session
    outside: Outside
    row: CaseRow
    seal: CaseSeal
    pinned: Pinned
    entity: entities.Entity
    papers: Mapping[str, int]
    levels: dict[str, str]
    now: datetime
    residences: dict[str, str] = field(default_factory=dict)
    term: dict[str, Json] = field(default_factory=dict)

    @property
    def calendar(self) -> WorkCalendar:
        """The calendar of deadlines: the office's, joined with those of where its people live. Source: art. 30.6."""
        return self.entity.calendar_for(self.residences.values())

    @property
    def at(self) -> "Circumstances":
        """The circumstances of a move made now."""
        return {"now": self.now, "calendar": self.calendar, "office": self.facts}

    @property
    def facts(self) -> dict[str, Json]:
        """What the office tells the diagram with every move, under the variable `office`.

        `papers` counts them by state, `papers.by["<role>"]` those of one party. `identity["<role>"]` is the level to
        which the office knows a party, "" while there is nobody with that role; `channel` is how the case goes.
        `today` is the day here (ISO 8601). `term` is the term to resolve: `due_on` (ISO 8601), `state` (running,
        paused, met, expired) and `extended`; both words are "" before it begins.
        """
        roles = {lane.party for lane in self.pinned.procedure.lanes.values() if lane.party}
        by: dict[str, Json] = {
            role: {state: self.papers.get(f"{role} {state}", 0) for state in _STATES} for role in roles
        }
        total = {
            state: sum(n for kind, n in self.papers.items() if kind.rpartition(" ")[2] == state) for state in _STATES
        }
        known: dict[str, Json] = {role: self.levels.get(role, "") for role in roles}
        return {
            "papers": {**total, "by": by},
            "identity": known,
            "channel": self.row.channel,
            "today": self.entity.calendar.local_day(self.now).isoformat(),
            "term": {"due_on": "", "state": "", "extended": False, **self.term},
        }


@dataclass(frozen=True, slots=True)
class Trigger:
    """What moved the engine: the acts to record before the step, and what the step completes."""

    name: str
    actor: Actor = SYSTEM
    acts: Sequence[record.Act] = field(default_factory=tuple)
    done: UUID | None = None
    outcome: str = "done"


class Circumstances(TypedDict):
    """The keyword arguments that every move of the engine takes: the time, the calendar, the office's facts."""

    now: datetime
    calendar: WorkCalendar
    office: dict[str, Json]


Move = Callable[[Spec, bytes, Circumstances], Step]
"""A move of the engine, e.g. `lambda spec, state, at: machine.tick(spec, state, **at)`."""


def hold(session: Session, outside: Outside, entity: str, case_id: UUID) -> Held:
    """Hold a case until the transaction ends. Raises `NotFound`."""
    found = cases.lock(session, entity, case_id)
    now = outside.clock.now()
    return Held(
        session=session,
        outside=outside,
        row=found.row,
        seal=CaseSeal(case_id, outside.keys.unwrap(found.wrapped_key, case_id)),
        pinned=procedures.pinned(session, entity, found.row.digest),
        entity=entities.get(session, entity, now),
        papers=found.papers,
        levels=dict(found.levels),
        now=now,
        residences=dict(found.residences),
        term=dict(found.term),
    )


def note(held: Held, *acts: record.Act) -> None:
    """Record acts that move no diagram."""
    record.in_case(held.session, held.row, held.seal, acts, held.now)


def advance(held: Held, move: Move, trigger: Trigger) -> Step:
    """Make `move` and store everything that it changed, with its evidence.

    Raises `ProcedureFault` when the diagram cannot make it, and what else the engine raises.
    """
    state = held.seal.open(held.row.state, STATE)
    try:
        step = move(held.pinned.spec, state, held.at)
    except DiagramRejected as fault:
        raise ProcedureFault(str(fault), (held.row.entity, held.row.id)) from fault
    apply(held, step, trigger)
    return step


def apply(held: Held, step: Step, trigger: Trigger) -> None:
    """Store a step that the engine has made."""
    row = held.row
    row.state = held.seal.seal(step.state, STATE)
    row.version += 1
    acts = [*trigger.acts, _stepped(held, step, trigger)]
    if step.ended and row.status != "ended":
        row.status, row.ended_at = "ended", held.now
        count = row.seq + len(acts) + 1
        acts.append(record.Act("case.closed", SYSTEM, record.on("case", row.id), data={"count": count}))
    record.in_case(held.session, row, held.seal, acts, held.now)
    if step.withdrawn:
        closing = cases.Closing(step.withdrawn, trigger.done, trigger.actor.ref, trigger.outcome)
        cases.withdraw(held.session, closing, held.now)
    _project(held, step)


def owe(
    held: Held,
    operator: str,
    params: Mapping[str, Any],
    *,
    queue: str = "default",
    call_id: UUID | None = None,
    about: str = "",
) -> UUID:
    """Owe a call of the office's own (a mail, a signature's production) and return its id.

    A caller that may be repeated gives a `call_id` of its own making. `about` is a word for what it is.
    """
    call_id = call_id or UUID(bytes=secrets.token_bytes(16), version=4)
    call = OperatorCall(call_id, about[:80], operator, dict(params))
    outbox.add(held.session, [_call_row(held, call, "office", queue)])
    return call_id


def owe_alone(
    session: Session,
    outside: Outside,
    entity: str,
    stream: tuple[str, object],
    owed: tuple[str, Mapping[str, Any]],
    *,
    about: str = "",
) -> UUID:
    """Owe a call of the office's own that belongs to no case, and return its id.

    `owed` is the operator and its params, sealed under the master key until the call is done; what comes of it is
    recorded in the chain of `stream`, a kind and a subject. `about` is a word for what it is. The caller records why
    it is owed.
    """
    call_id = UUID(bytes=secrets.token_bytes(16), version=4)
    operator, params = owed
    row = _owed_row(OperatorCall(call_id, about[:80], operator, {}), "office", "default", outside.clock.now())
    sealed = outside.keys.wrap(json.dumps(dict(params), ensure_ascii=False).encode(), call_id)
    alone = {"entity": entity, "case_id": None, "stream": f"{stream[0]} {stream[1]}", "params": sealed}
    outbox.add(session, [row | alone])
    return call_id


def _stepped(held: Held, step: Step, trigger: Trigger) -> record.Act:
    return record.Act(
        "workflow.stepped",
        trigger.actor,
        record.on("case", held.row.id),
        data={
            "trigger": trigger.name,
            "diagram": held.row.digest.hex(),
            "state": hashlib.sha256(step.state).hexdigest(),
            "transitions": [[t.element, t.origin, t.target] for t in step.transitions],
        },
    )


def _project(held: Held, step: Step) -> None:
    if step.calls:
        outbox.add(held.session, [_call_row(held, call, "diagram", _queue(call.operator)) for call in step.calls])
    if step.timers:
        common = {"entity": held.row.entity, "case_id": held.row.id}
        cases.add_timers(
            held.session,
            [common | {"task_id": t.task_id, "element": t.element, "due_at": t.due_at} for t in step.timers],
        )
    if step.tasks:  # after the timers, which say when the tasks are due
        cases.add_tasks(held.session, [_task_row(held, task) for task in step.tasks])


def _task_row(held: Held, task: Any) -> dict[str, Any]:
    lane = held.pinned.procedure.lanes[task.lane]
    return {
        "id": task.id,
        "entity": held.row.entity,
        "case_id": held.row.id,
        "element": task.element,
        "name": task.name,
        "lane": task.lane,
        "form": task.form,
        "properties": dict(task.properties),
        "party": lane.party,
        "role": lane.role,
        "level": task.properties.get("level") or ("code" if lane.party else "declared"),
        "priority": _priority(task.properties.get("priority", "")),
        "beside": [e for told in held.pinned.procedure.steps if task.element in told.elements for e in told.elements],
        "status": "open",
        "claimed_by": None,
        "opened_at": held.now,
    }


def _priority(stated: str) -> int:
    """Return how urgent a diagram says that a task is, from 0 to 100; 50 where it does not say."""
    return min(int(stated), URGENT) if stated.isascii() and stated.isdigit() else USUAL


def _call_row(held: Held, call: OperatorCall, origin: str, queue: str) -> dict[str, Any]:
    owner = {"entity": held.row.entity, "case_id": held.row.id}
    sealed = held.seal.seal_json(dict(call.params), PARAMS)
    return _owed_row(call, origin, queue, held.now) | owner | {"params": sealed}


def _owed_row(call: OperatorCall, origin: str, queue: str, now: datetime) -> dict[str, Any]:
    return {
        "id": call.id,
        "origin": origin,
        "element": call.element,
        "operator": call.operator,
        "queue": queue,
        "status": "owed",
        "attempts": 0,
        "max_attempts": call.retries or ATTEMPTS,
        "backoff_seconds": call.backoff_seconds or BACKOFF_SECONDS,
        "next_at": now,
        "last_error": "",
        "created_at": now,
    }


def _queue(operator: str) -> str:
    known = CATALOGUE.get(operator)
    return known.queue if known else "default"
