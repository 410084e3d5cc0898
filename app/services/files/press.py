"""Make a document of a case and freeze it: from then on only these bytes are meant. Used by documents and register."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from app.documents import csv_codes, rendering, signature_fields
from app.domain import procedure as rules
from app.domain.actors import worker
from app.domain.errors import NotFound, OperatorFailed, OperatorUnavailable
from app.domain.work import Json
from app.ports import CallRef, DocumentRef, Outside
from app.services import cases, entities, parties, record, steps
from app.services.cases import CaseFile
from app.services.files import sheets, shelf
from app.services.files.sheets import Answers, Attached
from app.store import cases as rows
from app.store import db
from app.store import documents as store
from app.store.documents import PAPER, Filed

_TRANSIENT = frozenset({"timeout", "memory"})
_STANDING = frozenset({"received", "accepted"})
_RENDERER = worker("documents.render")


Adds = Callable[[CaseFile, rules.DocumentKind, Mapping[str, Any]], Mapping[str, Any]]
"""What is printed besides, made of the case, the kind of document and what every document prints."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A document that a diagram asks for: its name, references to answers, further values.

    `adds` is asked for what is printed besides; `kind` says what the document counts as.
    """

    document: str
    answers: Sequence[str]
    values: Mapping[str, Json]
    adds: Adds | None = None
    kind: str = store.RENDERED


@dataclass(frozen=True, slots=True)
class _Order:
    file: CaseFile
    kind: rules.DocumentKind
    template: bytes
    data: Mapping[str, Any]
    counts_as: str


def render(outside: Outside, call: CallRef, wanted: Wanted) -> DocumentRef:
    """Render a document of the procedure and freeze it; the same call does it once.

    One whose template has no box for a signature or seal is final at once.

    Raises `OperatorFailed` with "document_unknown", "answers_unknown" or "template",
    `OperatorUnavailable` when the machine or the file store could not.
    """
    with db.reading() as session:
        made = store.made_by(session, call.call_id)
        if made is not None:
            return ref(made)
        order = _order(session, cases.reading(session, outside, call.entity, call.case_id), wanted)
        session.expunge_all()
    csv = csv_codes.new()
    return _freeze(outside, call, order, csv, typeset(outside, order.file, order.template, order.data, csv))


def typeset(outside: Outside, file: CaseFile, template: bytes, data: Mapping[str, Any], csv: str) -> bytes:
    """Return the PDF that `template` makes of `data`, marked as the entity's documents are.

    Raises `OperatorFailed("template")`, or `OperatorUnavailable` when the machine was too busy.
    """
    marks = rendering.Marks(
        csv=csv,
        verify_url=f"{entities.address(outside, file.entity)}/csv/{csv}",
        issued_at=file.now,
        issuer=file.entity.name,
        language=file.row.language,
        demonstration=file.entity.demonstration,
    )
    try:
        return rendering.render(template, data, marks)
    except rendering.TemplateRejected as fault:
        if fault.diagnostic in _TRANSIENT:
            raise OperatorUnavailable(f"rendering: {fault.diagnostic}") from fault
        raise OperatorFailed("template", "the template does not give a document") from fault


def ref(filed: Filed) -> DocumentRef:
    """Return a document as diagrams see it."""
    return DocumentRef(str(filed.row.id), filed.version.sha256.hex(), filed.row.csv or "")


def papers_standing(session: Session, case_id: UUID) -> list[Filed]:
    """Return the papers of a case that were handed in and not given back."""
    return [one for one in store.of_case(session, case_id, (PAPER,)) if one.row.state in _STANDING]


def attached(file: CaseFile, filed: Filed) -> Attached:
    """Return a paper as documents list it."""
    name = file.seal.open(filed.row.file_name, shelf.FILE_NAME).decode() if filed.row.file_name else ""
    return Attached(filed.row.title, name, filed.version.size, filed.version.sha256.hex())


def _order(session: Session, file: CaseFile, wanted: Wanted) -> _Order:
    kind = file.pinned.procedure.documents.get(wanted.document)
    template = file.pinned.sources.get(kind.template) if kind else None
    if kind is None or template is None:
        raise OperatorFailed("document_unknown", "the procedure has no document of this name")
    try:
        given = rows.answers(session, file.row.id, [UUID(one) for one in wanted.answers])
    except (NotFound, ValueError) as fault:
        raise OperatorFailed("answers_unknown", "the case has no such answers") from fault
    material = sheets.Material(
        answers=[Answers(row.name, file.seal.open_json(row.sealed, cases.ANSWERS)) for row in given],
        values=wanted.values,
        parties=parties.all_of(session, file.row.id, file.seal),
        papers=[attached(file, filed) for filed in papers_standing(session, file.row.id)],
    )
    data = sheets.compose(file, kind, material)
    if wanted.adds is not None:
        data |= wanted.adds(file, kind, data)
    return _Order(file, kind, template, data, wanted.kind)


def _freeze(outside: Outside, call: CallRef, order: _Order, csv: str, pdf: bytes) -> DocumentRef:
    document_id = uuid4()
    pages = shelf.page_count(pdf)
    stored = shelf.put(outside, order.file.seal, document_id, 1, pdf)
    with db.transaction() as session:
        held = steps.hold(session, outside, call.entity, call.case_id)
        made = store.made_by(session, call.call_id)
        if made is not None:
            return ref(made)
        row = {
            "id": document_id,
            "entity": call.entity,
            "case_id": call.case_id,
            "kind": order.counts_as,
            "name": order.kind.name,
            "title": rules.text(order.kind.title, held.row.language),
            "state": "frozen" if signature_fields.names(pdf) else "final",
            "csv": csv,
            "call_id": call.call_id,
            "mime": shelf.PDF,
            "pages": pages,
            "current": 1,
            "created_at": held.now,
        }
        store.add(session, row, stored.row(held.row, "rendered", held.now))
        steps.note(held, *_made(document_id, order, stored, csv))
    return DocumentRef(str(document_id), stored.sha256.hex(), csv)


def _made(document_id: UUID, order: _Order, stored: shelf.Stored, csv: str) -> list[record.Act]:
    on, docs = record.on("document", document_id), (stored.doc("rendered"),)
    made_of = {"document": order.kind.name, "template_sha256": hashlib.sha256(order.template).hexdigest()}
    return [
        record.Act("document.rendered", _RENDERER, on, made_of, docs),
        record.Act("document.frozen", _RENDERER, on, {}, docs, {"csv": csv}),
    ]
