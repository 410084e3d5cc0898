"""Who a person of a case is: an official looks at a document and accepts it, or does not. Not a use case.

What diagrams ask for and what the counter does share this: the same checks, the same evidence.
"""

import hmac
from collections.abc import Mapping
from dataclasses import replace

from app.domain import identity
from app.domain import people as numbers
from app.domain.errors import Conflict
from app.domain.identity import Level, Seen
from app.evidence.canonical import Value
from app.services import parties, record
from app.services.steps import Held
from app.services.visits import Visitor
from app.store import documents as store
from app.store.tables import PartyRow


class OtherDocument(Conflict):
    """The document that was seen is not the one that the person declared."""

    code = "identity.other_document"


class NumberSettled(Conflict):
    """The declared number stands in a document that the person is asked to sign, or has signed."""

    code = "identity.number_settled"


def establish(held: Held, visitor: Visitor, party: PartyRow, seen: Seen) -> record.Act:
    """Make it a fact of a held case that an official accepted who a person is, and return it as an act.

    Raises `OtherDocument` when the number seen is not the one declared. Source: Ley 39/2015 art. 9.1 and 12.2.
    """
    if not same_number(held, party, seen.number):
        raise OtherDocument("the number seen is not the one declared")
    party.level = held.levels[party.role] = identity.highest(party.level, Level.OFFICIAL.word)
    party.verified_by, party.verified_at, party.verified_how = visitor.id, held.now, seen.method
    told: dict[str, Value] = {"document_kind": seen.document_kind, "method": seen.method, "outcome": "accepted"}
    values: dict[str, Value] = {"number": numbers.compact(seen.number), "expires": seen.expires.isoformat()}
    subject = record.on("party", party.id)
    return record.Act("identity.verified", visitor.actor, subject, {**told, "level": party.level}, (), values)


def refuse(held: Held, visitor: Visitor, party: PartyRow, seen: Mapping[str, str], reason: str) -> record.Act:
    """Make it a fact that an official did not accept who a person is, and return it as an act.

    What an official had accepted before stands no longer; what was signed by then stays signed.
    """
    if identity.level(party.level) is Level.OFFICIAL:
        came = Level.CODE if party.last_access_at else Level.DECLARED
        party.level = held.levels[party.role] = came.word
        party.verified_by = party.verified_at = party.verified_how = None
    told: dict[str, Value] = {**seen, "outcome": "refused", "level": party.level}
    values: dict[str, Value] = {"reason": reason} if reason else {}
    return record.Act("identity.refused", visitor.actor, record.on("party", party.id), told, (), values)


def same_number(held: Held, party: PartyRow, number: str) -> bool:
    """Return whether a number is the one that a person declared, however it is grouped."""
    declared = numbers.compact(parties.details_of(party, held.seal).id_number)
    return hmac.compare_digest(numbers.compact(number).encode(), declared.encode())


def correct_number(held: Held, visitor: Visitor, party: PartyRow, seen: Seen) -> None:
    """Put the number of the document seen in place of the one that the person declared, and record both.

    Raises `NumberSettled` once a document was laid before the person to be signed.
    """
    if store.asked_of(held.session, party.id):
        raise NumberSettled("the number stands in a document to be signed")
    details = parties.details_of(party, held.seal)
    corrected = replace(
        details,
        id_type=identity.DOCUMENTS[seen.document_kind],
        id_number=numbers.compact(seen.number),
        id_country=seen.country,
    )
    parties.change(held, party, corrected, visitor.actor, "document_seen")
