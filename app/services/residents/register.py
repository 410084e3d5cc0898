"""The residents' register as diagrams use it: each question and each change in one transaction with its evidence."""

from dataclasses import dataclass

from app.ports import CallRef, DwellingFound, Extract, LivesThere, Outside, PersonFound, Registered, Registration
from app.services import steps
from app.services.residents import changes, described, extracts, lookups, opening
from app.store import db


@dataclass(frozen=True, slots=True)
class ResidentsRegister:
    """The register that the tables of the office hold."""

    outside: Outside

    def find_person(self, call: CallRef, *, answers: str, group: str) -> PersonFound:
        """Look for the person whom `group` describes. Raises `OperatorFailed` with answers_unknown or person."""
        with db.transaction() as session:
            held = steps.hold(session, self.outside, call.entity, call.case_id)
            person = described.opened(held, answers).person(group)
            register = opening.opened(session, self.outside, call.entity)
            return lookups.find_person(held, call, register, person)

    def find_dwelling(self, call: CallRef, *, answers: str, group: str) -> DwellingFound:
        """Look for the home that `group` describes. Raises `OperatorFailed` with answers_unknown or address."""
        with db.transaction() as session:
            held = steps.hold(session, self.outside, call.entity, call.case_id)
            one, said = described.opened(held, answers).home(group)
            return lookups.find_dwelling(held, call, one, said)

    def lives_there(self, call: CallRef, *, answers: str, group: str, dwelling: str) -> LivesThere:
        """Look whether a person is registered in `dwelling` today.

        Raises `OperatorFailed` with answers_unknown, person or dwelling_unknown.
        """
        with db.transaction() as session:
            held = steps.hold(session, self.outside, call.entity, call.case_id)
            person = described.opened(held, answers).person(group)
            register = opening.opened(session, self.outside, call.entity)
            return lookups.lives_there(held, call, register, person, dwelling)

    def register(self, call: CallRef, *, change: Registration) -> Registered:
        """Make a change of the register; the same call does it once. Raises as `changes.make`."""
        with db.transaction() as session:
            held = steps.hold(session, self.outside, call.entity, call.case_id)
            return changes.make(held, call, change)

    def extract(self, call: CallRef, *, dwelling: str, resident: str, scope: str) -> Extract:
        """Seal in the case what the register says, without protected people. Raises as `extracts.make`."""
        with db.transaction() as session:
            held = steps.hold(session, self.outside, call.entity, call.case_id)
            register = opening.opened(session, self.outside, call.entity)
            return extracts.make(held, call, register, scope, (resident, dwelling))
