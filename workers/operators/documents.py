"""Operators that make documents."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.operators import Context, DocumentName, operator


@dataclass(frozen=True, slots=True)
class Rendered:
    """A frozen document: its id, SHA-256 (hex) and verification code."""

    document: str
    sha256: str
    csv: str


@operator("documents.render", queue="document")
def render(
    ctx: Context, *, document: DocumentName, answers: list[str], values: dict[str, Any] | None = None
) -> Rendered:
    """Make a document of the procedure from answers, and fix it so that nothing in it can change.

    `document` is its name in the procedure, `answers` the references of the answers to print, `values` more to
    print, by name. Fails with document_unknown, answers_unknown or template.
    """
    given: Mapping[str, Any] = values or {}
    made = ctx.office.documents.render(ctx.call, document=document, answers=answers, values=given)
    return Rendered(made.document, made.sha256, made.csv)
