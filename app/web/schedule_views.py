"""What the pages of schedules are given: weeks drawn as bars, the effects of a change, lists of rules."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Final
from zoneinfo import ZoneInfo

from flask import url_for

from app.domain.openings import Span
from app.services.calendars.schedule_effects import Clash, DayChange, Effects, Stranded
from app.services.calendars.schedule_rules import RuleView
from app.services.calendars.schedule_weeks import ClerkDay, Week
from app.web import schedule_words as words
from app.web.texts import _, ngettext

SHOWN: Final = 10
"""How many days of a change are shown before the others are folded."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A piece of a clerk's day, in minutes from the left edge. `kind` is open, internal, booked or outside."""

    kind: str
    x: int
    width: int


def week(found: Week, zone: ZoneInfo) -> SimpleNamespace:
    """Return a week for the page: a row per day, a column per clerk."""
    wide = (found.closes_at - found.opens_at) * 60
    return SimpleNamespace(
        title=words.week(found.first),
        clerks=[one.name for one in found.clerks],
        wide=wide,
        hours=list(range(60, wide, 60)),
        opens=f"{found.opens_at}:00",
        closes=f"{found.closes_at}:00",
        days=[
            SimpleNamespace(
                title=words.day_of_week(day.day),
                today=day.day == found.today,
                past=day.day < found.today,
                holiday=day.holiday,
                booked=ngettext("%(num)s cita", "%(num)s citas", day.booked) if day.booked else "",
                closed=not any(_attends(clerk.days[place]) for clerk in found.clerks),
                cells=[_cell(clerk.days[place], found.opens_at, zone) for clerk in found.clerks],
            )
            for place, day in enumerate(found.days)
        ],
    )


def _attends(day: ClerkDay) -> bool:
    return bool(day.open or day.internal or day.outside or day.booked)


def _cell(day: ClerkDay, opens_at: int, zone: ZoneInfo) -> SimpleNamespace:
    told = [
        *(_bars("open", day.open, opens_at, zone)),
        *(_bars("internal", day.internal, opens_at, zone)),
        *(_bars("booked", day.booked, opens_at, zone)),
        *(_bars("outside", day.outside, opens_at, zone)),
    ]
    count = len(day.booked) + len(day.outside)
    return SimpleNamespace(
        bars=told,
        open=words.spans(day.open, zone),
        internal=words.spans(day.internal, zone),
        booked=ngettext("%(num)s cita", "%(num)s citas", count) if count else "",
        outside=ngettext("%(num)s fuera de horario", "%(num)s fuera de horario", len(day.outside))
        if day.outside
        else "",
    )


def _bars(kind: str, spans: Iterable[Span], opens_at: int, zone: ZoneInfo) -> list[Bar]:
    found = []
    for first, end in spans:
        start = _minute(first, zone) - opens_at * 60
        found.append(Bar(kind, start, int((end - first) / timedelta(minutes=1))))
    return found


def _minute(at: datetime, zone: ZoneInfo) -> int:
    local = at.astimezone(zone)
    return local.hour * 60 + local.minute


def rules(found: Sequence[RuleView], urls: Mapping[str, str]) -> SimpleNamespace:
    """Return rules for the page, those that repeat apart from those of some days; `urls` by "change" and "retire"."""
    return SimpleNamespace(
        regular=[_rule(one, urls) for one in found if one.rule.kind in {"series", "break"} and not one.over],
        special=[_rule(one, urls) for one in sorted(found, key=_first) if _special(one) and not one.over],
        over=[_rule(one, urls) for one in found if one.over],
    )


def _rule(one: RuleView, urls: Mapping[str, str]) -> SimpleNamespace:
    return SimpleNamespace(
        kind=one.rule.kind,
        kind_words=words.kind(one.rule.kind),
        sentence=words.rule(one.rule),
        holds=words.holds(one.rule),
        clerks=[SimpleNamespace(name=name, internal=name in one.internal) for name in one.clerks],
        everybody=not one.clerks,
        note=one.note,
        change_url=url_for(urls["change"], schedule=urls["schedule"], kind=one.rule.kind, instead_of=one.id),
        retire_url=url_for(urls["retire"], schedule=urls["schedule"], rule=one.id),
    )


def _special(one: RuleView) -> bool:
    return one.rule.kind in {"exception", "closure"}


def _first(one: RuleView) -> date:
    return one.rule.starts_on


def effects(found: Effects, zone: ZoneInfo) -> SimpleNamespace:
    """Return what a change would do for the page that asks for confirmation."""
    rows = [_change(one, zone) for one in found.changes]
    return SimpleNamespace(
        shown=rows[:SHOWN],
        folded=rows[SHOWN:],
        until=found.until,
        clashes=[_clash(one) for one in found.clashes],
        stranded=[stranded(one) for one in found.stranded],
        several=len({one.schedule for one in found.changes} | {one.schedule for one in found.stranded}) > 1,
    )


def stranded(one: Stranded) -> SimpleNamespace:
    """Return an appointment outside its hours, with the page where it is moved or cancelled."""
    return SimpleNamespace(
        id=one.id,
        at=one.starts_at,
        title=one.title,
        number=one.case_number,
        url=url_for("agenda.one", appointment=one.id) if one.case_id else "",
        schedule=one.schedule,
        office=one.office,
        channel=words.channel(one.channel),
        clerk=one.clerk,
        reason=words.reason(one.reason),
    )


def _change(one: DayChange, zone: ZoneInfo) -> SimpleNamespace:
    return SimpleNamespace(
        day=words.day_of_week(one.day),
        schedule=one.schedule,
        clerks=", ".join(one.clerks),
        before=words.spans(one.before, zone) or ("" if one.holiday and not one.clerks else _("Cerrado")),
        after=_("Festivo: %(name)s", name=one.holiday) if one.holiday else words.spans(one.after, zone) or _("Cerrado"),
        opens=bool(one.after) and not one.before,
        closes=bool(one.before) and not one.after,
    )


def _clash(one: Clash) -> str:
    return _(
        "%(clerk)s ya atiende en «%(schedule)s» a esas horas, por primera vez el %(day)s.",
        clerk=one.clerk,
        schedule=one.schedule,
        day=words.in_sentence(one.day),
    )
