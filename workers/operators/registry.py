"""Operators of the general register."""

from dataclasses import dataclass

from app.operators import Context, operator


@dataclass(frozen=True, slots=True)
class Entered:
    """An entry: its number, times (ISO 8601) and its receipt with its verification code."""

    number: str
    at: str
    legal_date: str
    receipt: str
    receipt_csv: str


@operator("registry.enter", queue="document")
def enter(ctx: Context, *, document: str, summary: str, office: str = "") -> Entered:
    """Enter a document with its papers in the general register and make the sealed receipt.

    `summary` says what it is, without personal data; `office` is who assisted, by default the case's own.
    Fails with document_unknown or office_unknown.
    """
    made = ctx.office.register.enter(ctx.call, document=document, summary=summary, office=office)
    return Entered(made.number, made.at, made.legal_date, made.receipt, made.receipt_csv)
