"""What diagrams ask to have decided: by a body, whose people sign, or by a published automated act."""

import re
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final
from uuid import UUID, uuid4

from app.domain import decisions as rules
from app.domain.actors import SYSTEM, worker
from app.domain.errors import OperatorFailed
from app.evidence.canonical import Value
from app.ports import CallRef, DecisionOrder, DecisionRef, DocumentRef, Outside
from app.services import cases, competence, record, steps
from app.services.competence import Competence
from app.services.deciding import drafting, numbering, production
from app.services.files import press, shelf
from app.services.files.press import Wanted
from app.services.steps import Held
from app.store import db
from app.store import decisions as store
from app.store import documents as files
from app.store.documents import Filed
from app.store.tables import ResolutionRow

_KIND: Final = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_AUTOMATON: Final = worker("decisions.automate")


@dataclass(frozen=True, slots=True)
class CaseDecisions:
    """Has documents of cases decided."""

    outside: Outside

    def request(self, call: CallRef, *, order: DecisionOrder) -> None:
        """Draw up a document and put it into the folder of the body `order.by`; the answer comes later.

        The same call does it once. Raises `OperatorFailed` with "kind", "body_unknown", or as `press.render`.
        """
        if _begun(call):
            return
        by = _competent(self.outside, call, order)
        made = _drawn_up(self.outside, call, order, by)
        with db.transaction() as session:
            held = steps.hold(session, self.outside, call.entity, call.case_id)
            if store.made_by(session, call.call_id) is None:
                _put_before(held, call, order, by, made)

    def automate(self, call: CallRef, *, order: DecisionOrder) -> DecisionRef:
        """Draw up a document, number it and seal it by the automated act `order.by`; the same call does it once.

        Raises `OperatorFailed` with "kind", "not_an_automated_act", or as `press.render`; `OperatorUnavailable` when
        the seal has to wait.
        """
        if not _begun(call):
            by = _automated(self.outside, call, order)
            made = _drawn_up(self.outside, call, order, by)
            with db.transaction() as session:
                held = steps.hold(session, self.outside, call.entity, call.case_id)
                if store.made_by(session, call.call_id) is None:
                    _decide_at_once(held, call, order, by, made)
        return production.seal(self.outside, call)


def _begun(call: CallRef) -> bool:
    with db.reading() as session:
        return store.made_by(session, call.call_id) is not None


def _competent(outside: Outside, call: CallRef, order: DecisionOrder) -> Competence:
    _check(order)
    with db.reading() as session:
        file = cases.reading(session, outside, call.entity, call.case_id)
        day = file.entity.calendar.local_day(file.now)
        return competence.of(session, call.entity, order.by, file.row.procedure, day)


def _automated(outside: Outside, call: CallRef, order: DecisionOrder) -> Competence:
    _check(order)
    with db.reading() as session:
        file = cases.reading(session, outside, call.entity, call.case_id)
        day = file.entity.calendar.local_day(file.now)
        return competence.automated(session, call.entity, file.row.procedure, order.by, day)


def _check(order: DecisionOrder) -> None:
    if not _KIND.fullmatch(order.kind):
        raise OperatorFailed("kind", "what kind of decision this is must be a word")


def _drawn_up(outside: Outside, call: CallRef, order: DecisionOrder, by: Competence) -> DocumentRef:
    with db.reading() as session:
        found = cases.reading(session, outside, call.entity, call.case_id).pinned.procedure.documents.get(
            order.document
        )
    resolving = found is not None and rules.series(found.eni_type) == rules.RESOLUTIONS
    wanted = Wanted(
        order.document,
        order.answers,
        order.values,
        adds=partial(drafting.adds, by),
        kind=files.RESOLUTION if resolving else files.ISSUED,
    )
    return press.render(outside, call, wanted)


def _put_before(held: Held, call: CallRef, order: DecisionOrder, by: Competence, made: DocumentRef) -> None:
    filed = _drafted(held, made, "signing")
    resolution_id = _add(held, call, order, by, filed)
    about: dict[str, Value] = {"kind": order.kind, "body": str(by.body.id), **_by(by)}
    docs = (shelf.doc(filed.version, "frozen"),)
    steps.note(held, record.Act("decision.requested", SYSTEM, record.on("resolution", resolution_id), about, docs))


def _decide_at_once(held: Held, call: CallRef, order: DecisionOrder, by: Competence, made: DocumentRef) -> None:
    competence.automated(held.session, call.entity, held.row.procedure, order.by, _today(held))  # still in force
    filed = _drafted(held, made, "signed")
    resolution_id = _add(held, call, order, by, filed)
    row = store.resolution(held.session, call.entity, resolution_id, lock=True).row
    given = numbering.take(held, row.series)
    row.state, row.year, row.place, row.decided_at = "signing", given.year, given.place, given.at
    held.session.flush()
    about: dict[str, Value] = {
        "number": numbering.number_of(row),
        "kind": order.kind,
        "act": order.by,
        "body": str(by.body.id),
        **_by(by),
    }
    docs = (shelf.doc(filed.version, "frozen"),)
    steps.note(held, record.Act("decision.automated", _AUTOMATON, record.on("resolution", resolution_id), about, docs))


def _today(held: Held) -> date:
    return held.entity.calendar.local_day(held.now)


def _drafted(held: Held, made: DocumentRef, state: str) -> Filed:
    filed = files.get(held.session, held.row.id, UUID(made.document), lock=True)
    filed.row.state = state
    held.session.flush()
    return filed


def _add(held: Held, call: CallRef, order: DecisionOrder, by: Competence, filed: Filed) -> UUID:
    resolution_id = uuid4()
    eni_type = held.pinned.procedure.documents[order.document].eni_type
    store.add(
        held.session,
        ResolutionRow,
        {
            "id": resolution_id,
            "entity": call.entity,
            "case_id": call.case_id,
            "call_id": call.call_id,
            "document_id": filed.row.id,
            "kind": order.kind,
            "state": "waiting",
            "competent_id": by.competent.id,
            "body_id": by.body.id,
            "delegation_id": by.delegation_id,
            "automated_act_id": by.automated_act_id,
            "series": rules.series(eni_type),
            "requested_at": held.now,
        },
    )
    return resolution_id


def _by(by: Competence) -> dict[str, Value]:
    found = {"delegation": by.delegation_id, "automated_act": by.automated_act_id}
    return {name: str(value) for name, value in found.items() if value is not None}
