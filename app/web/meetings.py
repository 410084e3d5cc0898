"""An appointment on a page: when and where, how long until then, what its person can do, what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace

from flask import url_for

from app import wiring
from app.domain import appointments as states
from app.services.appointments.changes import AppointmentView
from app.services.appointments.preparation import SHOWN, Preparation
from app.web import booking_words as words
from app.web.texts import _, ngettext

_SOON = timedelta(minutes=90)
_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Ways:
    """Where an appointment is managed: by its link or in the portal. `home` is its page there."""

    home: str
    attend: str
    move: str
    cancel: str
    calendar: str


def shown(view: AppointmentView, ways: Ways, *, own: bool = True, online: bool = False) -> SimpleNamespace:
    """Return an appointment as macros/appointment.html draws it; `online` where its case goes on without one."""
    phase = _phase(view)
    title, text = _told(view, phase)
    may = own and view.may_change
    ended, stranded = phase in {"past", "missed", "cancelled"}, bool(view.stranded) and phase == "coming"
    return SimpleNamespace(
        phase=phase,
        ticket=words.ticket(view.starts_at, view.channel, (view.office_name, view.address)),
        left=_left(view) if phase == "coming" else "",
        near=_days(view) <= 1,
        title=title,
        text=text,
        attending=view.confirmed_at is not None,
        stranded=_stranded(view, may=may) if stranded else "",
        attend_url=ways.attend if may and not stranded else None,
        move_url=ways.move if may else None,
        cancel_url=ways.cancel if may else None,
        calendar_url=ways.calendar if phase == "coming" and not stranded else None,
        prepare=None,
        again_url=url_for("booking.enter", procedure=view.procedure) if ended and own else None,
        online=online and ended,
    )


def prepare(found: Preparation) -> SimpleNamespace:
    """Return where the papers are, and how pressing it is to go there."""
    count, url = found.tally, url_for("preparing.page")
    returned = ngettext("Corregir %(num)s documento", "Corregir %(num)s documentos", count["returned"])
    return SimpleNamespace(
        label=returned if count["returned"] else _("Preparar la cita"),
        url=f"{url}#papeles" if count["returned"] else url,
        urgent=bool(count["returned"]),
        summary=tally(found),
    )


def tally(found: Preparation) -> str:
    """Return how many papers are accepted, in words, "" when none is asked for."""
    count = found.tally
    if not count["asked"]:
        return ""
    return ngettext(
        "%(accepted)s de %(num)s documento aceptado",
        "%(accepted)s de %(num)s documentos aceptados",
        count["asked"],
        accepted=count["accepted"],
    )


def verdict(found: Preparation) -> str:
    """Return what is left to do about the papers, in a sentence."""
    count = found.tally
    if count["returned"]:
        return _("Le hemos devuelto algún documento: mire el motivo y vuelva a subirlo antes de la cita.")
    if count["missing"]:
        return ngettext(
            "Falta %(num)s documento. Súbalo antes de la cita y le diremos si está bien.",
            "Faltan %(num)s documentos. Súbalos antes de la cita y le diremos si están bien.",
            count["missing"],
        )
    if count["received"]:
        return _("No falta ninguno. Los estamos revisando: si algo no está bien, se lo diremos por correo.")
    if count["asked"]:
        return _("Ya está todo.")
    if any(one.state == SHOWN for one in found.papers):
        return _("No tiene que subir nada: traiga los originales y enséñelos en la oficina.")
    return _("No le pedimos ningún documento.")


def on_the_day(view: AppointmentView) -> list[tuple[str, str]]:
    """Return what happens on the day, step by step: title and text."""
    time = words.clock(view.starts_at)
    identity = (_("Le pediremos su documento"), _("DNI, NIE o pasaporte, el original y en vigor."))
    together = _("Lo rellenamos juntos")
    checked = (
        _("Usted comprueba los datos antes de firmar.") if view.signs else _("Usted comprueba los datos al final.")
    )
    return {
        states.IN_PERSON: [
            (_("Venga cinco minutos antes"), _("Al llegar, diga su nombre en el mostrador. Le llamaremos a su hora.")),
            identity,
            (together, checked),
        ],
        states.PHONE: [
            (_("Le llamamos a las %(time)s", time=time), _("Al móvil que nos dio. Esté donde pueda hablar con calma.")),
            (_("Le preguntaremos algún dato"), _("Para comprobar que es usted. Nunca le pediremos claves del banco.")),
            (together, _("Tenga a mano los documentos de esta lista.")),
        ],
        states.VIDEO: [
            (_("Entre diez minutos antes"), _("Desde esta página, con un móvil o un ordenador que tenga cámara.")),
            identity,
            (together, checked),
        ],
    }.get(view.channel, [])


def _phase(view: AppointmentView) -> str:
    now = wiring.outside().clock.now()
    if view.state == states.BOOKED:
        return "coming" if now < view.starts_at else "now" if now < view.ends_at else "past"
    known: Mapping[str, str] = {
        states.ARRIVED: "here",
        states.CALLED: "here",
        states.DONE: "done",
        states.NO_SHOW: "missed",
    }
    return known.get(view.state, "cancelled")


def _told(view: AppointmentView, phase: str) -> tuple[str, str]:
    """Return what there is to know once an appointment cannot be changed any more."""
    if phase == "coming":
        return "", ""
    moment = words.moment(view.starts_at)
    kept = _("Su expediente sigue abierto, con todo lo que ya nos dio.")
    begun = {
        states.IN_PERSON: _("Si ya está en la oficina, dígalo en el mostrador. Si llega tarde, llámenos."),
        states.PHONE: _("Tenga el móvil a mano: le llamaremos enseguida."),
    }
    return {
        "now": (_("Su cita es ahora"), begun.get(view.channel, "")),
        "here": (_("Sabemos que está aquí"), _("Le llamaremos. No tiene que hacer nada más.")),
        "past": (_("La hora de su cita ya pasó"), _("Era el %(moment)s. %(kept)s", moment=moment, kept=kept)),
        "done": (_("Le atendimos en su cita"), _("Fue el %(moment)s.", moment=moment)),
        "missed": (
            _("No pudimos atenderle en su cita"),
            _("Era el %(moment)s. No pierde ningún derecho. %(kept)s", moment=moment, kept=kept),
        ),
        "cancelled": (_("Esta cita está anulada"), _("Era el %(moment)s. %(kept)s", moment=moment, kept=kept)),
    }[phase]


def _stranded(view: AppointmentView, *, may: bool) -> str:
    """Return what happened to an appointment under which the calendar changed, and what its person can do."""
    why = {
        "holiday": _("Ese día es festivo y no atendemos."),
        "closure": _("Ese día no atendemos a esa hora."),
    }.get(view.stranded, _("Nuestro horario cambió después de que reservara y a esa hora ya no atendemos."))
    todo = (
        _("Elija otra hora o anule la cita. Si no hace nada, la cambiaremos o la anularemos nosotros y le avisaremos.")
        if may
        else _("La cambiaremos o la anularemos, y avisaremos a quien la pidió.")
    )
    return f"{why} {todo}"


def _days(view: AppointmentView) -> int:
    today = words.local(wiring.outside().clock.now()).date()
    return (words.local(view.starts_at).date() - today).days


def _left(view: AppointmentView) -> str:
    days, left = _days(view), view.starts_at - wiring.outside().clock.now()
    if days > 1:
        return ngettext("Falta %(num)s día", "Faltan %(num)s días", days)
    if days == 1:
        return _("Es mañana")
    if left < _SOON:
        return ngettext("Es hoy: falta %(num)s minuto", "Es hoy: faltan %(num)s minutos", max(1, left // _MINUTE))
    return ngettext("Es hoy: falta %(num)s hora", "Es hoy: faltan %(num)s horas", left // _HOUR)
