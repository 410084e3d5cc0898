"""The citizen's case: how it stands, its papers, its documents."""

from types import SimpleNamespace
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import wiring
from app.domain.errors import DocumentRejected
from app.services import portal, tasks
from app.services.appointments import preparation
from app.services.appointments.preparation import Preparation
from app.services.files import documents, papers
from app.services.files.documents import DocumentView
from app.services.portal import CaseStatus, StepView
from app.services.tasks import PapersMissing
from app.web import downloads, meetings, paper_views, preparing, public, term_words, uploads
from app.web.frame import limiter
from app.web.gate import open_to, visitor
from app.web.texts import _, ngettext

bp = Blueprint("portal", __name__, url_prefix="/tramite")


@bp.get("")
@open_to("citizen")
def status() -> str:
    """Show how the case stands."""
    found, prepared = preparation.overview(wiring.outside(), visitor())
    return render_template("citizen/case.html", case=_case(found, prepared), refresh=0 if found.ended else 5)


@bp.get("/papeles")
@open_to("citizen")
def papers_page() -> str:
    """List the papers that the case asks for."""
    return _papers_page({})


@bp.post("/papeles/<slot>")
@open_to("citizen")
@limiter.limit("60 per 10 minutes")
def upload(slot: str) -> ResponseReturnValue:
    """Take in one paper."""
    file = request.files.get("file")
    if file is None or not file.filename:
        return _papers_page({slot: _("Elija un archivo")}), 422
    try:
        papers.receive(wiring.outside(), visitor(), slot, file.filename, file.stream.read())
    except DocumentRejected as fault:
        return _papers_page({slot: uploads.sentence(fault.reason)}), 422
    return redirect(url_for("portal.papers_page", _anchor=f"papel-{slot}"), 303)


@bp.post("/papeles/quitar/<uuid:document>")
@open_to("citizen")
def remove_paper(document: UUID) -> ResponseReturnValue:
    """Take back a paper that nobody accepted yet."""
    papers.withdraw(wiring.outside(), visitor(), document)
    return redirect(url_for("portal.papers_page"), 303)


@bp.post("/papeles/entregados/<uuid:task>")
@open_to("citizen")
def papers_done(task: UUID) -> ResponseReturnValue:
    """Say that all papers are there."""
    try:
        tasks.complete(wiring.outside(), visitor(), task, {})
    except PapersMissing as fault:
        return _papers_page(dict.fromkeys(fault.slots, _("Falta este documento"))), 422
    return redirect(url_for("portal.status"), 303)


@bp.get("/documentos")
@open_to("citizen")
def documents_page() -> str:
    """List the documents of the case."""
    here = visitor()
    found = portal.status(wiring.outside(), here)
    filed = [one for one in documents.list_of(wiring.outside(), here, found.id) if one.state != "replaced"]
    listed = [_document(one, ended=found.ended) for one in filed]
    case = SimpleNamespace(number=found.number, title=found.title, url=url_for("portal.status"))
    return render_template("citizen/documents.html", case=case, documents=list(reversed(listed)))


@bp.get("/documentos/<uuid:document>")
@open_to("citizen")
def document(document: UUID) -> Response:
    """Hand out one document."""
    return downloads.file(documents.download(wiring.outside(), visitor(), document))


@bp.get("/documentos/<uuid:document>/<int:page>.png")
@open_to("citizen")
def page_image(document: UUID, page: int) -> Response:
    """Show one page of a document as a picture."""
    response = make_response(documents.page_image(wiring.outside(), visitor(), document, page))
    response.headers["Content-Type"] = "image/png"
    response.headers["Cache-Control"] = "private, max-age=600"
    return response


def _papers_page(errors: dict[str, str]) -> str:
    here = visitor()
    outside = wiring.outside()
    found = portal.status(outside, here)
    listed = papers.slots(outside, here, found.id)
    missing = sum(1 for one in listed if one.required and one.state in {"missing", "returned"})
    waiting = next((step.task for step in found.steps if step.task and not step.task_form), None)
    proceed = None
    if waiting is not None:
        proceed = SimpleNamespace(
            label=_("He terminado: enviar los documentos"), url=url_for("portal.papers_done", task=waiting)
        )
    return render_template(
        "citizen/papers.html",
        case=SimpleNamespace(number=found.number, title=found.title, url=url_for("portal.status")),
        papers=[paper_views.row(one, "portal", errors.get(one.slot, ""), ended=found.ended) for one in listed],
        missing=missing,
        errors={f"archivo-{slot}": sentence for slot, sentence in errors.items()},
        next=proceed,
    )


def _document(one: DocumentView, *, ended: bool) -> SimpleNamespace:
    unsigned = _("No se firmó: el trámite terminó antes") if ended else _("Pendiente de firma")
    states = {
        "frozen": unsigned,
        "signing": unsigned,
        "signed": _("Faltó otra firma: el trámite terminó antes")
        if ended
        else _("Falta otra firma: aún no es definitivo"),
        "received": _("Entregado"),
        "returned": _("Devuelto"),
    }
    return SimpleNamespace(
        title=one.title,
        url=url_for("portal.document", document=one.id),
        size=one.size,
        kind=downloads.kind(one.mime),
        at=one.created_at,
        csv=one.csv,
        sealed=one.state == "final",
        state=_("Aceptado") if one.state == "accepted" else states.get(one.state, ""),
        tone={"accepted": "done", "returned": "error"}.get(one.state, "waiting"),
    )


def _case(found: CaseStatus, prepared: Preparation | None) -> SimpleNamespace:
    steps = [_step(found, step) for step in found.steps]
    appointment = _appointment(prepared) if prepared and not found.ended else None
    coming = appointment is not None and appointment.phase == "coming"
    return SimpleNamespace(
        number=found.number,
        title=found.title,
        opened_at=found.opened_at,
        sentence=meetings.verdict(prepared) if prepared and coming else _sentence(found),
        tone="",
        appointment=appointment,
        steps=steps,
        entry=SimpleNamespace(number=found.entry_number, at=found.entry_at) if found.entry_number else None,
        term=_term(found),
        documents_url=url_for("portal.documents_page"),
        papers_url=url_for("preparing.page", _anchor="papeles") if coming else url_for("portal.papers_page"),
        papers_summary=_("Ver, subir o cambiar"),
        returned=found.returned,
        notified=_notified(found),
        last_access_at=found.previous_access_at,
        evidence=SimpleNamespace(count=found.events, at=found.last_event_at, url=url_for("portal.evidence")),
        contact="",
    )


def _notified(found: CaseStatus) -> SimpleNamespace | None:
    """Return what waits to be opened, and where all notifications are; None when there was never one."""
    if not found.notified:
        return None
    every = url_for("notifications.listed")
    alone = url_for("notifications.one", notification=found.waiting[0]) if len(found.waiting) == 1 else every
    return SimpleNamespace(waiting=len(found.waiting), url=alone, all_url=every)


def _term(found: CaseStatus) -> SimpleNamespace | None:
    """Return how long the office still has, None before that began."""
    if found.term is None:
        return None
    words, tone = term_words.state_of(found.term)
    return SimpleNamespace(state=words, tone=tone, url=url_for("own_term.page"))


def _appointment(prepared: Preparation) -> SimpleNamespace:
    shown = meetings.shown(prepared.appointment, preparing.ways(), own=prepared.own, online=prepared.online)
    shown.prepare = meetings.prepare(prepared) if shown.phase == "coming" else None
    shown.page_url = url_for("preparing.page")
    return shown


@bp.get("/evidencias.zip")
@open_to("citizen")
@limiter.limit("10 per 10 minutes")
def evidence() -> Response:
    """Hand out the evidence of the case as a bundle that anybody can verify."""
    return downloads.bundle(wiring.outside(), visitor())


def _sentence(found: CaseStatus) -> str:
    if found.ended:
        return " ".join(part for part in (found.outcome or _("Este trámite ha terminado."), found.reason) if part)
    if found.returned:
        return _("Le hemos devuelto algún documento: mire el motivo y vuelva a subirlo.")
    if any(step.state == "now" for step in found.steps):
        return _("Ahora le toca a usted.")
    if found.incident:
        return _("Algo no ha funcionado por nuestra parte. Lo estamos mirando; no tiene que hacer nada.")
    return _("Estamos en ello. Le avisaremos por correo.")


def _step(found: CaseStatus, step: StepView) -> Any:
    return SimpleNamespace(
        title=step.title,
        state=step.state,
        who=_who(step),
        at=step.at,
        hint="" if step.state == "waiting" and found.returned else step.hint,
        until=step.until,
        action=_action(found, step),
        more=_more(step),
        documents=[
            SimpleNamespace(title=title, url=url_for("portal.document", document=each), size=None, kind="PDF")
            for each, title in step.documents
        ],
    )


def _more(step: StepView) -> SimpleNamespace | None:
    """Return how to ask for more days, None where there are none to be had."""
    if step.task is None or not step.more:
        return None
    label = ngettext("Pedir %(num)s día hábil más", "Pedir %(num)s días hábiles más", step.more)
    return SimpleNamespace(label=label, url=url_for("own_term.more", task=step.task))


def _who(step: StepView) -> str:
    """Return who did a step or does it; of one done for the person at the office, with whom."""
    if step.with_whom:
        return _("Lo hizo con usted %(name)s, en la oficina", name=step.with_whom)
    return public.who(step.who)


def _action(found: CaseStatus, step: StepView) -> SimpleNamespace | None:
    if step.state == "waiting" and found.returned:
        return SimpleNamespace(label=_("Ver los documentos devueltos"), url=url_for("portal.papers_page"))
    if step.state != "now":
        return None
    if step.task is None:
        return SimpleNamespace(label=_("Leer y firmar"), url=url_for("signing.read"))
    if not step.task_form:
        return SimpleNamespace(label=_("Subir los documentos"), url=url_for("portal.papers_page"))
    if found.returned:
        return SimpleNamespace(label=_("Ver los documentos devueltos"), url=url_for("portal.papers_page"))
    return SimpleNamespace(label=_("Continuar"), url=url_for("answers.enter", task=step.task))
