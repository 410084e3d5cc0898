"""Notifications at the desk: those of a case, and the letters that are still to be carried home."""

from datetime import date, time
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, get_flashed_messages, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import wiring
from app.domain.errors import Invalid
from app.domain.notification import ABSENT, PAPER, TAKEN, TURNED_DOWN, UNKNOWN
from app.services import access
from app.services.desk import desk_case
from app.services.notifying import paper, views
from app.services.notifying.paper import Letter, Said
from app.services.notifying.views import NotificationView
from app.web import formats, frame
from app.web import notification_words as words
from app.web.gate import open_to, visitor
from app.web.texts import _

bp = Blueprint("letters", __name__, url_prefix="/oficina")
_FIELDS = ("day", "hour", "result", "taken_by")


@bp.get("/cartas")
@open_to("staff", *access.READERS)
def listed() -> str:
    """List the letters that are still to be brought."""
    return render_template("clerk/letters.html", letters=[_letter(one) for one in paper.waiting(visitor())])


@bp.get("/expedientes/<uuid:case>/notificaciones")
@open_to("staff", *access.READERS)
def of_case(case: UUID) -> str:
    """Show the notifications of a case."""
    desk_case.opened(wiring.outside(), visitor(), case)
    found = views.desk(wiring.outside(), visitor(), case)
    return render_template(
        "clerk/notifications.html",
        case=SimpleNamespace(number=found.number, title=found.title, url=url_for("clerk.case_page", case=case)),
        notifications=[_shown(case, one) for one in found.notifications],
        said=" ".join(str(one) for one in get_flashed_messages()),
    )


@bp.post("/expedientes/<uuid:case>/notificaciones/<uuid:notification>/impresa")
@open_to("staff", *paper.WORK)
def printed(case: UUID, notification: UUID) -> ResponseReturnValue:
    """Note that a letter was printed."""
    _within(case, notification)
    paper.printed(wiring.outside(), visitor(), notification)
    flash(_("Anotado: la carta está impresa. Cuando se lleve, anote aquí lo que pasó."))
    return _back(case)


@bp.get("/expedientes/<uuid:case>/notificaciones/<uuid:notification>/intento")
@open_to("staff", *paper.WORK)
def ask_brought(case: UUID, notification: UUID) -> str:
    """Ask what became of a letter at the door."""
    return _page(case, notification, dict.fromkeys(_FIELDS, ""), {})


@bp.post("/expedientes/<uuid:case>/notificaciones/<uuid:notification>/intento")
@open_to("staff", *paper.WORK)
def brought(case: UUID, notification: UUID) -> ResponseReturnValue:
    """Note what became of a letter at the door."""
    _within(case, notification)
    typed = {name: request.form.get(name, "").strip() for name in _FIELDS}
    try:
        ended = paper.brought(wiring.outside(), visitor(), notification, _said(typed))
    except Invalid as fault:
        return _page(case, notification, typed, _wrong(fault)), 422
    flash(_("Anotado. La notificación ha terminado.") if ended else _("Anotado. Falta otro intento."))
    return _back(case)


@bp.get("/expedientes/<uuid:case>/notificaciones/<uuid:notification>/en-mano")
@open_to("staff", *paper.WORK)
def ask_hand_over(case: UUID, notification: UUID) -> str:
    """Ask before a notification is noted as handed over."""
    one = views.desk(wiring.outside(), visitor(), case).one(notification)
    confirm = SimpleNamespace(
        title=_("¿Ha entregado la notificación a %(name)s?", name=one.person),
        text=_(
            "Entréguele el documento impreso y después confírmelo. Queda notificada en este momento, y los plazos "
            "cuentan desde mañana."
        ),
        action=_("Sí, se la he entregado"),
        back_url=url_for("letters.of_case", case=case),
        tone="",
        url="",
    )
    return render_template("clerk/confirm.html", confirm=confirm)


@bp.post("/expedientes/<uuid:case>/notificaciones/<uuid:notification>/en-mano")
@open_to("staff", *paper.WORK)
def hand_over(case: UUID, notification: UUID) -> ResponseReturnValue:
    """Note that a notification was handed over in the office."""
    _within(case, notification)
    paper.handed_over(wiring.outside(), visitor(), notification)
    flash(_("Anotado: la notificación está entregada."))
    return _back(case)


def _within(case: UUID, notification: UUID) -> None:
    """Raise `NotFound` when a notification is not of the case in its address."""
    views.desk(wiring.outside(), visitor(), case).one(notification)


def _back(case: UUID) -> ResponseReturnValue:
    return redirect(url_for("letters.of_case", case=case), 303)


def _said(typed: dict[str, str]) -> Said:
    try:
        day, hour = date.fromisoformat(typed["day"]), time.fromisoformat(typed["hour"])
    except ValueError as fault:
        raise Invalid("not a time", {"at": "format"}) from fault
    return Said(day, hour, typed["result"], typed["taken_by"])


def _wrong(fault: Invalid) -> dict[str, str]:
    said = {
        "time": _("La fecha y la hora tienen que ser posteriores a la carta y anteriores a ahora"),
        "format": _("Escriba el día y la hora en que se llevó la carta"),
        "choose": _("Elija qué pasó"),
        "required": _("Escriba quién la recibió y qué relación tiene con la persona"),
    }
    fields = {"at": "day"}
    return {fields.get(name, name): said[word] for name, word in fault.problems.items() if word in said}


def _page(case: UUID, notification: UUID, typed: dict[str, str], errors: dict[str, str]) -> str:
    found = views.desk(wiring.outside(), visitor(), case)
    one = found.one(notification)
    return render_template(
        "clerk/letter.html",
        case=SimpleNamespace(number=found.number, title=found.title, url=url_for("letters.of_case", case=case)),
        letter=SimpleNamespace(title=one.title, person=one.person, again=_again(one), typed=typed),
        results=[
            (TAKEN, _("Entregada")),
            (ABSENT, _("Ausente: nadie se hizo cargo")),
            (TURNED_DOWN, _("Rechazada por la persona o su representante")),
            (UNKNOWN, _("Dirección incorrecta o persona desconocida")),
        ],
        errors=errors,
    )


def _shown(case: UUID, one: NotificationView) -> SimpleNamespace:
    state, tone = words.state(one)
    acts = bool(visitor().roles & set(paper.WORK))
    on_paper = acts and one.waits and one.channel == PAPER
    shown: dict[str, Any] = {
        "id": str(one.id),
        "title": one.title,
        "person": one.person,
        "state": state,
        "tone": tone,
        "facts": _facts(one),
        "document": _file(case, one.title, one.document),
        "letter": _file(case, _("Carta y acuse de recibo para imprimir"), one.letter),
        "proof": _file(case, _("Justificante de la notificación"), one.proof),
        "preparing": on_paper and one.letter is None,
        "printed_url": _to("printed", case, one) if on_paper and one.letter and not one.printed_at else None,
        "brought_url": _to("ask_brought", case, one) if on_paper and one.printed_at else None,
        "attempts": [
            (formats.short_moment(tried.at, frame.language()), _result(tried.result)) for tried in one.attempts
        ],
        "again": _again(one),
        "hand_url": _to("ask_hand_over", case, one) if acts and one.state.open and _seen(one) else None,
        "verify_url": url_for("counter.identity", case=case, party=one.party)
        if acts and one.state.open and not _seen(one)
        else None,
    }
    return SimpleNamespace(**shown)


def _to(act: str, case: UUID, one: NotificationView) -> str:
    return url_for(f"letters.{act}", case=case, notification=one.id)


def _facts(one: NotificationView) -> list[tuple[str, str]]:
    rows = words.facts(one)
    language = frame.language()
    if one.waits and one.last_day:
        rows.append((_("Último día para acceder"), formats.long_date(one.last_day, language)))
    if one.printed_at:
        rows.append((_("Impresa"), formats.long_moment(one.printed_at, language)))
    if one.decided_at:
        rows.append((_("Resultado desde"), formats.long_moment(one.decided_at, language)))
    return rows


def _seen(one: NotificationView) -> bool:
    """Return whether an official has established who the person is."""
    return one.person_level in {"official", "certificate"}


def _result(word: str) -> str:
    return {
        TAKEN: _("Entregada"),
        ABSENT: _("Ausente"),
        TURNED_DOWN: _("Rechazada"),
        UNKNOWN: _("Dirección incorrecta o persona desconocida"),
    }[word]


def _again(one: NotificationView) -> str:
    """Return when a letter is to be brought again, "" when it is not."""
    if one.again is None or not one.waits:
        return ""
    day = formats.long_date(one.again[0], frame.language())
    if one.again[1]:
        return _("Hay que volver a llevarla hasta el %(day)s, antes de las 15:00.", day=day)
    return _(
        "Hay que volver a llevarla hasta el %(day)s, después de las 15:00 y con tres horas de diferencia al menos.",
        day=day,
    )


def _file(case: UUID, title: str, document: UUID | None) -> SimpleNamespace | None:
    if document is None:
        return None
    url = url_for("clerk.document", case=case, document=document)
    return SimpleNamespace(title=title, url=url, size=None, kind="PDF")


def _letter(one: Letter) -> SimpleNamespace:
    states = {
        "making": (_("Se está redactando"), "waiting"),
        "print": (_("Por imprimir"), "action"),
        "bring": (_("Por llevar"), "waiting"),
        "again": (_("Por llevar otra vez"), "action"),
    }
    word = "again" if one.tried_at else "bring" if one.printed_at else "print" if one.ready else "making"
    return SimpleNamespace(
        number=one.case_number,
        url=url_for("letters.of_case", case=one.case_id),
        at=one.made_available_at,
        state=states[word][0],
        tone=states[word][1],
        tried_at=one.tried_at,
    )
