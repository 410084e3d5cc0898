"""Calendars: every one of them, a week of each, their terms, closing and opening them."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Final
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app import wiring
from app.domain.appointments import CHANNELS
from app.domain.errors import Invalid
from app.services import entities
from app.services.calendars import schedule_rules, schedule_weeks, schedules
from app.services.calendars.schedule_effects import Effects, Strands
from app.services.calendars.schedules import MANAGERS, ScheduleView
from app.services.entities import Entity
from app.web import frame, schedule_confirming, schedule_forms, schedule_views, typed
from app.web import schedule_words as words
from app.web.gate import open_to, visitor
from app.web.schedule_forms import Typed
from app.web.texts import _

bp = Blueprint("schedules", __name__, url_prefix="/oficina/calendarios")
_WEEK: Final = timedelta(weeks=1)
_NOTICES: Final = (0, 30, 60, 120, 240, 480, 1440, 2880)
_NEW: Final = {"grid_minutes": "10", "notice_minutes": "60", "window_days": "60"}
_CONFLICT: Final = 409


@bp.get("")
@open_to("staff", *MANAGERS)
def listed() -> str:
    """List the calendars, and the appointments that any of them has left outside."""
    found = schedules.listed(wiring.outside(), visitor())
    return render_template(
        "calendars/list.html",
        calendars=[_row(one) for one in found.schedules],
        stranded=[schedule_views.stranded(one) for one in found.stranded],
        tabs=schedule_confirming.tabs(),
        new_url=url_for("schedules.ask"),
        said=schedule_confirming.said(),
    )


@bp.get("/nuevo")
@open_to("staff", *MANAGERS)
def ask() -> str:
    """Ask what a new calendar is to be like."""
    return _form(MultiDict(_NEW), {}, None)


@bp.post("/nuevo")
@open_to("staff", *MANAGERS)
def make() -> ResponseReturnValue:
    """Make a calendar."""
    try:
        made = schedules.make(wiring.outside(), visitor(), schedule_forms.terms(request.form, _languages()))
    except Invalid as fault:
        return _form(request.form, schedule_forms.terms_faults(fault.problems), None), 422
    flash(_("Calendario creado. Añada ahora cuándo se atiende."))
    return redirect(url_for("schedules.show", schedule=made), 303)


@bp.get("/<uuid:schedule>")
@open_to("staff", *MANAGERS)
def show(schedule: UUID) -> str:
    """Show a week of a calendar and its rules."""
    outside, here = wiring.outside(), visitor()
    board = schedule_weeks.board(outside, here, schedule, typed.day(request.args.get("semana", "")))
    found, week = board.schedule, board.week
    urls = {"change": "schedule_rules.ask", "retire": "schedule_rules.ask_retire", "schedule": str(schedule)}
    weeks = {"before": week.first - _WEEK, "after": week.first + _WEEK}
    return render_template(
        "calendars/calendar.html",
        calendar=_row(found),
        facts=_facts(found),
        week=schedule_views.week(week, _entity().zone),
        week_urls={name: url_for(".show", schedule=schedule, semana=day.isoformat()) for name, day in weeks.items()}
        | {"now": "" if week.first <= week.today < week.first + _WEEK else url_for(".show", schedule=schedule)},
        rules=schedule_views.rules(board.rules, urls),
        add_urls={kind: url_for("schedule_rules.ask", schedule=schedule, kind=kind) for kind in _KINDS},
        stranded=[schedule_views.stranded(one) for one in board.stranded],
        urls=_urls(found),
        said=schedule_confirming.said(),
    )


_KINDS: Final = ("series", "break", "closure", "exception")


@bp.get("/<uuid:schedule>/cambiar")
@open_to("staff", *MANAGERS)
def ask_change(schedule: UUID) -> str:
    """Ask for other terms of a calendar."""
    found = schedules.get(wiring.outside(), visitor(), schedule)
    return _form(schedule_forms.terms_typed(found.terms, _languages()), {}, found)


@bp.post("/<uuid:schedule>/cambiar")
@open_to("staff", *MANAGERS)
def change(schedule: UUID) -> ResponseReturnValue:
    """Give a calendar other terms, once what they would leave outside has been seen."""
    outside, here = wiring.outside(), visitor()
    found = schedules.get(outside, here, schedule)
    terms = schedule_forms.terms(request.form, _languages())
    if "_edit" in request.form:
        return _form(request.form, {}, found)
    try:
        schedules.change(outside, here, schedule, terms, schedule_confirming.understood())
    except Invalid as fault:
        return _form(request.form, schedule_forms.terms_faults(fault.problems), found), 422
    except Strands as left:
        return _change_page(found, left.effects), _CONFLICT
    flash(_("Cambios guardados."))
    return redirect(url_for("schedules.show", schedule=schedule), 303)


@bp.get("/<uuid:schedule>/cerrar")
@open_to("staff", *MANAGERS)
def ask_close(schedule: UUID) -> str:
    """Ask before closing a calendar."""
    found = schedules.get(wiring.outside(), visitor(), schedule)
    return _close_page(found, schedules.effects_of_switch(wiring.outside(), visitor(), schedule, active=False))


@bp.post("/<uuid:schedule>/cerrar")
@open_to("staff", *MANAGERS)
def close(schedule: UUID) -> ResponseReturnValue:
    """Close a calendar: nobody can book in it."""
    outside, here = wiring.outside(), visitor()
    try:
        schedules.switch(outside, here, schedule, active=False, seen=schedule_confirming.understood())
    except Strands as left:
        return _close_page(schedules.get(outside, here, schedule), left.effects), _CONFLICT
    flash(_("Calendario cerrado. Ya no se ofrece a nadie."))
    return redirect(url_for("schedules.show", schedule=schedule), 303)


@bp.post("/<uuid:schedule>/abrir")
@open_to("staff", *MANAGERS)
def reopen(schedule: UUID) -> ResponseReturnValue:
    """Open a closed calendar again."""
    schedules.switch(wiring.outside(), visitor(), schedule, active=True)
    flash(_("Calendario abierto. Sus horas vuelven a ofrecerse."))
    return redirect(url_for("schedules.show", schedule=schedule), 303)


@bp.get("/<uuid:schedule>/historia")
@open_to("staff", *MANAGERS)
def history(schedule: UUID) -> str:
    """Show who changed what in a calendar, and when."""
    outside, here = wiring.outside(), visitor()
    told = schedule_rules.history(outside, here, schedule)
    return render_template(
        "calendars/history.html",
        calendar=_row(schedules.get(outside, here, schedule)),
        events=[_event(one) for one in told],
    )


def _event(one: schedule_rules.Happening) -> SimpleNamespace:
    rule = one.rule
    return SimpleNamespace(
        at=one.at,
        who=one.who or _("La instalación"),
        title=words.happened(one),
        rule=words.rule(rule.rule) if rule else "",
        clerks=", ".join(rule.clerks) if rule else "",
        holds=words.holds(rule.rule) if rule else "",
        note=rule.note if rule else "",
    )


def _change_page(found: ScheduleView, effects: Effects) -> str:
    asked = schedule_confirming.Asked(
        title=_("¿Cambiar «%(name)s»?", name=found.terms.name),
        text=_("Con estos cambios hay citas reservadas que el calendario ya no podría atender."),
        action=_("Guardar los cambios"),
        url=url_for("schedules.change", schedule=found.id),
        back_url=url_for("schedules.show", schedule=found.id),
        fields=schedule_forms.hidden(request.form),
        edit_url=url_for("schedules.change", schedule=found.id),
    )
    return schedule_confirming.page(asked, effects)


def _close_page(found: ScheduleView, effects: Effects) -> str:
    asked = schedule_confirming.Asked(
        title=_("¿Cerrar el calendario «%(name)s»?", name=found.terms.name),
        text=_("Dejará de ofrecerse y nadie podrá reservar en él. Sus reglas se conservan: podrá abrirlo de nuevo."),
        action=_("Cerrar el calendario"),
        url=url_for("schedules.close", schedule=found.id),
        back_url=url_for("schedules.show", schedule=found.id),
        tone="warning",
    )
    return schedule_confirming.page(asked, effects)


def _row(one: ScheduleView) -> SimpleNamespace:
    return SimpleNamespace(
        name=one.terms.name,
        url=url_for("schedules.show", schedule=one.id),
        office=one.office_name,
        channels=words.channels(one.terms.channels),
        hours=[words.rule(rule) for rule in one.rules if rule.kind == "series"],
        active=one.active,
        stranded=one.stranded,
    )


def _facts(one: ScheduleView) -> list[tuple[str, str]]:
    terms = one.terms
    text = terms.texts.get(frame.language()) or next(iter(terms.texts.values()), "")
    return [
        (_("Oficina"), one.office_name),
        (_("Cómo se atiende"), words.channels(terms.channels)),
        (_("Se da hora cada"), words.length(terms.grid_minutes)),
        (_("Antelación mínima"), words.notice(terms.notice_minutes)),
        (_("Se reserva hasta"), _("%(days)s antes", days=words.length(terms.window_days * 24 * 60))),
        (_("Cuando no quedan horas"), text or _("Sin texto propio")),
    ]


def _urls(one: ScheduleView) -> dict[str, str]:
    places = {"change": "ask_change", "history": "history", "close": "ask_close", "reopen": "reopen"}
    urls = {name: url_for(f"schedules.{endpoint}", schedule=one.id) for name, endpoint in places.items()}
    return {"list": url_for("schedules.listed"), **urls}


def _form(values: Typed, errors: dict[str, str], known: ScheduleView | None) -> str:
    back = url_for("schedules.show", schedule=known.id) if known else url_for("schedules.listed")
    notices = sorted({*_NOTICES, max(0, typed.number(values.get("notice_minutes", ""), 0))})
    return render_template(
        "calendars/terms.html",
        known=known.terms.name if known else "",
        values=values,
        errors=errors,
        offices=[("", _("Elija una oficina")), *_entity().offices],
        channels=[(one, words.channel(one)) for one in CHANNELS],
        grids=[(str(one), words.length(one)) for one in schedules.GRIDS],
        notices=[(str(one), words.notice(one)) for one in notices],
        languages=[(one, frame.NAMES.get(one, one)) for one in _languages()],
        action_url=url_for("schedules.change", schedule=known.id) if known else url_for("schedules.make"),
        back_url=back,
    )


def _languages() -> list[str]:
    return wiring.parts().settings.languages.split(",")


def _entity() -> Entity:
    parts = wiring.parts()
    return entities.shown(parts.settings.entity, parts.outside.clock.now())
