"""Operators about the people of a case."""

from dataclasses import dataclass

from app.operators import Context, NewRole, operator


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
