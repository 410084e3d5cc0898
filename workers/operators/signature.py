"""Operators that have documents signed."""

from dataclasses import dataclass

from app.operators import Context, Pending, Role, operator


@dataclass(frozen=True, slots=True)
class Signed(Pending):
    """What comes once everybody has signed: the sealed document and when the last one signed (ISO 8601)."""

    document: str = ""
    sha256: str = ""
    csv: str = ""
    signed_at: str = ""


@operator("signature.request", queue="signature")
def request(ctx: Context, *, document: str, signers: list[Role], order: str = "parallel") -> Signed:
    """Ask people of the case to sign a document, and seal it when the last one has.

    `signers` are roles of parties. `order` is parallel (all at once, as they please) or sequence: each is asked
    when the one before has signed. Fails with identity_not_verified, refused, signer_unknown, document_unknown or
    order_unknown.
    """
    ctx.office.signatures.request(ctx.call, document=document, signers=signers, order=order)
    return Signed()
