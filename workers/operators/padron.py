"""Operators about the residents' register (padrón). No name, number or address goes into the diagram."""

from datetime import date

from app.domain.errors import OperatorFailed
from app.operators import Context, operator
from app.ports import DwellingFound, Extract, LivesThere, PersonFound, Registered, Registration


@operator("padron.find_person")
def find_person(ctx: Context, *, answers: str, group: str) -> PersonFound:
    """Look for a person in the residents' register.

    `group` are the fields of the answers that describe the person, such as child or people.0; what they do not say
    of name and document is taken from the party whose role has that name. `found` is whether the person ever was in
    the register, `registered` whether now: then `dwelling` and `since` (a day) say where and from when. `agrees` is
    whether name and day of birth are as the register has them. Fails with answers_unknown or person.
    """
    return ctx.office.padron.find_person(ctx.call, answers=answers, group=group)


@operator("padron.find_dwelling")
def find_dwelling(ctx: Context, *, answers: str, group: str) -> DwellingFound:
    """Look for a home in the residents' register.

    `group` are the fields of the answers with its address. `found` is one, none or several (the address does not say
    which home of the building). `occupants` counts who is registered there today; `kind` is family or collective;
    the address of a `protected` home is never shown or printed. Fails with answers_unknown or address.
    """
    return ctx.office.padron.find_dwelling(ctx.call, answers=answers, group=group)


@operator("padron.lives_there")
def lives_there(ctx: Context, *, answers: str, group: str, dwelling: str) -> LivesThere:
    """Look whether a person is registered in a home today.

    `group` as for padron.find_person; `dwelling` as the register gave it: nobody lives in "", a home that the
    register does not have. `adult` is whether the person who lives there has turned 18. Fails with answers_unknown,
    person or dwelling_unknown.
    """
    return ctx.office.padron.lives_there(ctx.call, answers=answers, group=group, dwelling=dwelling)


@operator("padron.register")
def register(  # noqa: PLR0913 -- the parameters are the palette's, and a movement has so many
    ctx: Context,
    *,
    answers: str,
    people: list[str],
    cause: str,
    dwelling: str | None = None,
    home_group: str | None = None,
    effective_on: str | None = None,
) -> Registered:
    """Change the residents' register as the case decided, once.

    `people` are groups of the answers, such as ["child"]; a group may be a list of people. They come to `dwelling`,
    or to the home in the group `home_group`, which is opened if the register lacks it. `cause` is birth,
    residence_change, omission, address_change or data_change; who arrives but is registered in the town already
    moves by address_change. A former residence ends. Without `effective_on` (a day) a birth takes effect on the day
    of birth, all else on the day of the case's entry in the general register. Fails with answers_unknown, person,
    address, dwelling_unknown, dwelling_ambiguous, cause, effective_on, already_registered, not_registered,
    newer_movement (the register has a later movement of the person) or already_recorded (by another task of the case).
    """
    change = Registration(
        answers=answers,
        people=people,
        cause=cause,
        dwelling=dwelling or "",
        home_group=home_group or "",
        effective_on=_day(effective_on),
    )
    return ctx.office.padron.register(ctx.call, change=change)


@operator("padron.extract")
def extract(ctx: Context, *, scope: str, dwelling: str | None = None, resident: str | None = None) -> Extract:
    """Seal in the case what the residents' register says, for a residency note or certificate.

    `scope` is individual (of `resident`) or collective (everybody in `dwelling`, or where `resident` lives). `ref`
    goes to documents.render among the answers, where it is called padron. Protected people are never in it: an
    individual extract of one fails with protected. Fails also with scope, resident_unknown, dwelling_unknown,
    not_registered, nobody, or individual_only (collective establishments).
    """
    return ctx.office.padron.extract(ctx.call, dwelling=dwelling or "", resident=resident or "", scope=scope)


def _day(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise OperatorFailed("effective_on", "not a day") from fault
