"""The appointment that was booked: a page worth printing, and a file for the person's calendar."""

from collections.abc import Iterator
from types import SimpleNamespace

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app import wiring
from app.domain import procedure as rules
from app.domain.appointments import ONLINE
from app.domain.errors import NotFound
from app.domain.procedure import Paper, Procedure
from app.intake import conditions
from app.services import appointments, cases, procedures
from app.services.appointments import AppointmentView
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
        view = appointments.behind(parts.outside, parts.settings.entity, kept.manage)
    except NotFound:
        return booking_pages.lost()
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
        bring=list(_bring(procedure, view.channel)),
        reading=_reading(procedure),
        next=list(_next(view, procedure, without_mobile=kept.without_mobile)),
        calendar_url=words.manage_url(kept.manage) + "/calendario.ics",
        manage_url=words.manage_url(kept.manage),
    )


def _bring(procedure: Procedure, channel: str) -> Iterator[SimpleNamespace]:
    """Yield what the applicant should have there: their document first, then the papers of their case."""
    papers = [paper for paper in procedure.papers if paper.by == cases.APPLICANT]
    if channel != "in_person":
        title, hint = _("Su documento de identidad"), _("Le pediremos algún dato para comprobar que es usted.")
    else:
        title, hint = _("Su documento de identidad, el original"), _("DNI, NIE o pasaporte, en vigor.")
        papers = [paper for paper in papers if not paper.waived_at]
    yield SimpleNamespace(title=title, hint=hint)
    given = memory.answers(procedure.id)
    for paper in papers:
        if _asked(paper, given):
            yield _paper(paper, sure=paper.required and (paper.when is None or conditions.holds(paper.when, given)))


def _asked(paper: Paper, given: dict[str, object]) -> bool:
    """Return whether a paper may be asked for, as far as the answers to the triage tell."""
    fields = {str(leaf["field"]).split(".")[0] for leaf in conditions.leaves(paper.when)}
    return not fields <= given.keys() or conditions.holds(paper.when, given)


def _paper(paper: Paper, *, sure: bool) -> SimpleNamespace:
    title, hint = (rules.text(text, frame.language()) for text in (paper.title, paper.hint))
    return SimpleNamespace(title=title if sure else _("%(paper)s (solo si es su caso)", paper=title), hint=hint)


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
        yield _knot(_("Prepare los papeles"), told)
    if not without_mobile:
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
