"""The appointment that was booked: a page worth printing, and a file for the person's calendar."""

from collections.abc import Iterator
from types import SimpleNamespace

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from app import wiring
from app.domain import procedure as rules
from app.domain.appointments import IN_PERSON, ONLINE, REMINDERS
from app.domain.errors import NotFound
from app.domain.procedure import Procedure
from app.services.appointments import preparation
from app.services.appointments.changes import AppointmentView
from app.services.publishing import procedures
from app.web import booking_memory as memory
from app.web import booking_pages, frame
from app.web import booking_words as words
from app.web.gate import open_to
from app.web.texts import _

bp = Blueprint("booking_done", __name__, url_prefix="/cita")


@bp.get("/hecha")
@open_to("public")
def done() -> ResponseReturnValue:
    """Show the appointment that was booked."""
    kept = memory.booked()
    if kept is None:
        return booking_pages.lost()
    parts = wiring.parts()
    try:
        linked = preparation.behind(parts.outside, parts.settings.entity, kept.manage, frame.language())
    except NotFound:
        return booking_pages.lost()
    view = linked.appointment
    procedure = procedures.offered(parts.settings.entity, view.procedure).procedure
    return render_template(
        "public/booking/done.html",
        ticket=words.ticket(view.starts_at, view.channel, (view.office_name, view.address)),
        email=kept.email,
        number=view.case_number,
        rows=[
            (_("Trámite"), rules.text(procedure.card.title, frame.language())),
            (_("Cómo"), words.manner(view.channel, view.language)),
            (_("Duración"), words.length(view.minutes)),
        ],
        bring=linked.bring,
        reading=_reading(procedure),
        next=list(_next(view, procedure, without_mobile=kept.without_mobile)),
        calendar_url=url_for("managing.calendar", token=kept.manage),
        manage_url=url_for("managing.page", token=kept.manage),
    )


def _reading(procedure: Procedure) -> list[SimpleNamespace]:
    here = frame.language()
    return [
        SimpleNamespace(title=rules.text(one.title, here), text=rules.text(one.text, here), url=one.url)
        for one in (procedure.appointment.reading if procedure.appointment else ())
    ]


def _next(view: AppointmentView, procedure: Procedure, *, without_mobile: bool) -> Iterator[SimpleNamespace]:
    yield _knot(_("Mire su correo"), _("Tiene la confirmación, con todo lo que hay que saber."))
    if ONLINE in procedure.card.channels and not without_mobile:
        told = _("Si los sube antes desde su expediente, le diremos si están bien y no hará el viaje en balde.")
        if view.channel != IN_PERSON:
            told = _("Si los sube antes desde su expediente, le diremos si están bien.")
        yield _knot(_("Prepare los papeles"), told)
    if not without_mobile and view.starts_at - wiring.outside().clock.now() > REMINDERS[0]:
        yield _knot(_("Se lo recordamos"), _("Un día antes y dos horas antes de la cita."))
    last = {
        "in_person": (_("Venga cinco minutos antes"), _("Diga su nombre al llegar. Puede enseñar esta página.")),
        "phone": (_("Le llamamos"), _("A la hora de la cita, al móvil que nos ha dado.")),
        "video": (_("Entre en la sala"), _("Desde su expediente, diez minutos antes de la hora.")),
    }.get(view.channel)
    if last:
        yield _knot(*last)


def _knot(title: str, text: str) -> SimpleNamespace:
    return SimpleNamespace(title=title, text=text)
