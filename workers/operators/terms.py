"""Operators of legal time: the terms of a case."""

from dataclasses import dataclass

from app.operators import Context, operator
from app.ports import TermOrder

RESOLVE = "resolve"


@dataclass(frozen=True, slots=True)
class Begun:
    """A term and its last day (ISO 8601)."""

    term: str
    due_on: str


@dataclass(frozen=True, slots=True)
class Paused:
    """The day from which a term does not run (ISO 8601), "" when it had run out."""

    paused_on: str


@dataclass(frozen=True, slots=True)
class Resumed:
    """The last day of a term that runs again (ISO 8601)."""

    due_on: str


@dataclass(frozen=True, slots=True)
class Met:
    """The day on which a term was met (ISO 8601)."""

    met_on: str


@operator("terms.begin")
def begin(ctx: Context, *, registered: str, kind: str = RESOLVE, length: str = "", urgent: bool = False) -> Begun:
    """Let the term to resolve begin, and owe its people the communication of its start.

    `registered` is the legal date that registry.enter gave, or the number of the entry. The procedure says how long
    the term is and what silence means; another `kind` of term has a `length` of its own, in months (P3M) or working
    days (P10D). An `urgent` one is halved. Fails with no_term, term_begun or registered.
    """
    order = TermOrder(registered=registered, kind=kind, length=length, urgent=urgent)
    return Begun(*ctx.office.terms.start(ctx.call, order=order))


@operator("terms.pause")
def pause(ctx: Context, *, reason: str, kind: str = RESOLVE) -> Paused:
    """Stop a term, as while people are asked for papers; it counts from the day of this step.

    `reason` is a word for it, without personal data. Fails with no_term.
    """
    return Paused(ctx.office.terms.pause(ctx.call, kind=kind, reason=reason))


@operator("terms.resume")
def resume(ctx: Context, *, kind: str = RESOLVE) -> Resumed:
    """Let a term run again; its last day moves by the days of the pause.

    Fails with no_term.
    """
    return Resumed(ctx.office.terms.resume(ctx.call, kind=kind))


@operator("terms.meet")
def meet(ctx: Context, *, kind: str = RESOLVE) -> Met:
    """Note that the resolution was notified, or put at the person's disposal, so that the term is met.

    Fails with no_term.
    """
    return Met(ctx.office.terms.meet(ctx.call, kind=kind))
