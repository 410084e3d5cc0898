"""Operators that have documents decided: by a body of the administration, or by a published automated act."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from app.operators import Context, DocumentName, Pending, operator
from app.ports import DecisionOrder


@dataclass(frozen=True, slots=True)
class Requested(Pending):
    """What comes once a body has decided: the numbered, signed and sealed document, by whom and when (ISO 8601)."""

    resolution: str = ""
    number: str = ""
    document: str = ""
    sha256: str = ""
    csv: str = ""
    decided_by_body: str = ""
    decided_at: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """What an automated act has decided: the numbered and sealed document, by which body and when (ISO 8601)."""

    resolution: str
    number: str
    document: str
    sha256: str
    csv: str
    decided_by_body: str
    decided_at: str


@operator("decisions.request", queue="document")
def request(
    ctx: Context,
    *,
    document: DocumentName,
    answers: list[str],
    kind: str,
    body: str,
    values: dict[str, Any] | None = None,
) -> Requested:
    """Draw up a document of the procedure and have the competent body decide it.

    `document` is its name in the procedure, `answers` and `values` fill it as in documents.render and in the texts of
    its `resolution`; `kind` is a word for what is decided, such as granted; `body` the code of the competent body.
    It waits in the signing folder of that body, or of the one that a published delegation names, until one of its
    people signs it or gives it back. Fails with returned, body_unknown, kind, document_unknown, answers_unknown or
    template.
    """
    ctx.office.decisions.request(ctx.call, order=_order(document, answers, values, kind, body))
    return Requested()


@operator("decisions.automate", queue="document")
def automate(
    ctx: Context,
    *,
    act: str,
    document: DocumentName,
    answers: list[str],
    kind: str,
    values: dict[str, Any] | None = None,
) -> Decided:
    """Decide by a published automated act: draw up a document of the procedure, number it and seal it at once.

    `act` is its name in the register of automated acts, which must have it in force for this procedure; `document`,
    `answers`, `values` and `kind` are as in decisions.request. Fails with not_an_automated_act, kind,
    document_unknown, answers_unknown or template.
    """
    made = ctx.office.decisions.automate(ctx.call, order=_order(document, answers, values, kind, act))
    return Decided(**asdict(made))


def _order(
    document: DocumentName, answers: list[str], values: Mapping[str, Any] | None, kind: str, by: str
) -> DecisionOrder:
    return DecisionOrder(document, answers, values or {}, kind, by)
