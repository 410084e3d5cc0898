"""What the agenda's templates are given, made from what the services return."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from flask import url_for

from app.domain import appointments as words
from app.services import access
from app.services.desk.agenda import Agenda, Reach
from app.services.desk.agenda_lines import Entry
from app.web import agenda_words, formats, frame, schedule_words
from app.web.gate import visitor
from app.web.texts import _

LATE = timedelta(minutes=10)
"""How late somebody is before the desk offers to note that they did not come."""
VIEWS = {
    "all": (words.BOOKED, words.ARRIVED, words.CALLED, words.DONE, words.NO_SHOW),
    "coming": (words.BOOKED,),
    "here": (words.ARRIVED, words.CALLED),
    "done": (words.DONE,),
    "missed": (words.NO_SHOW,),
    "cancelled": (words.CANCELLED,),
}
_ENDPOINTS = {
    "arrive": "attendance.arrive",
    "call": "attendance.call",
    "back": "attendance.back",
    "end": "attendance.end",
    "miss": "attendance.miss",
    "undo": "attendance.undo",
}


def page(found: Agenda, asked: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """Return what clerk/agenda.html is given: the day as `asked` for with office, clerk, channel and state."""
    view = asked.get("state", "")
    view = view if view in VIEWS else "all"
    kept = {name: asked[name] for name in ("office", "clerk", "channel") if name in asked}
    shown = [one for one in found.entries if one.state in VIEWS[view]]
    yesterday, tomorrow = found.day - timedelta(days=1), found.day + timedelta(days=1)
    return {
        "day": found.day,
        "today": found.today,
        "days": SimpleNamespace(
            previous=yesterday,
            previous_url=_url(yesterday, kept),
            next=tomorrow,
            next_url=_url(tomorrow, kept),
            today_url=url_for("agenda.today", **kept),  # type: ignore[arg-type]  # any query value
            jump_url=url_for("agenda.jump"),
        ),
        "views": _views(found, view, kept),
        "filters": _filters(found, view, kept),
        "waiting": [row(one, now) for one in found.waiting] if found.today else [],
        "attended": [row(one, now) for one in found.attended] if found.today else [],
        "next_up": _next_up(found),
        "rows": [row(one, now, today=found.today) for one in shown],
        "whole": found.whole,
        "empty": _empty(found, narrowed=view != "all" or bool(kept)),
        "here": _url(None if found.today else found.day, {**kept, **({"state": view} if view != "all" else {})}),
        "printed_at": now,
        "new_url": url_for("desk_booking.begin") if not visitor().roles.isdisjoint(access.HANDLERS) else None,
    }


def row(one: Entry, now: datetime, *, today: bool = True) -> SimpleNamespace:
    """Return an appointment as a line, with the one or two things that the visitor does with it most."""
    state, tone = agenda_words.said(one, now)
    return SimpleNamespace(
        id=one.id,
        starts_at=one.starts_at,
        minutes=one.minutes,
        applicant=one.applicant,
        document=one.document,
        case_number=one.case_number,
        case_url=url_for("clerk.case_page", case=one.case_id),
        url=url_for("agenda.one", appointment=one.id),
        title=one.title,
        channel=agenda_words.channels().get(one.channel, one.channel),
        office=one.office_name,
        language=frame.NAMES.get(one.language, one.language) if one.language != frame.language() else "",
        state=state,
        tone=tone,
        since=agenda_words.since(one, now),
        lasts=_(
            "%(minutes)s min",
            minutes=agenda_words.minutes(one.called_at if one.state == words.CALLED else one.arrived_at, now),
        ),
        papers=agenda_words.papers(one),
        confirmed=one.confirmed_at is not None,
        outside=schedule_words.reason(one.outside) if one.outside else "",
        clerk=agenda_words.short(one.called_by_name or one.clerk),
        other_day=today and not agenda_words.same_day(one.starts_at, now),
        acts=[act(one, name) for name in _first_acts(one, now) if name in one.may] if today else [],
    )


def act(one: Entry, name: str) -> SimpleNamespace:
    """Return a button."""
    labels = {
        "arrive": _("Ha llegado"),
        "call": _("Llamar"),
        "back": _("Volver a la cola"),
        "end": _("Atendida"),
        "miss": _("No se presentó"),
        "undo": _("Deshacer"),
    }
    seen = one.state if name == "undo" else ""
    return SimpleNamespace(name=name, label=labels[name], url=url_for(_ENDPOINTS[name], appointment=one.id), of=seen)


def bar(one: Entry | None, now: datetime) -> SimpleNamespace | None:
    """Return what clerk/_appointment_bar.html is given; None when a case has no appointment to speak of."""
    if one is None or (one.state in words.OVER and not agenda_words.same_day(one.starts_at, now)):
        return None
    order = ("end", "call", "arrive", "back", "miss", "undo")
    today = agenda_words.same_day(one.starts_at, now)
    here = today or one.state in {words.ARRIVED, words.CALLED}  # who came on another day is attended all the same
    acts = [act(one, name) for name in order if here and name in one.may]
    made = row(one, now)
    made.acts = acts
    made.when = formats.short_moment(one.starts_at, frame.language())
    made.today = today
    return made


def sheet(one: Entry, now: datetime, reach: Reach | None = None) -> SimpleNamespace:
    """Return an appointment with everything that the visitor may do to it; `reach` for one that is stranded."""
    made = row(one, now)
    order = ("call", "arrive", "end", "back", "miss", "undo")
    made.acts = [act(one, name) for name in order if name in one.may]
    change = "change" in one.may
    made.move_url = url_for("rearranging.calendar", appointment=one.id) if change else None
    made.cancel_url = url_for("rearranging.ask_cancel", appointment=one.id) if change else None
    made.assign_url = url_for("attendance.assign", appointment=one.id) if "assign" in one.may else None
    made.facts = [
        (_("Cuándo"), formats.long_moment(one.starts_at, frame.language())),
        (_("Cuánto dura"), _("%(minutes)s minutos", minutes=one.minutes)),
        (_("Dónde"), agenda_words.place(one)),
        (_("Trámite"), one.title),
        (_("Idioma"), frame.NAMES.get(one.language, one.language)),
        (_("Asistencia"), _("Ha dicho que vendrá") if one.confirmed_at else _("No ha dicho nada")),
        (_("Documentos"), ", ".join(paper.text for paper in made.papers) or _("Nada pendiente")),
        (_("De quién es la cita"), one.clerk),
    ]
    if reach is not None:
        known = " · ".join(filter(None, (reach.mobile, reach.email)))
        made.facts.insert(1, (_("Cómo localizar a la persona"), known or _("No dejó teléfono ni correo")))
    made.reads = not visitor().roles.isdisjoint(access.READERS)
    return made


def _first_acts(one: Entry, now: datetime) -> Sequence[str]:
    if one.state == words.BOOKED:
        return ("arrive", "miss") if now - one.starts_at >= LATE else ("arrive", "call")
    return {
        words.ARRIVED: ("call",),
        words.CALLED: ("end", "back"),
        words.NO_SHOW: ("arrive",),
        words.DONE: (),
    }.get(one.state, ())


def _next_up(found: Agenda) -> SimpleNamespace | None:
    one = found.next_up
    if one is None or not found.today or "call" not in one.may:
        return None
    return SimpleNamespace(
        id=one.id,
        applicant=one.applicant,
        starts_at=one.starts_at,
        url=url_for("attendance.call_next"),
        office=found.office,
    )


def _views(found: Agenda, view: str, kept: Mapping[str, str]) -> list[SimpleNamespace]:
    labels = {
        "all": _("Todas"),
        "coming": _("Por venir"),
        "here": _("Aquí"),
        "done": _("Atendidas"),
        "missed": _("No presentadas"),
        "cancelled": _("Anuladas"),
    }
    return [
        SimpleNamespace(
            label=label,
            url=_url(found.day, {**kept, **({"state": name} if name != "all" else {})}),
            current=name == view,
            count=_count(found, VIEWS[name]),
        )
        for name, label in labels.items()
    ]


def _filters(found: Agenda, view: str, kept: Mapping[str, str]) -> SimpleNamespace:
    return SimpleNamespace(
        url=_url(found.day, {}),
        state=view if view != "all" else "",
        office=found.office,
        offices=[("", _("Todas")), *found.offices],
        clerk=kept.get("clerk", ""),
        clerks=[
            ("", _("Todas")),
            ("me", _("Solo las mías")),
            *((str(key), agenda_words.short(name)) for key, name in found.colleagues if key != visitor().id),
        ],
        channel=kept.get("channel", ""),
        channels=[("", _("Todos")), *agenda_words.channels().items()],
        search_url=url_for("agenda.look_for"),
    )


def _count(found: Agenda, states: Iterable[str]) -> int:
    return sum(found.counts.get(state, 0) for state in states)


def _empty(found: Agenda, *, narrowed: bool) -> SimpleNamespace:
    if narrowed and found.entries:
        return SimpleNamespace(title=_("Ninguna cita coincide"), text=_("Quite algún filtro o mire otra pestaña."))
    title = _("Hoy no hay citas") if found.today else _("Ese día no hay citas")
    return SimpleNamespace(
        title=title, text=_("Cuando alguien reserve una hora, aparecerá aquí. Puede mirar otra oficina u otro día.")
    )


def _url(day: date | None, kept: Mapping[str, str]) -> str:
    if day is None:
        return url_for("agenda.today", **kept)  # type: ignore[arg-type]  # any query value
    return url_for("agenda.of_day", day=day.isoformat(), **kept)  # type: ignore[arg-type]  # any query value
