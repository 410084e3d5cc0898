"""Say that one will come, move an appointment, cancel it: the same by its link and in the portal."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus
from types import SimpleNamespace

from flask import flash, get_flashed_messages, redirect, render_template
from flask.typing import ResponseReturnValue

from app import wiring
from app.services import entities
from app.services.appointments import changes, outlook
from app.services.appointments.booking import HourTaken, TooMany
from app.services.appointments.changes import AppointmentView, NotOpen, TooLate, Who
from app.services.appointments.outlook import Wanted
from app.web import booking_words as words
from app.web import calendars, formats, frame
from app.web.calendars import Shown
from app.web.meetings import Ways
from app.web.texts import _

_ALL = "todas"
DONE, WAITING = "done", "waiting"
"""The tones of what is said on the next page."""


@dataclass(frozen=True, slots=True)
class Side:
    """An appointment with where it is managed; `by_link` when that is its link, which a change of hour ends.

    `online` says whether its case goes on without an appointment.
    """

    view: AppointmentView
    ways: Ways
    by_link: bool
    online: bool


def said() -> list[tuple[str, str]]:
    """Return what was just done: tones and texts."""
    told = get_flashed_messages(with_categories=True)
    return [(one[0], one[1]) for one in told]


def attend(who: Who, home: Callable[[AppointmentView], str], back: str) -> ResponseReturnValue:
    """Note that the person will come, and go `home`; `back` when it is too late for that."""
    parts = wiring.parts()
    try:
        view = changes.attend(parts.outside, parts.settings.entity, who)
    except (TooLate, NotOpen):
        return _too_late(back)
    flash(_("Gracias por confirmarlo. Si al final no puede, cámbiela o anúlela aquí."), DONE)
    return redirect(home(view), HTTPStatus.SEE_OTHER)


def cancel(who: Who, home: Callable[[AppointmentView], str], back: str) -> ResponseReturnValue:
    """Cancel an appointment, and go as `attend`."""
    parts = wiring.parts()
    try:
        view = changes.cancel(parts.outside, parts.settings.entity, who)
    except (TooLate, NotOpen):
        return _too_late(back)
    flash(_("Cita anulada. Le hemos enviado la confirmación.") if view.told else _("Cita anulada."), DONE)
    return redirect(home(view), HTTPStatus.SEE_OTHER)


def move(
    who: Who, form: Mapping[str, str], home: Callable[[AppointmentView], str], side: Callable[[], Side]
) -> ResponseReturnValue:
    """Move an appointment to the hour that a form sends; show the calendar of its `side` again when that cannot be."""
    parts = wiring.parts()
    chosen = calendars.hour_of(form.get("hora", ""))
    if chosen is None:
        return calendar(side(), form, _notice("garbled")), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        view = changes.move(parts.outside, parts.settings.entity, who, *chosen)
    except HourTaken:
        day = {"dia": words.local(chosen[0]).date().isoformat()}
        return calendar(side(), day, _notice("taken")), HTTPStatus.CONFLICT
    except TooMany:
        return calendar(side(), {}, _notice("many")), HTTPStatus.CONFLICT
    except (TooLate, NotOpen):
        return _too_late(side().ways.home)
    flash(
        _("Cita cambiada al %(moment)s. Le hemos enviado la confirmación.", moment=words.moment(view.starts_at)), DONE
    )
    return redirect(home(view), HTTPStatus.SEE_OTHER)


def choose(side: Side, args: Mapping[str, str]) -> ResponseReturnValue:
    """Show the calendar of an appointment; once an hour is chosen, ask about it."""
    if not side.view.may_change:
        return _too_late(side.ways.home)
    chosen = calendars.hour_of(args.get("hora", ""))
    return calendar(side, args) if chosen is None else _ask_move(side, *chosen)


def ask_cancel(side: Side) -> ResponseReturnValue:
    """Ask before an appointment is cancelled, by its name."""
    if not side.view.may_change:
        return _too_late(side.ways.home)
    return render_template(
        "managing/cancel.html",
        day=words.day(side.view.starts_at),
        time=words.clock(side.view.starts_at),
        procedure=side.view.title,
        online=side.online,
        url=side.ways.cancel,
        move_url=side.ways.move,
        back_url=side.ways.home,
    )


def calendar(side: Side, args: Mapping[str, str], notice: SimpleNamespace | None = None) -> str:
    """Return the month and the free hours to which an appointment can be moved."""
    shown = _shown(side, args)
    free = shown is not None and bool(shown.found.hours)
    nothing = calendars.nothing(shown) if shown else _none()
    return render_template(
        "managing/change.html",
        now=SimpleNamespace(day=words.day(side.view.starts_at), time=words.clock(side.view.starts_at)),
        notice=notice,
        places=calendars.places(shown) if shown else None,
        month=calendars.month(shown) if shown else None,
        day=calendars.hours(shown) if shown and free else None,
        nothing=None if free else nothing,
        back_url=side.ways.home,
    )


def _shown(side: Side, args: Mapping[str, str]) -> Shown | None:
    parts, view = wiring.parts(), side.view
    wanted = Wanted(
        procedure=view.procedure,
        channels=(view.channel,),
        minutes=view.minutes,
        language=view.language,
        channel=view.channel,
        office=args.get("oficina", view.office),
        month=calendars.month_of(args.get("mes", "")),
        day=calendars.day_of(args.get("dia", "")),
    )
    found = outlook.see(parts.outside, parts.settings.entity, wanted)
    if found is None:
        return None
    others = tuple(one for one in found.hours if (one.starts_at, one.office) != (view.starts_at, view.office))
    asked = {"oficina": found.ask.office or _ALL}
    return Shown(replace(found, hours=others), side.ways.move, asked, side.ways.move, "get", _ALL)


def _ask_move(side: Side, starts_at: datetime, office: str) -> str:
    view, parts = side.view, wiring.parts()
    names = dict(entities.shown(parts.settings.entity, parts.outside.clock.now()).offices)
    when = words.moment(starts_at)
    day = formats.weekday_and_day(words.local(starts_at), frame.language())
    elsewhere = view.channel == "in_person" and len(names) > 1
    return render_template(
        "managing/confirm.html",
        rows=[
            (_("Ahora"), _where(words.moment(view.starts_at), view.office_name if elsewhere else "")),
            (_("Nueva"), _where(when, names.get(office, "") if elsewhere else "")),
        ],
        hour=f"{starts_at.isoformat()}|{office}",
        action=_("Cambiar al %(day)s a las %(time)s", day=day, time=words.clock(starts_at)),
        url=side.ways.move,
        back_url=f"{side.ways.move}?oficina={office}&dia={words.local(starts_at).date().isoformat()}#horas",
        home_url=side.ways.home,
        by_link=side.by_link,
    )


def _where(moment: str, office: str) -> str:
    return f"{words.capital(moment)}\n{office}" if office else words.capital(moment)


def _too_late(back: str) -> ResponseReturnValue:
    flash(_("Esta cita ya no se puede cambiar desde aquí. Si lo necesita, llámenos."), WAITING)
    return redirect(back, HTTPStatus.SEE_OTHER)


def _none() -> SimpleNamespace:
    return SimpleNamespace(
        title=_("Ahora mismo no podemos ofrecerle otra hora"), text=_("Llámenos y la buscamos juntos."), ways=[]
    )


def _notice(word: str) -> SimpleNamespace:
    title, text = {
        "taken": (
            _("Esa hora ya no está libre"),
            _("Su cita sigue como estaba. Elija otra de las que están libres."),
        ),
        "garbled": (_("No hemos entendido qué hora quería"), _("Elija una de las que están libres.")),
        "many": (
            _("Ya ha cambiado esta cita muchas veces"),
            _("Su cita sigue como estaba. Si necesita otra hora, llámenos."),
        ),
    }[word]
    return SimpleNamespace(title=title, text=text)
