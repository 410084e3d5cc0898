"""A person at the counter, to whom an official lends the screen to sign with their own telephone.

What the guest does is the guest's own act, and evidence says who attended.
"""

from uuid import UUID

from app.domain.actors import Actor
from app.ports import Outside
from app.services import access, presence
from app.services.desk import counter
from app.services.presence import NotHere
from app.services.visits import CITIZEN, Visitor
from app.store import db

AT_COUNTER = "counter"
"""How a person came in who was seen at the counter."""


def lent(outside: Outside, visitor: Visitor, case_id: UUID, party_id: UUID) -> Visitor:
    """Return a person of a case who is at the counter, as the visitor that they are on the official's screen.

    Raises `RoleMissing`, `NotFound`, or `NotHere` for whoever is not at the counter now.
    """
    with db.reading() as session:
        file = access.clerk_reading(session, outside, visitor, case_id, roles=access.HANDLERS)
        party = counter.party_of(session, case_id, party_id)
        here = presence.of(session, file, party)
        if here is None or not here.at_counter:
            raise NotHere("the person is not at the counter")
        return Visitor(
            token_digest=visitor.token_digest,
            kind=CITIZEN,
            entity=visitor.entity,
            id=party.id,
            case_id=case_id,
            level=party.level,
            roles=frozenset(),
            name="",
            language=party.language,
            previous_access_at=party.last_access_at,
            actor=Actor("citizen", str(party.id), AT_COUNTER),
            attended_by=visitor.id,
        )
