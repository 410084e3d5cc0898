"""The agenda: a day of the office or of one clerk, who waits, and one appointment with all that can be done to it."""

from datetime import date
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app import wiring
from app.domain import calendar
from app.services.calendars.schedules import MANAGERS
from app.services.desk import agenda
from app.services.desk.agenda import Narrowed
from app.web import agenda_views, clerk, clerk_door, searches
from app.web.gate import open_to, visitor

bp = Blueprint("agenda", __name__, url_prefix="/oficina")
HANDLERS = ("clerk", "supervisor")
READERS = (*HANDLERS, "auditor")
_REMEMBERED = 40
_FILTERS = ("office", "clerk", "channel", "state")


@bp.get("/agenda")
@open_to("staff", *READERS)
def today() -> str:
    """Show today."""
    return _page(None)


@bp.get("/agenda/<day>")
@open_to("staff", *READERS)
def of_day(day: str) -> str:
    """Show a day, written as 2026-12-01."""
    return _page(calendar.day(day) or abort(404))


@bp.get("/agenda/ir")
@open_to("staff", *READERS)
def jump() -> ResponseReturnValue:
    """Lead to the day that was typed, or to today."""
    kept = {name: request.args[name] for name in _FILTERS if name in request.args}
    day = calendar.day(request.args.get("day", ""))
    if day is None:
        return redirect(url_for("agenda.today", **kept), 303)  # type: ignore[arg-type]  # any query value
    return redirect(url_for("agenda.of_day", day=day.isoformat(), **kept), 303)  # type: ignore[arg-type]  # as above


@bp.get("/citas")
@open_to("staff", *READERS)
def search() -> str:
    """Find the appointments of a case or of a person."""
    outside, typed = wiring.outside(), searches.read(request.args)[:80]
    found = agenda.found(outside, visitor(), typed) if typed else []
    now = outside.clock.now()
    return render_template(
        "clerk/agenda_found.html",
        query=typed,
        rows=[agenda_views.row(one, now, today=False) for one in found],
        search_url=url_for("agenda.look_for"),
        back_url=url_for("agenda.today"),
        here=request.full_path.rstrip("?"),
    )


@bp.post("/citas")
@open_to("staff", *READERS)
def look_for() -> ResponseReturnValue:
    """Lead to what was found; a person's number stays out of the address."""
    sought = searches.remember(request.form.get("q", ""))
    return redirect(url_for("agenda.search", **sought), 303)  # type: ignore[arg-type]  # any query value


@bp.get("/citas/<uuid:appointment>")
@open_to("staff", *READERS, *MANAGERS)
def one(appointment: UUID) -> str:
    """Show an appointment with everything that can be done to it."""
    return sheet(appointment, {})


def sheet(appointment: UUID, errors: dict[str, str]) -> str:
    """Return the page of an appointment, with what went wrong."""
    outside, here = wiring.outside(), visitor()
    found = agenda.one(outside, here, appointment)
    colleagues = agenda.colleagues(here) if "assign" in found.may else []
    reach = agenda.reach(outside, here, appointment) if found.outside else None
    return render_template(
        "clerk/appointment.html",
        appointment=agenda_views.sheet(found, outside.clock.now(), reach),
        colleagues=[(str(key), name) for key, name in colleagues if key != found.clerk_id],
        errors=errors,
        back_url=url_for("schedules.listed" if here.roles.isdisjoint(READERS) else "agenda.today"),
        **said(),
    )


def said() -> dict[str, str]:
    """Return what was just done, and how it is marked: "waiting" where somebody must still do something."""
    words, tone = clerk.said()
    return {"said": words, "said_tone": tone}


def _page(day: date | None) -> str:
    outside, here = wiring.outside(), visitor()
    found = agenda.day(outside, here, day, _narrowed())
    _note_read(found.day)
    shown = agenda_views.page(found, request.args, outside.clock.now())
    return render_template("clerk/agenda.html", **shown, **said())


def _narrowed() -> Narrowed:
    asked, here = request.args, visitor()
    clerk = asked.get("clerk", "")
    return Narrowed(
        office=asked.get("office"), clerk=here.id if clerk == "me" else _id(clerk), channel=asked.get("channel", "")
    )


def _note_read(day: date) -> None:
    """Record once a visit that the agenda of a day was read."""
    known = session.get(clerk_door.DAYS_READ, [])
    if day.isoformat() not in known:
        agenda.opened(wiring.outside(), visitor(), day)
        session[clerk_door.DAYS_READ] = [*known[-_REMEMBERED:], day.isoformat()]


def _id(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None
