"""How many appointments one e-mail, mobile, document or address may have, so that nobody takes them all.

The rows hold keyed prints only. Who counts a print holds it, so that two bookings at once do not both fit below the
limit. An entity sets its own under the fact `booking_limits`.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from app.domain import people
from app.domain.errors import Conflict
from app.ports import Keys
from app.services.entities import Entity
from app.services.parties import PersonDetails
from app.store import appointments
from app.store.appointments import Prints

FACT: Final = "booking_limits"
DEFAULTS: Final = {"email": 3, "mobile": 3, "document": 2, "address": 10, "moves": 5, "holds": 20}
"""Appointments to come per e-mail, per mobile, and per document for one procedure; bookings begun per address in
`WITHIN`; changes of hour by the person of one appointment; hours held in one booking before it is confirmed."""
WITHIN: Final = timedelta(days=1)


class TooMany(Conflict):
    """Somebody has as many appointments as one may have. `limit` is a word of `DEFAULTS`, `most` how many."""

    code = "booking.too_many"

    def __init__(self, limit: str, most: int) -> None:
        super().__init__(f"more than {most} for one {limit}")
        self.limit, self.most = limit, most


def most(entity: Entity, limit: str) -> int:
    """Return how many of something one may have here."""
    own = entity.facts.get(FACT, {})
    found = own.get(limit) if isinstance(own, dict) else None
    return found if type(found) is int and found >= 0 else DEFAULTS[limit]


def prints_of(keys: Keys, person: PersonDetails) -> Prints:
    """Return the prints of a person, None for what was not told."""
    number = f"{person.id_type} {person.id_country} {people.compact(person.id_number)}"
    return Prints(
        email=keys.fingerprint(person.email.casefold(), "booking email") if person.email else None,
        mobile=keys.fingerprint(person.mobile, "booking mobile") if person.mobile else None,
        document=keys.fingerprint(number, "booking document"),
    )


def address_print(keys: Keys, address: str) -> bytes:
    """Return the print of a network address."""
    return keys.fingerprint(address, "booking address")


def check_person(session: Session, entity: Entity, prints: Prints, procedure: str, now: datetime) -> None:
    """Raise `TooMany` when the person has as many appointments to come as one may have."""
    counts = appointments.coming(session, entity.id, prints, procedure, now)
    for limit, found in (("document", counts.document), ("mobile", counts.mobile), ("email", counts.email)):
        if found >= most(entity, limit):
            raise TooMany(limit, most(entity, limit))


def hold_person(session: Session, entity: Entity, prints: Prints, procedure: str, now: datetime) -> None:
    """Check the person's limits and hold them against anybody else until the transaction ends."""
    appointments.hold_prints(session, prints.told)
    check_person(session, entity, prints, procedure, now)


def hold_address(session: Session, entity: Entity, address: bytes, now: datetime) -> None:
    """Hold an address and raise `TooMany` when as many bookings as may be were begun from it lately."""
    appointments.hold_prints(session, [address])
    if appointments.from_address(session, entity.id, address, now - WITHIN) >= most(entity, "address"):
        raise TooMany("address", most(entity, "address"))
