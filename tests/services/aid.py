"""A small procedure whose only form asks for a grant, its call, and cases in which it is asked for."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from app.domain.actors import SYSTEM
from app.ports import CallRef
from app.services import tasks
from app.services.grants import calls
from app.services.grants.applications import CaseGrants
from app.services.parties import PersonDetails
from app.store import cases as rows
from app.store import db, decisions
from app.store.tables import CallRow, DocumentRow, EntryRow, ResolutionRow
from tests import builders
from tests.builders import ANA, TOWN, OpenCase
from tests.fakes.outside import World
from tests.services import bodies, permits

REFERENCE, NEIGHBOUR = "9872023VH5797S0001WX", "9872023VH5797S0002EM"
IBAN = "ES8099990001450000000001"
PART = {"es": "Núcleo antiguo", "ca": "Nucli antic"}
CALL: Mapping[str, Any] = {
    "id": "flood-1",
    "series": "flood",
    "fictional": True,
    "name": {"es": "Ayudas por la riada", "ca": "Ajudes per la riuada"},
    "granted_by": {"es": "La región", "ca": "La regió"},
    "amount_cents": 600_000,
    "budget_cents": 1_200_000,
    "opens_on": "2026-11-01",
    "groups": [
        {"id": "a", "until": "2026-11-30", "municipalities": ["Ribalba", {"name": "Molí", "part": PART}]},
        {"id": "b", "until": "2026-11-22", "municipalities": ["Sotos"]},
    ],
}  # fmt: skip


def _field(name: str, means: str, kind: str = "text", **more: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "label": {"es": name, "ca": name}, "means": means} | more


def _form() -> bytes:
    texts = {"es": "Pedir", "ca": "Demanar"}
    parts = ("cadastral", "street", "number", "floor", "door", "postcode", "municipality")
    fields = [
        _field("home", "home", "block", fields=[_field(part, part) for part in parts]),
        _field("account", "account:iban"),
        _field("same", "account:holder_same"),
        _field("kind", "applicant:kind"),
    ]
    page = {"id": "page", "title": texts, "fields": fields}
    return json.dumps({"id": "ask", "version": 1, "title": texts, "pages": [page]}).encode()


SOURCES: Mapping[str, bytes] = {**builders.SOURCES, "forms/ask.json": _form()}


@dataclass(frozen=True, slots=True)
class Asked:
    """A case in which a grant was asked for, and the reference of the answers."""

    case: OpenCase
    answers: str


def publish(world: World, **changes: Any) -> None:
    """Publish the call, changed."""
    calls.publish(world.outside, TOWN, {**CALL, **changes}, SYSTEM)


def asked(
    world: World,
    person: PersonDetails = ANA,
    *,
    home: Mapping[str, str] | None = None,
    given: Mapping[str, str] | None = None,
) -> Asked:
    """Open a case and send the form."""
    case = builders.open_case(world, person, mailed=False)
    permit = permits.Permit(case, builders.citizen(world, case), builders.citizen(world, case))
    address = {"street": "Carrer Major", "number": "3", "postcode": "46001", "municipality": "Ribalba"}
    answers: dict[str, Any] = {"account": IBAN, "same": "yes", **(given or {})}
    answers["home"] = {**address, **(home or {"cadastral": REFERENCE})}
    tasks.complete(world.outside, permit.citizen, permits.task_of(permit, "ask"), answers)
    with db.reading() as session:
        return Asked(case, str(rows.all_answers(session, case.id)[-1].id))


def call_of(asked_for: Asked) -> CallRef:
    """Return a fresh call of a case."""
    return CallRef(TOWN, asked_for.case.id, uuid4())


def entered(world: World, asked_for: Asked, at: datetime | None = None) -> str:
    """Enter something of a case in the register and return its number."""
    now = at or world.clock.now()
    call_id, document_id = uuid4(), uuid4()
    mine = {"entity": TOWN, "case_id": asked_for.case.id}
    with db.bookkeeping("an entry for a test") as session:
        number = session.query(EntryRow).count() + 1
        session.add(CallRow(**mine, id=call_id, origin="diagram", element="e", operator="registry.enter", queue="q",
                            params=b"", status="done", attempts=1, max_attempts=1, backoff_seconds=1, next_at=now,
                            created_at=now))  # fmt: skip
        session.add(DocumentRow(**mine, id=document_id, kind="rendered", name="request", title="r", state="final",
                                mime="application/pdf", pages=1, current=1, created_at=now))  # fmt: skip
        session.flush()
        session.add(EntryRow(entity=TOWN, year=2026, kind="E", number=number, case_id=asked_for.case.id,
                             call_id=call_id, document_id=document_id, office="", summary="r",
                             contents={"document": 1, "papers": {}}, at=now, legal_at=now))  # fmt: skip
    return f"2026-E-RE-{number:06d}"


def applied(world: World, asked_for: Asked, at: datetime | None = None) -> str:
    """Register an application and return its id."""
    number = entered(world, asked_for, at)
    made = CaseGrants(world.outside).apply(
        call_of(asked_for), grant_call="flood", answers=asked_for.answers, home_group="home", entry_number=number
    )
    return made.application


def resolved(world: World, asked_for: Asked, state: str = "decided") -> str:
    """Let a body have resolved something in a case, and return the resolution's id."""
    now, call_id, document_id, resolution_id = world.clock.now(), uuid4(), uuid4(), uuid4()
    with db.reading() as session:
        known = decisions.body_called(session, TOWN, bodies.MAYOR)
        body_id = known.id if known else None
    body_id = body_id or bodies.body()
    mine = {"entity": TOWN, "case_id": asked_for.case.id}
    with db.bookkeeping("a resolution for a test") as session:
        session.add(CallRow(**mine, id=call_id, origin="diagram", element="r", operator="decisions.request", queue="q",
                            params=b"", status="done", attempts=1, max_attempts=1, backoff_seconds=1, next_at=now,
                            created_at=now))  # fmt: skip
        session.add(DocumentRow(**mine, id=document_id, kind="rendered", name="grant", title="r", state="final",
                                mime="application/pdf", pages=1, current=1, created_at=now))  # fmt: skip
        session.flush()
        session.add(ResolutionRow(**mine, id=resolution_id, call_id=call_id, document_id=document_id, kind="granted",
                                  state=state, competent_id=body_id, body_id=body_id, series="A",
                                  requested_at=now))  # fmt: skip
    return str(resolution_id)


def award(world: World, asked_for: Asked, application: str, resolution: str = "") -> str:
    """Grant an application by a resolution of its case, and return the award."""
    decided = resolution or resolved(world, asked_for)
    return CaseGrants(world.outside).award(call_of(asked_for), application=application, resolution=decided)


def granted(world: World, asked_for: Asked) -> str:
    """Register an application, grant it, and return the award."""
    return award(world, asked_for, applied(world, asked_for))


def ordered(world: World, asked_for: Asked) -> str:
    """Grant an application, put it up for payment, and return the order's reference."""
    award = granted(world, asked_for)
    return CaseGrants(world.outside).order_payment(
        call_of(asked_for), award=award, answers=asked_for.answers, payee="applicant"
    )


def other(person: PersonDetails, number: str) -> PersonDetails:
    """Return somebody else who has this number."""
    return replace(person, id_number=number, given_name="Berta")
