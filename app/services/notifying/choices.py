"""How a person wants to be notified: said in a form, or changed in the portal at any time.

Source: Ley 39/2015 art. 14.1 and 41.1, 66.1.b.
"""

from collections.abc import Mapping
from typing import Any, Final

from app.domain import notification as rules
from app.domain.actors import Actor
from app.domain.errors import Invalid
from app.domain.malformed import Malformed
from app.intake import forms
from app.intake.definition import FormDefinition
from app.ports import Outside
from app.services import access, record, steps
from app.services.findings import Doer
from app.services.visits import Visitor
from app.store import db, people
from app.store.tables import PartyRow

MEANS: Final = "notification_channel"
"""What a form's field means that asks how a person wants to be notified: electronic or paper."""


def found(doer: Doer, form: FormDefinition | None, answers: Mapping[str, Any]) -> list[record.Act]:
    """Keep what the person of a task answered about how to be notified, and return it as an act; none if not asked."""
    if form is None or doer.party is None:
        return []
    word = forms.meanings(form, answers).get(MEANS)
    return [chosen(doer.party, word, doer.actor)] if word in rules.CHANNELS else []


def chosen(party: PartyRow, word: Any, actor: Actor) -> record.Act:
    """Keep how a party of a held case wants to be notified, and return it as an act."""
    party.notification_channel = str(word)
    return record.Act("party.channel", actor, record.on("party", party.id), {"channel": str(word)})


def choose(outside: Outside, visitor: Visitor, word: str) -> None:
    """Let a person choose how to be notified from now on. Raises `Invalid` for anything but the two channels.

    What was notified before goes on as it was.
    """
    try:
        channel = rules.known(word)
    except Malformed as fault:
        raise Invalid("no such channel", {"channel": "choose"}) from fault
    with db.transaction() as session:
        held = access.citizen(session, outside, visitor)
        party = people.party(session, visitor.id, lock=True)
        if party.notification_channel != channel:
            steps.note(held, chosen(party, channel, visitor.actor))
