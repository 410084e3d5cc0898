"""Operators about the people of a case."""

from dataclasses import dataclass

from app.operators import Context, NewRole, Role, operator


@dataclass(frozen=True, slots=True)
class Invited:
    """A person who is now a party of the case."""

    party: str


@operator("parties.invite")
def invite(ctx: Context, *, role: NewRole, answers: str, group: str) -> Invited:
    """Make the person described in some answers a party of the case.

    `answers` is their reference, `group` the fields that describe the person, `role` what they become. Fails with
    person.
    """
    return Invited(ctx.office.parties.invite(ctx.call, role=role, answers=answers, group=group))


@dataclass(frozen=True, slots=True)
class Represented:
    """A person who is now a party of the case and for whom another acts."""

    party: str


@operator("parties.represent")
def represent(ctx: Context, *, role: Role, represented: NewRole, answers: str, group: str) -> Represented:
    """Make the person described in some answers a party for whom another party acts and signs.

    `role` is the representative's, `represented` what the person becomes, `answers` and `group` say who it is. The
    person is not written to and does not sign; the proof is a paper of the procedure. Fails with person or party.
    """
    return Represented(
        ctx.office.parties.represent(ctx.call, role=role, represented=represented, answers=answers, group=group)
    )
