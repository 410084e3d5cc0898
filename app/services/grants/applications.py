"""Applications for grants as diagrams use them: examined, kept, granted, and put up for payment.

Everybody may apply, and more than once for one home; only the grant is unique, for each home and call.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID, uuid5

from app.domain.actors import worker
from app.domain.errors import NotFound, OperatorFailed
from app.domain.grants import Call
from app.evidence.canonical import Value
from app.ports import Applied, CallRef, Examined, Outside
from app.services import parties, record, steps
from app.services.files import receipts
from app.services.grants import calls, homes
from app.services.grants.calls import Published
from app.services.grants.homes import Said
from app.services.reference import lookups
from app.services.steps import Held
from app.store import db, decisions, people, registry
from app.store import grants as store
from app.store.tables import GrantApplicationRow, GrantAwardRow

PAYEE: Final = "grant.payee"
ORDERED: Final = "ordered"
SERIES: Final = "payment"
_OFFICE = worker("grants")
_AFFECTED: Final = "affected"
_DECIDED: Final = "decided"


@dataclass(frozen=True, slots=True)
class CaseGrants:
    """Grants, as diagrams use them."""

    outside: Outside

    def examine(self, call: CallRef, *, grant_call: str, answers: str, home_group: str) -> Examined:
        """Return what can be found out. Raises `OperatorFailed` with "answers_unknown" or "home_unknown"."""
        with db.reading() as session:
            held = steps.hold(session, self.outside, call.entity, call.case_id)
            said = homes.said(held, answers, home_group)
            made = store.application_of(session, call.case_id)
            found, day = _call(held, grant_call, made)
            return _examined(held, said, found, day) if found else _without_call(said)

    def apply(self, call: CallRef, *, grant_call: str, answers: str, home_group: str, entry_number: str) -> Applied:
        """Keep a registered application; a case applies once.

        Raises `OperatorFailed` with "answers_unknown", "home_unknown", "call_unknown" or "entry_unknown".
        """
        with db.transaction() as session:
            held = steps.hold(session, self.outside, call.entity, call.case_id)
            said = homes.said(held, answers, home_group)
            prints = said.prints(held)
            made = store.application_of(session, call.case_id)
            if made is None:
                made_id, name = _apply(held, call, (grant_call, entry_number), said)
            else:
                made_id, name = made.id, made.call
            earlier = store.earlier(session, call.entity, name, prints, call.case_id)
            if made is not None:
                session.rollback()
        return Applied(str(made_id), earlier)

    def award(self, call: CallRef, *, application: str, resolution: str) -> str:
        """Note that a resolution granted an application and return the award; the same again changes nothing.

        Raises `OperatorFailed` with "application_unknown", "resolution_unknown" (the case has none, or nobody has
        decided it), "already_granted" or "budget_exhausted".
        """
        with db.transaction() as session:
            held = steps.hold(session, self.outside, call.entity, call.case_id)
            made = _application(held, application)
            store.hold_call(session, call.entity, made.call)
            known = store.award_of(session, made.id)
            if known is not None:
                session.rollback()
                return str(known.id)
            return str(_award(held, made, resolution))

    def order_payment(self, call: CallRef, *, award: str, answers: str, payee: str) -> str:
        """Have a notified award paid to the party with role `payee`, and return the order's reference.

        The account is the one of the answers. Raises `OperatorFailed` with "award_unknown", "answers_unknown",
        "payee_unknown" or "iban".
        """
        with db.transaction() as session:
            held = steps.hold(session, self.outside, call.entity, call.case_id)
            try:
                granted = store.award(session, call.case_id, UUID(award))
            except (NotFound, ValueError) as fault:
                raise OperatorFailed("award_unknown", "the case has no such award") from fault
            known = store.order_of(session, granted.id)
            if known is not None:
                session.rollback()
                return known.reference
            return _order(held, granted, answers, payee)


def _call(held: Held, name: str, made: GrantApplicationRow | None) -> tuple[Published | None, date]:
    """Return the call that applies to the case, and the day by which its deadline is judged."""
    calendar = held.entity.calendar
    if made is None:
        today = calendar.local_day(held.now)
        return calls.named(held.session, held.row.entity, name, today), today
    day = calendar.local_day(made.applied_at)
    return calls.version_of(held.session, held.row.entity, made.call, made.version, day), day


def _examined(held: Held, said: Said, found: Published, day: date) -> Examined:
    call, calendar = found.call, held.entity.calendar
    today = calendar.local_day(held.now)
    place = call.place(said.home.municipality)
    until = calendar.working_day_from(place[0].until) if place else None
    affected, known = _zone(held, call, said, day)
    earlier = store.earlier(held.session, held.row.entity, call.id, said.prints(held), held.row.id)
    return Examined(
        call=call.id,
        open=call.opens_on <= today <= call.last_day,
        fictional=call.fictional,
        natural_person=said.natural_person,
        municipality_listed=place is not None,
        zone_affected=affected,
        zone_known=known,
        within_deadline=until is not None and call.opens_on <= day <= until,
        deadline=until.isoformat() if until else "",
        amount_cents=call.amount_cents,
        home_basis=said.home.basis,
        earlier=earlier,
        granted=store.granted_for(held.session, held.row.entity, call.id, said.prints(held), held.row.id),
        iban_valid=bool(said.iban),
        holder_same=said.holder_same,
    )


def _without_call(said: Said) -> Examined:
    return Examined(
        call="",
        open=False,
        fictional=False,
        natural_person=said.natural_person,
        municipality_listed=False,
        zone_affected=False,
        zone_known=True,
        within_deadline=False,
        deadline="",
        amount_cents=0,
        home_basis=said.home.basis,
        earlier=0,
        granted=False,
        iban_valid=bool(said.iban),
        holder_same=said.holder_same,
    )


def _zone(held: Held, call: Call, said: Said, day: date) -> tuple[bool, bool]:
    """Return whether the home's zone is affected, and whether that is known without looking.

    The table of zones wins, by postcode; without its word a municipality is affected as a whole, or a person looks.
    """
    place = call.place(said.home.municipality)
    if place is None:
        return False, True
    if call.zones:
        try:
            row = lookups.said_of(held.session, held.row.entity, call.zones, said.home.address.postcode, day)
        except NotFound:
            return not place[1].part, not place[1].part
        if row.found:
            return row.row.get(_AFFECTED) is True, True
    return not place[1].part, not place[1].part


def _apply(held: Held, call: CallRef, named: tuple[str, str], said: Said) -> tuple[UUID, str]:
    name, entry_number = named
    applied_at = _entered_at(held, entry_number)
    day = held.entity.calendar.local_day(applied_at)
    found = calls.named(held.session, call.entity, name, day)
    if found is None:
        raise OperatorFailed("call_unknown", "the entity has no such call")
    made_id = uuid5(call.call_id, "application")
    home, address = said.prints(held)
    row = {"id": made_id, "entity": call.entity, "call": found.call.id, "version": found.version}
    about = {"case_id": call.case_id, "basis": said.home.basis, "entry_number": entry_number, "applied_at": applied_at}
    store.add_application(held.session, row | about | {"home": home, "address": address})
    told: dict[str, Value] = {
        "call": found.call.id,
        "version": found.version,
        "entry": entry_number,
        "basis": said.home.basis,
    }
    steps.note(
        held, record.Act("grant.applied", _OFFICE, record.on("application", made_id), told, (), {"home": said.home.key})
    )
    return made_id, found.call.id


def _entered_at(held: Held, entry_number: str) -> datetime:
    for entry in registry.entries_of(held.session, held.row.id):
        if receipts.number_of(entry) == entry_number:
            return entry.at
    raise OperatorFailed("entry_unknown", "the case has no such entry in the register")


def _application(held: Held, application: str) -> GrantApplicationRow:
    try:
        return store.application(held.session, held.row.id, UUID(application))
    except (NotFound, ValueError) as fault:
        raise OperatorFailed("application_unknown", "the case made no such application") from fault


def _award(held: Held, made: GrantApplicationRow, resolution: str) -> UUID:
    _demand_decided(held, resolution)
    call = calls.version_of(held.session, made.entity, made.call, made.version, date.min).call
    if store.granted_for(held.session, made.entity, made.call, (made.home, made.address), made.case_id):
        raise OperatorFailed("already_granted", "the home was granted this aid")
    if store.granted_cents(held.session, made.entity, made.call) + call.amount_cents > call.budget_cents:
        raise OperatorFailed("budget_exhausted", "the budget of the call is used up")
    award_id = uuid5(made.id, "award")
    row: dict[str, Any] = {"id": award_id, "entity": made.entity, "call": made.call, "home": made.home}
    about = {"application_id": made.id, "case_id": made.case_id, "amount_cents": call.amount_cents}
    if not store.add_award(held.session, row | about | {"resolution": resolution[:80], "granted_at": held.now}):
        raise OperatorFailed("already_granted", "the home was granted this aid")
    told: dict[str, Value] = {"call": made.call, "amount_cents": call.amount_cents, "resolution": resolution[:80]}
    steps.note(held, record.Act("grant.awarded", _OFFICE, record.on("award", award_id), told))
    return award_id


def _demand_decided(held: Held, resolution: str) -> None:
    """Raise `OperatorFailed` unless a body has decided that resolution in the case: nobody else grants anything."""
    try:
        row = decisions.resolution(held.session, held.row.entity, UUID(resolution)).row
    except (NotFound, ValueError) as fault:
        raise OperatorFailed("resolution_unknown", "there is no such resolution") from fault
    if row.case_id != held.row.id or row.state != _DECIDED:
        raise OperatorFailed("resolution_unknown", "the case has no such resolution")


def _order(held: Held, granted: GrantAwardRow, answers: str, payee: str) -> str:
    party = people.party_with_role(held.session, held.row.id, payee)
    if party is None:
        raise OperatorFailed("payee_unknown", "the case has no party with this role")
    iban = homes.account(held, answers)
    if not iban:
        raise OperatorFailed("iban", "the answers hold no account")
    year = held.entity.calendar.local_day(held.now).year
    registry.hold_series(held.session, held.row.entity, SERIES)
    number = registry.next_number(held.session, held.row.entity, year, SERIES)
    reference = f"{held.entity.dir3}-PAG-{year:04d}-{number:06d}"
    details = {"name": parties.details_of(party, held.seal).full_name, "iban": iban}
    order_id = uuid5(granted.id, "order")
    row = {"id": order_id, "entity": held.row.entity, "award_id": granted.id, "case_id": held.row.id}
    about = {"reference": reference, "amount_cents": granted.amount_cents, "state": ORDERED, "ordered_at": held.now}
    store.add_order(held.session, row | about | {"sealed": held.seal.seal_json(details, PAYEE)})
    told: dict[str, Value] = {"reference": reference, "amount_cents": granted.amount_cents}
    steps.note(held, record.Act("payment.ordered", _OFFICE, record.on("payment", order_id), told, (), details))
    return reference
