"""Operators about direct debit mandates."""

from dataclasses import dataclass
from datetime import date, datetime

from app.domain.errors import OperatorFailed
from app.operators import Context, Role, operator
from app.ports import MandateOrder


@dataclass(frozen=True, slots=True)
class Reserved:
    """A fresh mandate reference, and who will collect with it."""

    reference: str
    creditor: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """A mandate that can be collected with from now on."""

    reference: str


@operator("mandates.reserve")
def reserve(ctx: Context) -> Reserved:
    """Set aside the unique reference of a direct debit mandate.

    Fails with creditor.
    """
    reference, creditor = ctx.office.mandates.reserve(ctx.call)
    return Reserved(reference, creditor)


@operator("mandates.record")
def record(  # noqa: PLR0913 -- the parameters are the palette's, and a mandate has so many
    ctx: Context,
    *,
    reference: str,
    document: str,
    answers: str,
    iban_field: str,
    debtor: Role,
    payment_type: str,
    signed_at: str,
    effective_from: str | None = None,
    bic_field: str | None = None,
) -> Recorded:
    """Keep a signed direct debit mandate, ready for remittances.

    `answers` hold the account in the field `iban_field`; `debtor` is the role of its holder; `payment_type` is
    recurrent or one_off; `signed_at` comes from the signature. Nothing is collected before the day
    `effective_from`; the answers may hold the BIC of the bank in `bic_field`. Fails with mandate_unknown,
    answers_unknown, debtor_unknown, document_unknown, iban, bic, payment_type, signed_at or effective_from.
    """
    try:
        signed = datetime.fromisoformat(signed_at)
    except ValueError as fault:
        raise OperatorFailed("signed_at", "not a time") from fault
    if signed.tzinfo is None:
        raise OperatorFailed("signed_at", "a time without a zone is no time")
    order = MandateOrder(
        reference=reference,
        document=document,
        answers=answers,
        iban_field=iban_field,
        debtor=debtor,
        payment_type=payment_type,
        signed_at=signed,
        effective_from=_day(effective_from),
        bic_field=bic_field or "",
    )
    return Recorded(ctx.office.mandates.record(ctx.call, order=order))


def _day(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise OperatorFailed("effective_from", "not a day") from fault
