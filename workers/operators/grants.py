"""Operators about grants."""

from dataclasses import dataclass

from app.operators import Context, Role, operator
from app.ports import Applied, Examined


@dataclass(frozen=True, slots=True)
class Awarded:
    """A grant that was given."""

    award: str


@dataclass(frozen=True, slots=True)
class Ordered:
    """A payment that the treasury will make."""

    reference: str


@operator("grants.examine")
def examine(ctx: Context, *, call: str, answers: str, home_group: str) -> Examined:
    """Find out what the rules of a call for grants ask about an application.

    `call` is a call or a series of calls, of which the one that opened last counts; `answers` the reference of the
    application's answers, `home_group` the block of fields that describes the home. Once the application is
    registered its deadline is judged by that day. Fails with answers_unknown or home_unknown.
    """
    return ctx.office.grants.examine(ctx.call, grant_call=call, answers=answers, home_group=home_group)


@operator("grants.apply")
def apply(ctx: Context, *, call: str, answers: str, home_group: str, entry_number: str) -> Applied:
    """Keep an application that is in the register, and say how many others there are for the same home.

    A second one for a home is kept like the first: only the grant is unique. `entry_number` is what registry.enter
    gave. Fails with answers_unknown, home_unknown, call_unknown or entry_unknown.
    """
    return ctx.office.grants.apply(
        ctx.call, grant_call=call, answers=answers, home_group=home_group, entry_number=entry_number
    )


@operator("grants.award")
def award(ctx: Context, *, application: str, resolution: str) -> Awarded:
    """Note that a resolution of the competent body granted an application.

    Fails with application_unknown, resolution_unknown, already_granted (the home has this grant) or
    budget_exhausted.
    """
    return Awarded(ctx.office.grants.award(ctx.call, application=application, resolution=resolution))


@operator("grants.order_payment")
def order_payment(ctx: Context, *, award: str, answers: str, payee: Role) -> Ordered:
    """Have a grant paid, once it was notified, to the account of the answers.

    `payee` is the role of who is paid. Fails with award_unknown, answers_unknown, payee_unknown or iban.
    """
    return Ordered(ctx.office.grants.order_payment(ctx.call, award=award, answers=answers, payee=payee))
