"""Who books: what a person types before an appointment is confirmed, and the code that proves the mobile."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.domain.actors import SYSTEM
from app.domain.errors import Conflict, IdentificationFailed, Invalid, OfficeError
from app.ports import Outside
from app.services import applicants, codes, entities, record, steps
from app.services.appointments import bookings, drafts, limits
from app.services.appointments.bookings import STREAM, Booking
from app.services.appointments.drafts import Draft, SentCode
from app.services.messaging import messages, wording
from app.store import appointments as rows
from app.store import db
from app.store.tables import AppointmentRow

TYPED = "what is typed but not sent is no act yet"
MOST, WITHIN = 5, timedelta(minutes=10)
"""At most so many codes for one booking in that time."""
BOOKINGS, BOOKINGS_WITHIN = 4, timedelta(hours=1)
"""At most so many bookings begun in that time may send codes to one mobile."""
_LONGEST = 200


class TooManyCodes(Conflict):
    """As many codes as may be were sent lately; the last ones still serve until they expire."""

    code = "booking.too_many_codes"


def give_person(outside: Outside, entity: str, token: str, typed: Mapping[str, str]) -> Booking:
    """Keep who the person says they are: the fields of `applicants`, and "without_mobile" ("" for no).

    What was typed is kept even when it is wrong. Raises `Invalid` with a word for every field that is wrong,
    `TooMany`, `NotFound`.
    """
    with db.bookkeeping(TYPED) as session:
        row = bookings.unconfirmed(bookings.behind(session, entity, token, lock=True))
        draft = drafts.opened(outside, row)
        person = {name: typed.get(name, "")[:_LONGEST] for name in applicants.FIELDS if typed.get(name)}
        if person.get("mobile", "") != draft.person.get("mobile", ""):
            row.mobile_proved_at = row.code_id = None
            draft = replace(draft, code=None)
        draft = replace(draft, person=person, without_mobile=bool(typed.get("without_mobile")))
        drafts.keep(outside, row, draft)
        fault = _printed(session, outside, row, draft)
        made = bookings.view(session, outside, row)
    if fault is not None:
        raise fault
    return made


def send_code(outside: Outside, entity: str, token: str) -> datetime:
    """Send a code to the mobile that was typed and return until when it serves.

    Raises `Invalid` when no good mobile was typed, `TooManyCodes`, `NotFound`.
    """
    with db.transaction() as session:
        row = bookings.unconfirmed(bookings.behind(session, entity, token, lock=True))
        draft, now = drafts.opened(outside, row), outside.clock.now()
        if draft.without_mobile or row.mobile_print is None or bookings.wrong(row, draft):
            raise Invalid("there is no mobile to send a code to", {"mobile": "required"})
        _check_codes(session, row, draft, now)
        issued, digest = codes.fresh(outside.keys, now)
        row.code_id = issued.id
        sent = (*(at for at in draft.sent if at > now - WITHIN), now)
        code = SentCode(issued.id, digest, 0, now, issued.expires_at)
        drafts.keep(outside, row, replace(draft, code=code, sent=sent))
        text = wording.sms(entities.get(session, entity, now), "booking_sms", row.language, {"code": issued.code})
        params = messages.sms_params(bookings.person_of(draft).mobile, text, issued.expires_at)
        owed = steps.owe_alone(session, outside, entity, (STREAM, row.id), (messages.SMS, params), about="code")
        subject, data = record.on(STREAM, row.id), {"code": str(issued.id), "purpose": "booking"}
        acts = [
            record.Act("code.sent", bookings.SOMEBODY, subject, data=data),
            record.Act("sms.queued", SYSTEM, record.on("sms", owed), data={"about": "code"}),
        ]
        record.in_stream(session, entity, STREAM, row.id, acts, now)
        return issued.expires_at


def prove(outside: Outside, entity: str, token: str, code: str) -> Booking:
    """Take the code that came to the mobile. Proving again what is proved does nothing.

    Raises `IdentificationFailed`, the same for wrong, used and expired codes, and `NotFound`.
    """
    with db.transaction() as session:
        row = bookings.unconfirmed(bookings.behind(session, entity, token, lock=True))
        refused = row.mobile_proved_at is None and not _proved(session, outside, row, code)
        made = bookings.view(session, outside, row)
    if refused:
        raise IdentificationFailed
    return made


def _printed(session: Session, outside: Outside, row: AppointmentRow, draft: Draft) -> OfficeError | None:
    """Note the prints of who was typed, and return what stands against this person's booking."""
    wrong = bookings.wrong(row, draft)
    if wrong:
        row.email_print = row.mobile_print = row.document_print = None
        return Invalid("the person's data are not complete", wrong)
    now = outside.clock.now()
    found = limits.prints_of(outside.keys, bookings.person_of(draft))
    row.email_print, row.mobile_print, row.document_print = found.email, found.mobile, found.document
    try:
        limits.check_person(session, entities.get(session, row.entity, now), found, row.procedure, now)
    except limits.TooMany as fault:
        return fault
    return None


def _check_codes(session: Session, row: AppointmentRow, draft: Draft, now: datetime) -> None:
    if sum(at > now - WITHIN for at in draft.sent) >= MOST:
        raise TooManyCodes("too many codes for one booking")
    mobile = row.mobile_print or b""
    rows.hold_prints(session, [mobile])
    others = rows.with_codes(session, row.entity, mobile, now - BOOKINGS_WITHIN, but=row.id)
    if others >= BOOKINGS:
        raise TooManyCodes("too many bookings send codes to one mobile")


def _proved(session: Session, outside: Outside, row: AppointmentRow, typed: str) -> bool:
    draft, now = drafts.opened(outside, row), outside.clock.now()
    subject, known = record.on(STREAM, row.id), draft.code
    tried = known.row() if known else None
    reason = codes.refusal(outside.keys, tried, typed, now) if tried else "unknown"
    if known and tried:
        drafts.keep(outside, row, replace(draft, code=replace(known, tries=tried.tries, used_at=tried.used_at)))
    if reason:
        act = record.Act("code.refused", bookings.SOMEBODY, subject, data={"reason": reason})
    else:
        row.mobile_proved_at = now
        data = {"code": str(row.code_id), "purpose": "booking"}
        act = record.Act("code.verified", bookings.SOMEBODY, subject, data=data)
    record.in_stream(session, row.entity, STREAM, row.id, [act], now)
    return not reason
