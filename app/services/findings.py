"""What completing a task says besides moving the diagram: which answers were given, who somebody was found to be."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from app.domain import identity
from app.domain import people as numbers
from app.domain.actors import Actor
from app.domain.errors import Conflict, Denied, Invalid
from app.evidence.canonical import Value
from app.intake import forms
from app.intake.definition import FormDefinition
from app.services import identities, parties, record
from app.services.files import papers
from app.services.presence import Presence
from app.services.steps import Held
from app.services.visits import Visitor
from app.store import people
from app.store.tables import PartyRow, TaskRow

PARTY = "party:"
"""How the meaning of a form's block begins when it describes another person of the case."""


class FormIncomplete(Invalid):
    """Answers do not fit the form of their task."""

    code = "form.incomplete"


@dataclass(frozen=True, slots=True)
class Doer:
    """Who does a task: `actor` for the person `party`, who is that person or, with `here`, is attending them.

    For a task of the staff there is no `party`.
    """

    actor: Actor
    party: PartyRow | None = None
    here: Presence | None = None

    @property
    def behalf(self) -> dict[str, Value]:
        """Return what evidence says of an act for somebody else, nothing of one's own."""
        return self.here.said(self.party) if self.here and self.party else {}


def saved(
    held: Held,
    doer: Doer,
    task: TaskRow,
    answered: tuple[FormDefinition | None, Mapping[str, Any]],
    left: Sequence[UUID] = (),
) -> record.Act:
    """Return the act of having answered a task's form, or of having done a task without one.

    `left` are the papers that the official knowingly left unreviewed; evidence names them.
    """
    on, (form, answers) = record.on("task", task.id), answered
    said: dict[str, Value] = {**doer.behalf, **({"unreviewed": [str(one) for one in left]} if left else {})}
    if form is None:
        return record.Act("task.completed", doer.actor, on, said)
    definition = hashlib.sha256(held.pinned.sources[f"forms/{form.id}.json"]).hexdigest()
    return record.Act(
        "form.saved",
        doer.actor,
        on,
        data={"form": form.id, "form_sha256": definition, **said},
        values={"answers": json.dumps(answers, sort_keys=True, ensure_ascii=False)},
    )


def found(
    held: Held, visitor: Visitor, task: TaskRow, form: FormDefinition | None, answers: Mapping[str, Any]
) -> list[record.Act]:
    """Turn an official's finding about a person into a fact of the case, and return it as an act.

    Raises `Denied` for anybody but staff, `Conflict` when the case has no such person, `FormIncomplete`
    when the document seen is not the one declared, or papers of that person are not settled.
    """
    role = task.properties.get("verifies")
    if not role or form is None:
        return []
    if visitor.kind != "staff":
        raise Denied("only an official establishes an identity")
    party = people.party_with_role(held.session, held.row.id, role)
    if party is None:
        raise Conflict("the case has nobody with that role")
    meant = forms.meanings(form, answers)
    outcome = meant.get("identity:outcome")
    if outcome == "refused":
        seen = {name: str(meant.get(f"identity:{name}", "")) for name in ("document_kind", "method")}
        return [identities.refuse(held, visitor, party, seen, str(meant.get("identity:reason", "")))]
    if outcome != "accepted":
        return []
    return [_accepted(held, visitor, party, meant)]


def _accepted(held: Held, visitor: Visitor, party: PartyRow, meant: Mapping[str, Any]) -> record.Act:
    seen = identity.Seen(
        document_kind=str(meant.get("identity:document_kind", "")),
        number=str(meant.get("identity:number", "")),
        method=str(meant.get("identity:method", "")),
        expires=_day(meant.get("identity:expiry")),
    )
    copied = seen.method == identity.PAPERS and papers.unsettled(held, party.role)
    try:
        act = identities.establish(held, visitor, party, seen)
    except identities.OtherDocument as fault:
        raise FormIncomplete("another document", {"": "identity.other_document"}) from fault
    if copied or papers.unsettled(held, party.role):  # a person who was seen need not hand in what is waived then
        raise FormIncomplete("papers first", {"": "identity.papers_first"})
    return act


def _day(value: Any) -> date:
    return date.fromisoformat(value) if isinstance(value, str) and value else identity.NEVER


def check_others(held: Held, party: PartyRow | None, form: FormDefinition | None, answers: Mapping[str, Any]) -> None:
    """Refuse answers in which `party` names themselves, or their own telephone, as another person of the case.

    Whoever signs for two would sign with one document and one telephone. Raises `FormIncomplete`.
    """
    if form is None or party is None:
        return
    own = parties.details_of(party, held.seal)
    for meaning, person in forms.meanings(form, answers).items():
        if not meaning.startswith(PARTY) or not isinstance(person, Mapping):
            continue
        document = person.get("person_id")
        number = str(document.get("number", "")) if isinstance(document, Mapping) else ""
        if numbers.compact(number) == numbers.compact(own.id_number):
            raise FormIncomplete("the same person", {"": "party.same_person"})
        if own.mobile and person.get("mobile") == own.mobile:
            raise FormIncomplete("the same telephone", {"": "party.same_mobile"})
