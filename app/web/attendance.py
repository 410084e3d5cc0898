"""What the staff note of appointments: arrived, called, attended, missed, taken back, given to a colleague."""

import contextlib
import functools
import re
from collections.abc import Callable
from types import SimpleNamespace
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app import wiring
from app.ports import Outside
from app.services.appointments.hours import HourTaken
from app.services.desk import agenda, attendance
from app.services.desk.attendance import CannotAttend, OtherDay, Overtaken, StillAttending, TooSoon
from app.services.tasks import AlreadySo
from app.services.visits import Visitor
from app.web import agenda as pages
from app.web import agenda_words, formats, frame
from app.web.agenda import HANDLERS
from app.web.gate import open_to, visitor
from app.web.texts import _

bp = Blueprint("attendance", __name__, url_prefix="/oficina")
_BACK = re.compile(r"/oficina/(?:agenda|citas|expedientes)[A-Za-z0-9/_?&=.%-]*", re.ASCII)
_MEANT = "other_day"
_AGAIN = "attendance.meant"

Act = Callable[[Outside, Visitor, UUID], None]


@bp.post("/citas/<uuid:appointment>/llegada")
@open_to("staff", *HANDLERS)
def arrive(appointment: UUID) -> ResponseReturnValue:
    """Note that the person is here."""
    meant = request.form.get(_MEANT) == "1"
    try:
        attendance.arrived(wiring.outside(), visitor(), appointment, other_day=meant)
    except OtherDay:
        return redirect(url_for(_AGAIN, appointment=appointment, act="arrive"), 303)
    except (AlreadySo, Overtaken) as fault:
        return _second(fault)
    return _back(_("Anotado: ha llegado."))


@bp.post("/citas/<uuid:appointment>/llamar")
@open_to("staff", *HANDLERS)
def call(appointment: UUID) -> ResponseReturnValue:
    """Call the person and open the case; first end the appointment that the form names, if it names one."""
    outside, here = wiring.outside(), visitor()
    try:
        _end_first(request.form.get("ending", ""))
        case = attendance.call(outside, here, appointment, other_day=request.form.get(_MEANT) == "1")
    except OtherDay:
        return redirect(url_for(_AGAIN, appointment=appointment, act="call"), 303)
    except StillAttending as fault:
        return _still(fault, appointment), 409
    except AlreadySo:
        case = agenda.one(outside, here, appointment).case_id
    except Overtaken as fault:
        return _overtaken(fault), 409
    return redirect(url_for("clerk.case_page", case=case), 303)


@bp.post("/agenda/siguiente")
@open_to("staff", *HANDLERS)
def call_next() -> ResponseReturnValue:
    """Call whoever is next and open the case."""
    outside, here = wiring.outside(), visitor()
    waiting = agenda.waiting(outside, here, request.form.get("office"))
    shown = request.form.get("shown", "")
    waiting.sort(key=lambda one: str(one) != shown)  # the one whose name was on the button comes first
    try:
        case = attendance.call_next(outside, here, waiting)
    except StillAttending as fault:
        return _still(fault, waiting[0]), 409
    except attendance.NobodyWaits:
        return _back(_("Ya no espera nadie."))
    return redirect(url_for("clerk.case_page", case=case), 303)


@bp.post("/citas/<uuid:appointment>/cola")
@open_to("staff", *HANDLERS)
def back(appointment: UUID) -> ResponseReturnValue:
    """Let the person wait again."""
    return _note(attendance.back, appointment, _("De nuevo en la cola."))


@bp.post("/citas/<uuid:appointment>/atendida")
@open_to("staff", *HANDLERS)
def end(appointment: UUID) -> ResponseReturnValue:
    """Note that the person was attended."""
    return _note(attendance.done, appointment, _("Cita atendida."))


@bp.post("/citas/<uuid:appointment>/ausente")
@open_to("staff", *HANDLERS)
def miss(appointment: UUID) -> ResponseReturnValue:
    """Note that nobody came."""
    try:
        return _note(
            attendance.missed, appointment, _("Anotado: no se presentó. Si nos dio un correo, ya se lo hemos dicho.")
        )
    except TooSoon:
        return pages.sheet(appointment, {"": _("Su hora todavía no ha llegado: no puede faltar a la cita.")}), 409


@bp.post("/citas/<uuid:appointment>/deshacer")
@open_to("staff", *HANDLERS)
def undo(appointment: UUID) -> ResponseReturnValue:
    """Take back what was noted last."""
    try:
        undone = functools.partial(attendance.undone, of=request.form.get("of", "")[:20])
        return _note(undone, appointment, _("Deshecho. Queda constancia en la historia."))
    except HourTaken:
        taken = _("Esa hora ya es de otra persona: no se puede deshacer. Dé a esta persona una cita nueva.")
        return pages.sheet(appointment, {"": taken}), 409


@bp.post("/citas/<uuid:appointment>/asignar")
@open_to("staff", *HANDLERS)
def assign(appointment: UUID) -> ResponseReturnValue:
    """Give the appointment to a colleague."""
    try:
        clerk = UUID(request.form.get("colleague", ""))
    except ValueError:
        return pages.sheet(appointment, {"colleague": _("Elija a quién pasa la cita.")}), 422
    try:
        return _note(functools.partial(attendance.assigned, clerk=clerk), appointment, _("Cita pasada."))
    except HourTaken:
        busy = _("Esa persona ya tiene otra cita a esa hora. Elija a otra o cambie la hora de la cita.")
        return pages.sheet(appointment, {"colleague": busy}), 409
    except CannotAttend:
        return pages.sheet(appointment, {"colleague": _("Esa persona ya no atiende citas. Elija a otra.")}), 409


@bp.get("/citas/<uuid:appointment>/otro-dia/<act>")
@open_to("staff", *HANDLERS)
def meant(appointment: UUID, act: str) -> str:
    """Ask whether a person with an appointment of another day is to be attended today."""
    found = agenda.one(wiring.outside(), visitor(), appointment)
    day = formats.long_moment(found.starts_at, frame.language())
    call_now = act != "arrive"
    return _ask(
        title=_("Esta cita es de otro día: %(day)s", day=day),
        text=_(
            "%(name)s, «%(title)s». ¿Atender hoy? Al terminar, la hora reservada quedará libre para otra persona.",
            name=found.applicant,
            title=found.title,
        ),
        action=_("Atender ahora") if call_now else _("Poner en la cola de hoy"),
        url=url_for("attendance.call" if call_now else "attendance.arrive", appointment=appointment),
        fields=Markup('<input type="hidden" name="{}" value="1">').format(_MEANT),
        back_url=url_for("agenda.one", appointment=appointment),
    )


def _note(act: Act, appointment: UUID, done: str) -> ResponseReturnValue:
    try:
        act(wiring.outside(), visitor(), appointment)
    except (AlreadySo, Overtaken) as fault:
        return _second(fault)
    return _back(done)


def _second(fault: AlreadySo | Overtaken) -> ResponseReturnValue:
    """Answer whoever came second: nothing to say to a second click, a page to somebody who was overtaken."""
    if isinstance(fault, AlreadySo):
        return _back("")
    return _overtaken(fault), 409


def _back(done: str) -> ResponseReturnValue:
    if done:
        flash(done)
    wanted = request.form.get("back", "")
    inside = wanted.removeprefix(request.script_root)
    return redirect(request.script_root + inside if _BACK.fullmatch(inside) else url_for("agenda.today"), 303)


def _overtaken(fault: Overtaken) -> str:
    return render_template(
        "clerk/error.html",
        status=409,
        reference="",
        reason=agenda_words.overtaken(fault, wiring.outside().clock.now()),
        back_url=url_for("agenda.today"),
        back_label=_("Volver a la agenda"),
    )


def _still(fault: StillAttending, appointment: UUID) -> str:
    outside, here = wiring.outside(), visitor()
    other, wanted = agenda.one(outside, here, fault.appointment_id), agenda.one(outside, here, appointment)
    names = {"other": other.applicant, "name": wanted.applicant}
    return _ask(
        title=_("Todavía atiende a %(other)s", **names),
        text=_("Para llamar a %(name)s, dé primero por atendida la cita de %(other)s o devuélvala a la cola.", **names),
        action=_("Dar por atendida y llamar a %(name)s", **names),
        url=url_for("attendance.call", appointment=appointment),
        fields=Markup('<input type="hidden" name="ending" value="{}"><input type="hidden" name="{}" value="1">').format(
            other.id, _MEANT
        ),
        back_url=url_for("clerk.case_page", case=other.case_id),
    )


def _end_first(named: str) -> None:
    """End the appointment that the clerk was asked about, if one is named; that it has ended meanwhile is no fault."""
    with contextlib.suppress(ValueError, AlreadySo, Overtaken):
        attendance.done(wiring.outside(), visitor(), UUID(named))


def _ask(*, title: str, text: str, action: str, url: str, fields: str, back_url: str) -> str:
    confirm = SimpleNamespace(
        title=title, text=text, action=action, url=url, fields_html=fields, back_url=back_url, tone="", reason=None
    )
    return render_template("clerk/confirm.html", confirm=confirm, values={}, errors={})
