"""What the page of a case at the desk is given: the case, whose turn it is, the visitor's own task, notes."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from types import MappingProxyType, SimpleNamespace
from typing import Any
from uuid import UUID

from flask import request, url_for

from app.services import tasks
from app.services.desk import turns
from app.services.desk.desk_case import DeskCase, DeskPage
from app.services.desk.turns import Turn
from app.services.tasks import PapersUnreviewed, TaskView
from app.web import consultation_words, desk_views, sheets, task_lists, term_words
from app.web.gate import visitor
from app.web.texts import _, ngettext

HANDLERS = frozenset({"clerk", "supervisor"})
MOST_LEFT = 100


def case(found: DeskCase, now: datetime) -> SimpleNamespace:
    """Return the case as the page shows it."""
    ended = found.status == "ended"
    until = [one.until for one in found.steps if one.until and one.state in {"now", "waiting"}]
    runs = found.term is not None and found.term.state == "running"
    due_at = min([*until, *([found.term.last_moment] if found.term and runs else [])], default=None)
    shown: dict[str, Any] = {
        **vars(desk_views.head(found)),
        "opened_at": found.opened_at,
        "ended": ended,
        "state": _("Terminado") if ended else _("En marcha"),
        "tone": "done" if ended else "waiting",
        "due_at": due_at,
        "due_tone": task_lists.due_tone(due_at, now),
        "term": term_words.state_of(found.term)[0] if found.term else "",
        "term_url": url_for("desk_terms.page", case=found.id) if found.term else None,
        "history_url": url_for("clerk.history", case=found.id),
        "steps": [
            SimpleNamespace(title=one.title, state=one.state, at=one.at, who=_with(one.with_whom))
            for one in found.steps
        ],
        "facts": desk_views.facts(found),
        "answers": [desk_views.section(one) for one in found.answers],
        "consultations": [consultation_words.shown(one) for one in found.consultations],
        "refusals": found.refusals,
        "papers": [desk_views.paper(found, one) for one in found.papers],
        "documents": [desk_views.file(found.id, one) for one in found.documents],
        "people": [desk_views.person(found, one) for one in found.people],
        "events": [desk_views.event(one) for one in found.recent],
        "incidents": found.incidents,
        "notified": found.notified,
        "notifications_url": url_for("letters.of_case", case=found.id),
        "incidents_url": url_for("incidents.listed"),
    }
    return SimpleNamespace(**shown)


def left() -> list[UUID]:
    """Return the papers that the official ticked to leave unreviewed; nothing for whatever is no id."""
    found = []
    for typed in request.form.get("unreviewed", "").split()[:MOST_LEFT]:
        with suppress(ValueError):
            found.append(UUID(typed))
    return found


def unreviewed(fault: PapersUnreviewed) -> dict[str, str]:
    """Return why a task was not completed, by the box that lets it be."""
    said = ngettext(
        "Este documento está sin revisar: %(titles)s. Acéptelo o devuélvalo antes de completar la tarea; si lo deja "
        "así a propósito, marque la casilla.",
        "Estos documentos están sin revisar: %(titles)s. Acéptelos o devuélvalos antes de completar la tarea; si los "
        "deja así a propósito, marque la casilla.",
        len(fault.waiting),
        titles=", ".join(fault.waiting.values()),
    )
    return {"unreviewed": said}


def task(
    seen: DeskPage, page: sheets.Posted | None, waiting: Mapping[UUID, str] = MappingProxyType({})
) -> SimpleNamespace | None:
    """Return the task of the staff that the visitor has or may take, None when there is none.

    `waiting` are papers to be left unreviewed, by id, when the visitor says so.
    """
    found = seen.case
    one = _own(found)
    if one is None:
        return None
    here = visitor()
    mine, may = one.claimed_by == here.id, tasks.may(here, one)
    asked = seen.sheet if mine and seen.sheet and seen.sheet.task.id == one.id else None
    return SimpleNamespace(
        id=one.id,
        title=one.name,
        intro="",
        mine=mine,
        holder=found.holders.get(one.id),
        claim_url=url_for("worklists.claim", task=one.id) if may & {"claim", "take_over"} else None,
        take_over="take_over" in may,
        release_url=url_for("worklists.release", task=one.id) if mine else None,
        assign_url=url_for("worklists.ask_assign", task=one.id) if "assign" in may else None,
        fields_html=sheets.whole(asked, page) if asked and asked.form else "",
        action_url=url_for("clerk.complete", case=found.id, task=one.id),
        action=_("Completar la tarea"),
        outcomes=[],
        blocked="",
        unreviewed=" ".join(str(one) for one in waiting),
        leaves=ngettext(
            "Completo la tarea con %(num)s documento sin revisar. Quedará en la historia del expediente.",
            "Completo la tarea con %(num)s documentos sin revisar. Quedará en la historia del expediente.",
            len(waiting),
        ),
    )


def _own(found: DeskCase) -> TaskView | None:
    here = visitor()
    staff = [one for one in found.open_tasks if one.role]
    mine = [one for one in staff if one.claimed_by == here.id]
    able = [one for one in staff if tasks.may(here, one) or one.role in here.roles]
    return next(iter([*mine, *able]), None)


def turn(found: DeskCase, one: Turn) -> SimpleNamespace:
    """Return what a person has to do, and what the visitor may do with them."""
    acts = bool(visitor().roles & HANDLERS)
    may = acts and not one.hindrance
    link, post, other = None, None, None
    if one.kind == turns.FORM:
        link = (_("Rellenarlo juntos"), url_for("filling.enter", case=found.id, task=one.task))
    elif one.kind == turns.SIGN:
        link, other = _ways_to_sign(found, one)
    elif one.kind == turns.PAPERS:
        post = (_("Lo ha entregado todo: seguir"), url_for("filling.done", case=found.id, task=one.task))
    else:
        post = (_("Anotar que está hecho"), url_for("filling.done", case=found.id, task=one.task))
    return SimpleNamespace(
        title=_("Firmar: %(title)s", title=one.title) if one.kind == turns.SIGN else one.title,
        name=one.name,
        sign={turns.FORM: "pencil", turns.SIGN: "signature", turns.PAPERS: "file-text"}.get(one.kind, "check"),
        link=link if may else None,
        other=other if may else None,
        post=post if may else None,
        why=_why(one) if acts else "",
        verify_url=url_for("counter.identity", case=found.id, party=one.party)
        if acts and one.hindrance in {turns.AWAY, turns.LEVEL}
        else None,
    )


def _ways_to_sign(found: DeskCase, one: Turn) -> tuple[tuple[str, str], tuple[str, str] | None]:
    """Return how a person signs here, and how else; without a telephone there is only paper."""
    paper = (_("Firmar en papel"), url_for("paper_signing.ask", case=found.id, party=one.party))
    if not one.has_mobile:
        return paper, None
    return (_("Firmar aquí"), url_for("lent_screen.read", case=found.id, party=one.party)), paper


def _why(one: Turn) -> str:
    return {
        turns.AWAY: _("Puede hacerlo por su cuenta. Si está aquí, llame a su cita o compruebe su identidad."),
        turns.LEVEL: _("Para hacerlo con la persona, compruebe antes su identidad."),
        turns.ON_THE_LINE: _("Por teléfono no se firma: lo hará con el enlace de su correo."),
    }.get(one.hindrance, "")


def notes(found: DeskCase, typed: str) -> SimpleNamespace:
    """Return the notes of the staff, and where to write one."""
    writes = bool(visitor().roles & HANDLERS)
    listed = [SimpleNamespace(text=one.text, by=one.by, at=one.written_at) for one in found.notes]
    return SimpleNamespace(
        listed=listed, typed=typed, url=url_for("clerk.write_note", case=found.id) if writes else None
    )


def _with(name: str) -> str:
    return _("con %(name)s", name=name) if name else ""
