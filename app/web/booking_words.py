"""The words of the booking pages, and the thread of what has been chosen."""

from collections.abc import Mapping
from datetime import datetime
from types import SimpleNamespace
from typing import Any, Final
from zoneinfo import ZoneInfo

from flask import url_for
from markupsafe import Markup, escape

from app import wiring
from app.domain import appointments
from app.domain import procedure as rules
from app.domain.procedure import Procedure
from app.services import applicants, entities
from app.services.appointments.booking import Booking
from app.services.publishing import procedures
from app.web import formats, frame
from app.web.texts import _, ngettext

ICONS: Final = {"in_person": "building-community", "phone": "phone", "video": "video", "online": "device-laptop"}
HOLD = int(appointments.HOLD.total_seconds())
WHAT, WHEN, WHO, CHECK = 1, 2, 3, 4
_PERSON = ("given_name", "surname1", "surname2")


def way(channel: str) -> str:
    """Return how a person is attended, as a title."""
    return {
        "in_person": _("En la oficina"),
        "phone": _("Por teléfono"),
        "video": _("Por videollamada"),
    }.get(channel, "")


def ways(procedure: Procedure) -> list[str]:
    """Return the channels of a procedure for which an appointment is made."""
    if procedure.appointment is None:
        return []
    return [one for one in appointments.CHANNELS if one in procedure.card.channels]


def about(procedure: Procedure) -> str:
    """Return how long an appointment takes and how it is held: "20 minutos, en la oficina o por teléfono"."""
    minutes = procedure.appointment.minutes if procedure.appointment else 0
    named = [way(channel) for channel in ways(procedure)]
    lowered = formats.either([each[:1].lower() + each[1:] for each in named], frame.language())
    return f"{length(minutes)}, {lowered}"


def length(minutes: int) -> str:
    """Return a number of minutes."""
    return ngettext("%(num)s minuto", "%(num)s minutos", minutes)


def tongue(language: str) -> str:
    """Return the name of a language as it is said in a sentence."""
    return {
        "es": _("castellano"),
        "ca": _("catalán"),
        "ca-valencia": _("valenciano"),
        "eu": _("euskera"),
        "gl": _("gallego"),
        "en": _("inglés"),
    }.get(language, language)


def manner(channel: str, language: str) -> str:
    """Return how and in which language: "En la oficina, en castellano"."""
    return _("%(way)s, en %(language)s", way=way(channel), language=tongue(language))


def day(at: datetime) -> str:
    """Return a near date: "martes 15 de diciembre"."""
    return formats.day_and_month(at, frame.language(), _zone())


def clock(at: datetime) -> str:
    """Return the time of day at the office: "10:30"."""
    return formats.clock(at, frame.language(), _zone())


def moment(at: datetime) -> str:
    """Return a near date with its time: "martes 15 de diciembre, 10:30"."""
    return f"{day(at)}, {clock(at)}"


def local(at: datetime) -> datetime:
    """Return an instant on the office's clock."""
    return at.astimezone(_zone())


def book_it(at: datetime) -> str:
    """Return the words of the button that books."""
    named = formats.weekday_and_day(at, frame.language(), _zone())
    words = _("Reservar el %(day)s a las %(time)s", day=named, time=clock(at))
    return words[: -len(clock(at)) - 1] + "\u00a0" + clock(at) if words.endswith(clock(at)) else words


def capital(text: str) -> str:
    """Return a text that begins a line."""
    return text[:1].upper() + text[1:]


def title(procedure: str) -> str:
    """Return the title of a procedure in the reader's language. Raises `NotFound`."""
    found = procedures.offered(wiring.parts().settings.entity, procedure).procedure
    return rules.text(found.card.title, frame.language())


def name(person: Mapping[str, str]) -> str:
    """Return a person's name."""
    return " ".join(person[part] for part in _PERSON if person.get(part))


def complete(found: Booking) -> bool:
    """Return whether a booking says who comes, and that the mobile is theirs or there is none."""
    optional = {"mobile"} if found.without_mobile else set()
    contradicts = found.without_mobile and bool(found.person.get("mobile"))
    right = bool(found.person) and not contradicts and not applicants.problems(found.person, optional)
    return right and (found.mobile_proved or found.without_mobile)


def wrapping(address: str) -> Markup:
    """Return an e-mail address that breaks where a reader would break it."""
    found = escape(address)
    for mark in "@.":
        found = found.replace(mark, Markup("<wbr>") + mark)
    return found


def ticket(at: datetime, channel: str, place: tuple[str, str]) -> SimpleNamespace:
    """Return when and where for the large letters. `place` is the office's name and address."""
    in_person = channel == "in_person"
    return SimpleNamespace(
        day=capital(formats.long_date(at, frame.language(), _zone())),
        time=clock(at),
        place=place[0] if in_person else way(channel),
        address=place[1] if in_person else (_("Le llamaremos al móvil que nos ha dado.") if channel == "phone" else ""),
        in_person=in_person,
    )


def calendar_url(procedure: str, **asked: str) -> str:
    """Return the page of a procedure's calendar, asked for with `asked`."""
    said: dict[str, Any] = {name: text for name, text in asked.items() if text}
    return url_for("booking.calendar", procedure=procedure, **said)


def again_url(found: Booking) -> str:
    """Return the calendar as it stood when the hour of a booking was chosen."""
    when = local(found.starts_at).date().isoformat()
    return calendar_url(found.procedure, canal=found.channel, idioma=found.language, dia=when)


def rail(number: int, *, title: str = "", minutes: int = 0, found: Booking | None = None, form: str = "") -> object:
    """Return the thread as layouts/booking.html draws it, at step `number`.

    `found` is the booking under way. In a page whose `form` has what is being typed, its buttons lead back.
    """
    what = [title, _("La cita dura %(length)s", length=length(minutes))] if title else []
    steps = [
        _step(WHAT, number, _("Trámite"), what, ("procedure", url_for("booking.choose")), form),
        _step(WHEN, number, _("Día y hora"), _when(found), ("hour", again_url(found) if found else ""), form),
        _step(WHO, number, _("Sus datos"), _who(found), ("", url_for("booking_steps.person")), form),
        _step(CHECK, number, _("Comprobar y reservar"), [], ("", ""), form),
    ]
    if found is not None and found.held_until is not None:
        steps[WHEN - 1].hold = _hold(found.held_until)
    return SimpleNamespace(steps=steps, number=number, form=form)


def _step(place: int, number: int, title: str, lines: list[str], back: tuple[str, str], form: str) -> SimpleNamespace:
    state = "done" if place < number else "now" if place == number else "next"
    past = place < number
    return SimpleNamespace(
        title=title,
        state=state,
        lines=lines if past or place == WHEN else [],
        url=back[1] if past and not form else "",
        then=back[0] if past and form else "",
        hold=None,
    )


def _when(found: Booking | None) -> list[str]:
    if found is None:
        return []
    place = [found.office_name] if found.channel == "in_person" else []
    return [moment(found.starts_at), *place, manner(found.channel, found.language)]


def _who(found: Booking | None) -> list[str]:
    return [name(found.person)] if found is not None and found.person else []


def _hold(until: datetime) -> SimpleNamespace:
    left = int((until - wiring.outside().clock.now()).total_seconds())
    return SimpleNamespace(seconds=max(0, left), total=HOLD, until=clock(until))


def _zone() -> ZoneInfo:
    parts = wiring.parts()
    return entities.shown(parts.settings.entity, parts.outside.clock.now()).zone
