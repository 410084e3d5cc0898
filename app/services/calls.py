"""What is owed to workers: take a lease, run outside any transaction, give the case the answer.

A late or repeated answer is recorded and harmless. Attempts, next time and last error live in the
row; the broker only carries its id and may be flushed at any moment.
"""

import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.actors import worker
from app.domain.errors import (
    ErrorNotCaught,
    OfficeError,
    OperatorFailed,
    OperatorUnavailable,
    ProcedureFault,
    TaskNotReady,
)
from app.engine import machine
from app.operators import CATALOGUE, Context, Pending
from app.ports import CallRef, Office, Outside
from app.services import faults, record, steps
from app.services.steps import Held, Trigger
from app.store import cases, db, outbox
from app.store.sealing import CaseSeal
from app.store.tables import CallRow

_LONGEST_WAIT = timedelta(hours=1)
_LEASED = "a lease is no act of the office"


@dataclass(frozen=True, slots=True)
class OwedCall:
    """A call that this worker holds. `params` are opened; `attempts` counts this one.

    `of` is the case it belongs to, or the kind and subject of the chain of evidence of one that belongs to none.
    `spent` when earlier attempts used up what the call was allowed and none of them booked an outcome,
    as when each worker was killed.
    """

    id: UUID
    entity: str
    of: UUID | tuple[str, str]
    origin: str
    operator: str
    params: Mapping[str, Any]
    attempts: int
    last_attempt: bool
    spent: bool = False

    @property
    def case_id(self) -> UUID:
        """Return the case. Raises `ValueError` for a call that belongs to none."""
        if not isinstance(self.of, UUID):
            raise ValueError("the call belongs to no case")  # noqa: TRY004 - a value of the row, not a wrong type
        return self.of

    @property
    def ref(self) -> CallRef:
        """Return who is asking, for the ports of the office."""
        return CallRef(self.entity, self.case_id, self.id)


Job = Callable[[Outside, OwedCall], list[record.Act]]
"""A call of the office's own. Returns what happened; raises as operators do."""


def run(outside: Outside, office: Office, jobs: Mapping[str, Job], call_id: UUID) -> None:
    """Run one owed call and book its outcome. Safe to run twice, or by two workers at once."""
    call = _take(outside, call_id)
    if call is None:
        return
    try:
        _attempt(outside, office, jobs, call)
    except TaskNotReady:
        _note_late(outside, call)
    except ProcedureFault as fault:
        faults.report(outside, fault, call.id)


def _attempt(outside: Outside, office: Office, jobs: Mapping[str, Job], call: OwedCall) -> None:
    if call.spent:
        _fail(outside, call, "gave_up", "every attempt ended without an outcome")
        return
    try:
        if call.origin == "office":
            _finish_job(outside, call, jobs[call.operator](outside, call))
        else:
            _run_operator(outside, office, call)
    except OperatorFailed as fault:
        _fail(outside, call, fault.error, str(fault))
    except (TaskNotReady, ProcedureFault):
        raise
    except OfficeError as fault:
        _again_or_give_up(outside, call, fault)


def answer(outside: Outside, entity: str, case_id: UUID, call_id: UUID, result: Mapping[str, Any]) -> None:
    """Give a waiting call its answer. Raises `TaskNotReady` when the case no longer waits for it."""
    with db.transaction() as session:
        held = steps.hold(session, outside, entity, case_id)
        answer_held(held, call_id, result, worker_name="office")


def answer_held(held: Held, call_id: UUID, result: Mapping[str, Any], *, worker_name: str) -> None:
    """Give a waiting call of a held case its answer, inside the caller's transaction."""
    actor = worker(worker_name)
    steps.advance(
        held,
        lambda spec, state, at: machine.answer(spec, state, call_id, dict(result), **at),
        Trigger("answer", actor, [record.Act("call.answered", actor, record.on("call", call_id))], done=call_id),
    )


def fail_held(held: Held, call_id: UUID, error: str, acts: list[record.Act], actor_name: str) -> None:
    """Take the error path of a call, or open an incident when the diagram has none."""
    actor = worker(actor_name)
    failed = record.Act("call.failed", actor, record.on("call", call_id), data={"error": error})
    try:
        steps.advance(
            held,
            lambda spec, state, at: machine.fail(spec, state, call_id, error, "", **at),
            Trigger("fail", actor, [*acts, failed], done=call_id, outcome="failed"),
        )
    except ErrorNotCaught:
        steps.note(held, *acts, failed)
        faults.open_incident(held, call_id, error)


def _take(outside: Outside, call_id: UUID) -> OwedCall | None:
    with db.bookkeeping(_LEASED) as session:
        row = outbox.lease(session, call_id, outside.clock.now())
        if row is None:
            return None
        return OwedCall(
            id=row.id,
            entity=row.entity,
            of=row.case_id or _stream(row),
            origin=row.origin,
            operator=row.operator,
            params=_params(session, outside, row),
            attempts=row.attempts,
            last_attempt=row.attempts >= row.max_attempts,
            spent=row.attempts > row.max_attempts,
        )


def _params(session: Session, outside: Outside, row: CallRow) -> Mapping[str, Any]:
    if row.case_id is None:
        opened: Mapping[str, Any] = json.loads(outside.keys.unwrap(row.params, row.id))
        return opened
    _, wrapped = cases.get(session, row.entity, row.case_id)
    seal = CaseSeal(row.case_id, outside.keys.unwrap(wrapped, row.case_id))
    found: Mapping[str, Any] = seal.open_json(row.params, steps.PARAMS)
    return found


def _stream(row: CallRow) -> tuple[str, str]:
    kind, _, subject = (row.stream or "").partition(" ")
    return kind, subject


def _run_operator(outside: Outside, office: Office, call: OwedCall) -> None:
    known = CATALOGUE.get(call.operator)
    if known is None:
        raise OperatorFailed("operator_unknown", call.operator)
    result = known.call(Context(call.ref, office), call.params)
    if isinstance(result, Pending):
        with db.bookkeeping("the call waits for a person; the operator recorded what it asked") as session:
            outbox.settle(session, call.id, "waiting", outside.clock.now())
        return
    with db.transaction() as session:
        held = steps.hold(session, outside, call.entity, call.case_id)
        answer_held(held, call.id, result, worker_name=call.operator)


def _finish_job(outside: Outside, call: OwedCall, acts: list[record.Act]) -> None:
    with db.transaction() as session:
        if isinstance(call.of, tuple):
            if outbox.settle(session, call.id, "done", outside.clock.now()):
                _note_in_stream(session, outside, call, [*acts, _answered(call)])
            return
        held = steps.hold(session, outside, call.entity, call.case_id)
        if outbox.settle(session, call.id, "done", held.now):
            steps.note(held, *acts, _answered(call))


def _again_or_give_up(outside: Outside, call: OwedCall, fault: OfficeError) -> None:
    if call.last_attempt:
        _fail(outside, call, "unavailable", str(fault))
        return
    with db.bookkeeping(_LEASED) as session:
        row = outbox.get(session, call.id)
        asked = fault.retry_after if isinstance(fault, OperatorUnavailable) else timedelta(0)
        wait = min(max(asked, timedelta(seconds=row.backoff_seconds * 2 ** (call.attempts - 1))), _LONGEST_WAIT)
        jitter = wait * (secrets.randbelow(200) / 1000)
        outbox.release(session, call.id, next_at=outside.clock.now() + wait + jitter, error=f"{fault.code}: {fault}")


def _fail(outside: Outside, call: OwedCall, error: str, detail: str) -> None:
    with db.transaction() as session:
        failed = record.Act("call.failed", worker(call.operator), record.on("call", call.id), data={"error": error})
        if isinstance(call.of, tuple):
            if outbox.settle(session, call.id, "failed", outside.clock.now(), f"{error}: {detail}"):
                _note_in_stream(session, outside, call, [failed])
            return
        held = steps.hold(session, outside, call.entity, call.case_id)
        if call.origin == "diagram":
            fail_held(held, call.id, error, [], call.operator)
            return
        steps.note(held, failed)
        faults.open_incident(held, call.id, error, detail)


def _note_in_stream(session: Session, outside: Outside, call: OwedCall, acts: Sequence[record.Act]) -> None:
    """Record what came of a call without a case; its chain keeps no commitments, since it has no key of its own."""
    kind, subject = call.of if isinstance(call.of, tuple) else ("", "")
    bare = [replace(act, values={}) for act in acts]
    record.in_stream(session, call.entity, kind, subject, bare, outside.clock.now())


def _note_late(outside: Outside, call: OwedCall) -> None:
    late = record.Act("call.late_answer", worker(call.operator), record.on("call", call.id))
    with db.transaction() as session:
        held = steps.hold(session, outside, call.entity, call.case_id)
        outbox.settle(session, call.id, "withdrawn", held.now)
        steps.note(held, late)


def _answered(call: OwedCall) -> record.Act:
    return record.Act("call.answered", worker(call.operator), record.on("call", call.id))
