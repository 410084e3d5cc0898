"""The desk: tasks to take, cases to work at, papers to review, history to read."""

from collections.abc import Mapping
from types import SimpleNamespace
from uuid import UUID

from flask import (
    Blueprint,
    Response,
    flash,
    get_flashed_messages,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue

from app import wiring
from app.domain.errors import Invalid
from app.services import tasks
from app.services.desk import desk_case, notes
from app.services.files import documents, papers
from app.services.findings import FormIncomplete
from app.services.tasks import PapersUnreviewed, TaskTaken
from app.web import agenda_views, case_pages, clerk_door, desk_views, downloads, sheets, task_lists
from app.web.gate import open_to, visitor
from app.web.texts import _

bp = Blueprint("clerk", __name__, url_prefix="/oficina")
HANDLERS = ("clerk", "supervisor")
READERS = (*HANDLERS, "auditor", "authority")
_REMEMBERED = 40


@bp.get("/expedientes/<uuid:case>")
@open_to("staff", *READERS)
def case_page(case: UUID) -> str:
    """Show a case with its task, and record once a visit that it was read."""
    known = session.get(clerk_door.READ, [])
    if str(case) not in known:
        desk_case.opened(wiring.outside(), visitor(), case)
        session[clerk_door.READ] = [*known[-_REMEMBERED:], str(case)]
    return _case_page(case, {}, None)


@bp.post("/expedientes/<uuid:case>/tareas/<uuid:task>")
@open_to("staff", *HANDLERS)
def complete(case: UUID, task: UUID) -> ResponseReturnValue:
    """Complete a task with its form."""
    outside, here = wiring.outside(), visitor()
    page = None
    try:
        sheet = tasks.sheet(outside, here, task)
        page = sheets.posted(sheet, request.form) if sheet.form else None
        if page is not None and not page.valid:
            return _case_page(case, page.errors, page), 422
        tasks.complete(outside, here, task, page.answers if page else {}, case_pages.left())
    except FormIncomplete as fault:
        return _case_page(case, sheets.worded(fault), page), 422
    except PapersUnreviewed as fault:
        return _case_page(case, case_pages.unreviewed(fault), page, left=fault.waiting), 422
    except TaskTaken as fault:
        flash(task_lists.taken(fault), "waiting")
        return redirect(url_for("clerk.case_page", case=case), 303)
    flash(_("Hecho: %(task)s", task=sheet.task.name))
    return redirect(url_for("clerk.case_page", case=case), 303)


@bp.post("/expedientes/<uuid:case>/notas")
@open_to("staff", *HANDLERS)
def write_note(case: UUID) -> ResponseReturnValue:
    """Note something for colleagues."""
    text = request.form.get("note", "")
    try:
        notes.write(wiring.outside(), visitor(), case, text)
    except Invalid:
        words = _("Escriba la nota") if not text.strip() else _("La nota es demasiado larga: divídala en dos")
        return _case_page(case, {"note": words}, None, text), 422
    return redirect(url_for("clerk.case_page", case=case, _anchor="notas"), 303)


@bp.get("/expedientes/<uuid:case>/historia")
@open_to("staff", *READERS)
def history(case: UUID) -> str:
    """Show everything that happened in a case."""
    found = desk_case.history(wiring.outside(), visitor(), case)
    summary = desk_case.case(wiring.outside(), visitor(), case)
    whole = request.args.get("todo") == "1"
    told = [one for one in found.happenings if whole or not one.quiet]
    return render_template(
        "clerk/history.html",
        case=desk_views.head(summary),
        events=[desk_views.event(one) for one in told],
        views=_history_views(case, found, whole=whole),
        chain=SimpleNamespace(
            count=len(found.happenings),
            head=found.head,
            ok=found.whole,
            bundle_url=url_for("clerk.evidence", case=case),
        ),
        pages=None,
    )


@bp.get("/expedientes/<uuid:case>/evidencias.zip")
@open_to("staff", "supervisor", "auditor")
def evidence(case: UUID) -> Response:
    """Hand out the evidence of a case."""
    return downloads.bundle_of(wiring.outside(), visitor(), case)


@bp.get("/expedientes/<uuid:case>/papeles/<uuid:document>")
@open_to("staff", *READERS)
def paper_page(case: UUID, document: UUID) -> str:
    """Show one paper as pictures."""
    return _paper_page(case, document, {})


@bp.post("/expedientes/<uuid:case>/papeles/<uuid:document>/aceptar")
@open_to("staff", *HANDLERS)
def accept_paper(case: UUID, document: UUID) -> ResponseReturnValue:
    """Accept a paper."""
    papers.accept(wiring.outside(), visitor(), document)
    flash(_("Documento aceptado."))
    return redirect(url_for("clerk.case_page", case=case), 303)


@bp.post("/expedientes/<uuid:case>/papeles/<uuid:document>/devolver")
@open_to("staff", *HANDLERS)
def return_paper(case: UUID, document: UUID) -> ResponseReturnValue:
    """Give a paper back with a reason."""
    reason = request.form.get("reason", "").strip()
    if not reason:
        return _paper_page(case, document, {"reason": _("Escriba el motivo: la persona lo leerá.")}), 422
    papers.give_back(wiring.outside(), visitor(), document, reason[:1000])
    flash(_("Documento devuelto. Si nos dio un correo, ya le hemos avisado."))
    return redirect(url_for("clerk.case_page", case=case), 303)


@bp.get("/expedientes/<uuid:case>/documentos/<uuid:document>")
@open_to("staff", *READERS)
def document(case: UUID, document: UUID) -> Response:
    """Hand out a document."""
    del case
    return downloads.file(documents.download(wiring.outside(), visitor(), document))


@bp.get("/expedientes/<uuid:case>/documentos/<uuid:document>/<int:page>.png")
@open_to("staff", *READERS)
def page_image(case: UUID, document: UUID, page: int) -> Response:
    """Show one page of a document as a picture."""
    del case
    response = make_response(documents.page_image(wiring.outside(), visitor(), document, page))
    response.headers["Content-Type"] = "image/png"
    return response


def _history_views(case: UUID, found: desk_case.History, *, whole: bool) -> list[SimpleNamespace]:
    plain, everything = url_for("clerk.history", case=case), url_for("clerk.history", case=case, todo="1")
    told = sum(1 for one in found.happenings if not one.quiet)
    return [
        SimpleNamespace(label=_("Lo principal"), url=plain, current=not whole, count=told),
        SimpleNamespace(label=_("Todo"), url=everything, current=whole, count=len(found.happenings)),
    ]


def _case_page(
    case: UUID,
    errors: Mapping[str, str],
    page: sheets.Posted | None,
    note: str = "",
    left: Mapping[UUID, str] | None = None,
) -> str:
    outside, here = wiring.outside(), visitor()
    seen = desk_case.page(outside, here, case)
    found, now = seen.case, outside.clock.now()
    words, tone = said()
    return render_template(
        "clerk/case.html",
        case=case_pages.case(found, now),
        task=case_pages.task(seen, page, left or {}),
        turns=[case_pages.turn(found, one) for one in found.turns],
        notes=case_pages.notes(found, note),
        appointment=agenda_views.bar(seen.appointment, now),
        errors=dict(errors),
        said=words,
        said_tone=tone,
    )


def _paper_page(case: UUID, document: UUID, errors: dict[str, str]) -> str:
    outside, here = wiring.outside(), visitor()
    found = desk_case.case(outside, here, case)
    one = next((each for each in found.papers if each.document and each.document.id == document), None)
    if one is None or one.document is None:
        raise papers.PaperSettled("the paper was replaced")
    paper = desk_views.paper(found, one, errors.get("reason", ""))
    paper.pages = [
        SimpleNamespace(
            url=url_for("clerk.page_image", case=case, document=document, page=number),
            number=number,
            width=None,
            height=None,
            text="",
        )
        for number in range(1, max(one.document.pages, 1) + 1)
    ]
    paper.checks = []
    worded = {f"reason-{one.slot}": sentence for sentence in errors.values()}
    return render_template("clerk/paper.html", case=desk_views.head(found), paper=paper, errors=worded)


def said() -> tuple[str, str]:
    """Return what was just done, or why it was not, and how that is marked."""
    told = [(str(pair[0]), str(pair[1])) for pair in get_flashed_messages(with_categories=True)]
    tone = "waiting" if any(category == "waiting" for category, _ in told) else "done"
    return " ".join(words for _, words in told), tone
