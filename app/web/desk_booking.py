"""The staff give an appointment to somebody who telephones, or take in somebody who walks in."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import wiring
from app.domain import procedure as rules
from app.domain.errors import Invalid
from app.domain.procedure import Procedure
from app.services import entities
from app.services.appointments import outlook, staff_booking
from app.services.appointments.booked import Confirmed
from app.services.appointments.bookings import Wish
from app.services.appointments.hours import HourTaken
from app.services.appointments.outlook import Outlook, Wanted
from app.services.desk import attendance
from app.services.desk.attendance import Overtaken, StillAttending
from app.services.publishing import procedures
from app.services.tasks import AlreadySo
from app.web import agenda_words, calendars, frame, person_words
from app.web import booking_words as words
from app.web.agenda import HANDLERS
from app.web.calendars import Shown
from app.web.gate import open_to, visitor
from app.web.texts import _

bp = Blueprint("desk_booking", __name__, url_prefix="/oficina")
NOW = "ahora"
"""What stands for the hour of somebody who is here without an appointment."""
_LONGEST = 200
_FIELDS = ("id_type", "id_number", "given_name", "surname1", "surname2", "email", "mobile")
_ASKED = ("tramite", "canal", "oficina", "idioma", "hora")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What an address or a form says of the appointment: for what, how, where, in which language, when."""

    procedure: Procedure
    channel: str
    office: str
    language: str
    hour: str

    @property
    def walk_in(self) -> bool:
        """Return whether the person is here."""
        return self.hour == NOW

    @property
    def fields(self) -> list[tuple[str, str]]:
        """Return it as a form carries it on."""
        values = (self.procedure.id, self.channel, self.office, self.language, self.hour)
        return list(zip(_ASKED, values, strict=True))


@bp.get("/citas/nueva")
@open_to("staff", *HANDLERS)
def begin() -> ResponseReturnValue:
    """Choose what for, how and where; then the hour; then say for whom."""
    asked = _asked(request.args)
    if asked is None:
        return _choose(None)
    if asked.walk_in or calendars.hour_of(asked.hour):
        return _person(asked, {}, {}, uuid4())
    return _choose(asked)


@bp.post("/citas/nueva")
@open_to("staff", *HANDLERS)
def book() -> ResponseReturnValue:
    """Give the appointment; a second click finds it given."""
    asked, attempt = _asked(request.form), _attempt(request.form.get("attempt", ""))
    if asked is None or attempt is None or not (asked.walk_in or calendars.hour_of(asked.hour)):
        return redirect(url_for("desk_booking.begin"), HTTPStatus.SEE_OTHER)
    typed = {name: request.form.get(name, "").strip()[:_LONGEST] for name in _FIELDS}
    try:
        made = _book(asked, typed, attempt)
    except Invalid as fault:
        problems = {field: _worded(field, key) for field, key in fault.problems.items()}
        return _person(asked, typed, problems, attempt), 422
    except HourTaken:
        return _choose(asked, taken=True), HTTPStatus.CONFLICT
    if asked.walk_in and request.form.get("then") == "call":
        return _call(made.appointment_id, made.case_id)
    if asked.walk_in:
        flash(_("En la cola: expediente %(number)s.", number=made.number))
        return redirect(url_for("agenda.today"), HTTPStatus.SEE_OTHER)
    flash(_("Cita dada: expediente %(number)s.", number=made.number))
    return redirect(url_for("agenda.one", appointment=made.appointment_id), HTTPStatus.SEE_OTHER)


def _book(asked: _Asked, typed: Mapping[str, str], attempt: UUID) -> Confirmed:
    """Book what was asked for. Raises `Invalid` and what `staff_booking.book` raises."""
    outside = wiring.outside()
    if asked.channel == "phone" and not typed["mobile"]:
        raise Invalid("nobody can be called without a telephone", {"mobile": "to_call"})
    starts_at, office = calendars.hour_of(asked.hour) or (outside.clock.now(), asked.office)
    wish = Wish(asked.procedure.id, asked.channel, office, asked.language, starts_at)
    return staff_booking.book(outside, visitor(), wish, typed, walk_in=asked.walk_in, attempt=attempt)


def _call(appointment: UUID, case: UUID) -> ResponseReturnValue:
    """Call whoever has just come in; one who attends somebody else finds the person in the queue."""
    try:
        attendance.call(wiring.outside(), visitor(), appointment)
    except (AlreadySo, Overtaken):
        return redirect(url_for("agenda.one", appointment=appointment), HTTPStatus.SEE_OTHER)
    except StillAttending:
        flash(_("En la cola: termine primero con la persona a la que atiende."))
        return redirect(url_for("agenda.today"), HTTPStatus.SEE_OTHER)
    return redirect(url_for("clerk.case_page", case=case), HTTPStatus.SEE_OTHER)


def _offered() -> list[Procedure]:
    found = [one for one in procedures.catalogue(visitor().entity) if words.ways(one)]
    return sorted(found, key=lambda one: rules.text(one.card.title, frame.language()))


def _asked(args: Mapping[str, str]) -> _Asked | None:
    """Return what is asked for; what is not said, or is wrong, is the likeliest."""
    found = next((one for one in _offered() if one.id == args.get("tramite")), None)
    if found is None:
        return None
    ways, channel = words.ways(found), args.get("canal", "")
    language = args.get("idioma", "")
    return _Asked(
        procedure=found,
        channel=channel if channel in ways else ways[0],
        office=args.get("oficina", "")[:40],
        language=language if language in _languages() else frame.language(),
        hour=args.get("hora", "")[:100],
    )


def _languages() -> list[str]:
    return wiring.parts().settings.languages.split(",")


def _choose(asked: _Asked | None, *, taken: bool = False) -> str:
    shown = _shown(asked) if asked else None
    free = shown is not None and bool(shown.found.hours)
    names = dict(entities.shown(visitor().entity, wiring.outside().clock.now()).offices)
    return render_template(
        "clerk/booking_when.html",
        url=url_for("desk_booking.begin"),
        procedures=[(one.id, rules.text(one.card.title, frame.language())) for one in _offered()],
        channels=[(one, agenda_words.channels()[one]) for one in (words.ways(asked.procedure) if asked else ())],
        offices=[("", _("Cualquiera")), *names.items()],
        languages=[(code, frame.NAMES.get(code, code)) for code in _languages()],
        chosen=SimpleNamespace(**dict(asked.fields)) if asked else None,
        taken=taken,
        walk_in_url=f"{shown.url(hora=NOW)}" if shown else None,
        month=calendars.month(shown) if shown else None,
        day=calendars.hours(shown) if shown and free else None,
        nothing=_nothing(shown) if asked and not free else None,
        back_url=url_for("agenda.today"),
    )


def _shown(asked: _Asked) -> Shown | None:
    found = _outlook(asked)
    if found is None:
        return None
    here = url_for("desk_booking.begin")
    said = {name: value for name, value in asked.fields if name != "hora"}
    return Shown(found, here, said, here, "get")


def _outlook(asked: _Asked) -> Outlook | None:
    parts, args, needs = wiring.parts(), request.args, asked.procedure.appointment
    wanted = Wanted(
        procedure=asked.procedure.id,
        channels=(asked.channel,),
        minutes=needs.minutes if needs else 0,
        language=asked.language,
        channel=asked.channel,
        office=asked.office,
        month=calendars.month_of(args.get("mes", "")),
        day=calendars.day_of(args.get("dia", "")),
        internal=True,
    )
    return outlook.see(parts.outside, parts.settings.entity, wanted)


def _nothing(shown: Shown | None) -> SimpleNamespace:
    if shown is not None:
        return calendars.nothing(shown)
    return SimpleNamespace(
        title=_("Nadie atiende esto así"), text=_("Pruebe otro canal, otra oficina u otro idioma."), ways=[]
    )


def _person(asked: _Asked, values: Mapping[str, str], errors: Mapping[str, str], attempt: UUID) -> str:
    chosen = calendars.hour_of(asked.hour)
    office = chosen[1] if chosen else asked.office
    names = dict(entities.shown(visitor().entity, wiring.outside().clock.now()).offices)
    rows: list[tuple[Any, ...]] = [
        (_("Trámite"), rules.text(asked.procedure.card.title, frame.language())),
        (_("Cuándo"), words.capital(words.moment(chosen[0])) if chosen else _("Ahora mismo, sin cita")),
        (_("Dónde"), " · ".join(filter(None, (agenda_words.channels()[asked.channel], names.get(office, ""))))),
        (_("Idioma"), frame.NAMES.get(asked.language, asked.language)),
    ]
    said = {name: value for name, value in asked.fields if name != "hora" and value}
    return render_template(
        "clerk/booking_person.html",
        rows=rows,
        walk_in=asked.walk_in,
        kept=[*asked.fields, ("attempt", str(attempt))],
        url=url_for("desk_booking.book"),
        values={"id_type": "dni", **values},
        errors=dict(errors),
        id_types=[("dni", _("DNI")), ("nie", _("NIE")), ("passport", _("Pasaporte"))],
        channel=asked.channel,
        back_url=url_for("desk_booking.begin", **said),  # type: ignore[arg-type]  # any query value
    )


def _worded(field: str, key: str) -> str:
    if key == "to_call":
        return _("Para llamarle hace falta su móvil.")
    if field == "office":
        return _("En esa oficina nadie atiende este trámite. Elija otra.")
    return person_words.worded(field, key)


def _attempt(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None
