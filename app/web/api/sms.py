"""The operation by which an SMS gateway says what became of the messages it took."""

import hashlib
import hmac
from dataclasses import dataclass
from typing import Literal

from flask import Blueprint, request

from app import wiring
from app.services.messaging import deliveries
from app.services.messaging.deliveries import Receipt
from app.web import gate
from app.web.api.operations import V1, Operation, operation
from app.web.frame import limiter
from app.web.gate import open_to

bp = Blueprint("api_sms", __name__, url_prefix=V1)
GROUP = "text messages"
SIGNATURE = "X-Signature"


@dataclass(frozen=True, slots=True)
class SmsReceipt:
    """What became of a message. `reference` is the one it was handed over with; `reason` a word of its gateway."""

    reference: str
    status: Literal["delivered", "undelivered"]
    reason: str = ""


@bp.post("/sms/receipts")
@open_to("public")
@limiter.limit("1200 per minute")
@operation(Operation(GROUP, takes=SmsReceipt))
def receipt(body: SmsReceipt) -> None:
    """Take a delivery receipt of the SMS gateway; the same again changes nothing.

    The gateway proves itself with the secret of SMS_RECEIPTS_SECRET: as a bearer token, or by the header X-Signature:
    sha256= and the HMAC-SHA256 (RFC 2104) of the body in hex. References that are not the office's are answered alike.
    """
    if not _proved(wiring.parts().settings.sms_receipts_secret.get_secret_value()):
        raise gate.Unknown
    outcome = Receipt(body.reference[:100], delivered=body.status == "delivered", reason=body.reason[:100])
    deliveries.note(wiring.outside(), outcome)


def _proved(secret: str) -> bool:
    if not secret:
        return False
    signed = hmac.new(secret.encode(), request.get_data(), hashlib.sha256).hexdigest()
    given = request.headers.get(SIGNATURE, "")
    right = hmac.compare_digest(given.encode(errors="replace"), f"sha256={signed}".encode())
    return right or hmac.compare_digest(gate.bearer().encode(errors="replace"), secret.encode())
