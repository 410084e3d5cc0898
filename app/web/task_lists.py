"""What the templates of the desk's lists of tasks are given."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from flask import url_for

from app.domain.work import USUAL
from app.services.desk.worklists import DUE, PRIORITIES, Ask, TaskLine, Worklist
from app.services.tasks import TaskTaken
from app.web import searches
from app.web.texts import _

SOON = timedelta(days=2)
PRESSING = 80
"""From which priority on a task is called urgent."""
_DIGITS = 6


def asked(given: Mapping[str, str]) -> Ask:
    """Return what a query asks of the lists; what it has no word for is not asked."""
    page = given.get("page", "")
    return Ask(
        view=given.get("view", ""),
        words=searches.read(given),
        procedure=given.get("procedure", "")[:80],
        due=given.get("due", "") if given.get("due") in DUE else "",
        priority=given.get("priority", "") if given.get("priority") in PRIORITIES else "",
        page=int(page) if page.isascii() and page.isdigit() and len(page) <= _DIGITS else 1,
    )


def shown(found: Worklist, ask: Ask, now: datetime) -> dict[str, Any]:
    """Return what clerk/tasks.html is given."""
    pairs = (("procedure", ask.procedure), ("due", ask.due), ("priority", ask.priority))
    kept = searches.address(ask.words) | {name: value for name, value in pairs if value}
    labels = {"mine": _("Mías"), "group": _("De mis grupos"), "free": _("Sin asignar"), "all": _("Todas")}
    return {
        "views": [
            SimpleNamespace(
                label=label, url=_url(kept, view=name), current=name == found.view, count=found.counts[name]
            )
            for name, label in labels.items()
        ],
        "filters": _filters(found, ask, kept),
        "tasks": [_line(one, now) for one in found.lines],
        "pages": _pages(found, {**kept, "view": found.view}),
        "empty": _empty(found, narrowed=bool(kept)),
    }


def _filters(found: Worklist, ask: Ask, kept: Mapping[str, str]) -> SimpleNamespace:
    return SimpleNamespace(
        url=url_for("worklists.narrow"),
        view=found.view,
        q=ask.words,
        procedure=ask.procedure,
        procedures=[("", _("Todos")), *found.procedures],
        due=ask.due,
        dues=[
            ("", _("Cuando sea")),
            ("late", _("Vencidas")),
            ("today", _("Hoy")),
            ("week", _("Esta semana")),
        ],
        priority=ask.priority,
        priorities=[
            ("", _("Cualquiera")),
            ("high", _("Alta o urgente")),
            ("normal", _("Normal")),
            ("low", _("Baja")),
        ],
        clear_url=url_for("worklists.tasks_page", view=found.view) if kept else None,
    )


def _line(one: TaskLine, now: datetime) -> SimpleNamespace:
    words, tone = urgency(one.task.priority)
    return SimpleNamespace(
        title=one.task.name,
        url=url_for("clerk.case_page", case=one.task.case_id),
        case_number=one.case_number,
        procedure=one.procedure_title,
        applicant=one.applicant,
        document=one.document,
        priority=words,
        priority_tone=tone,
        waiting_since=one.task.opened_at,
        due_at=one.task.due_at,
        due_tone=due_tone(one.task.due_at, now),
        holder=one.claimed_by_name or None,
        mine=one.mine,
        claim_url=url_for("worklists.claim", task=one.task.id) if "claim" in one.may else None,
        take_url=url_for("worklists.claim", task=one.task.id) if "take_over" in one.may else None,
        release_url=url_for("worklists.release", task=one.task.id) if one.mine else None,
    )


def taken(fault: TaskTaken) -> str:
    """Return who has a task that somebody wanted to work at: they took it, or a supervisor gave it to them."""
    if not fault.holder:
        return _("Esta tarea no es suya ahora. Asígnesela o pida a su responsable que se la pase.")
    return _("Esta tarea la tiene ahora %(name)s. Lo que usted había guardado no se ha perdido.", name=fault.holder)


def urgency(priority: int) -> tuple[str, str]:
    """Return a task's priority in words, "" for the usual one, and how it is marked."""
    if priority > USUAL:
        return (_("Urgente"), "error") if priority >= PRESSING else (_("Alta"), "waiting")
    return (_("Baja"), "") if priority < USUAL else ("", "")


def due_tone(due_at: datetime | None, now: datetime) -> str:
    """Return how a deadline is marked: "error" once it is past, "waiting" in its last two days."""
    if due_at is None or due_at - now > SOON:
        return ""
    return "error" if due_at <= now else "waiting"


def _pages(found: Worklist, kept: Mapping[str, str]) -> SimpleNamespace:
    return SimpleNamespace(
        number=found.page,
        total=found.pages,
        count=found.counts[found.view],
        previous_url=_url(kept, page=found.page - 1) if found.page > 1 else None,
        next_url=_url(kept, page=found.page + 1) if found.page < found.pages else None,
    )


def _url(kept: Mapping[str, str], **more: object) -> str:
    return url_for("worklists.tasks_page", **{**kept, **more})  # type: ignore[arg-type]  # url_for takes any query value


def _empty(found: Worklist, *, narrowed: bool) -> SimpleNamespace:
    if narrowed:
        elsewhere = found.counts["all"] > 0 and found.view != "all"
        return SimpleNamespace(
            title=_("Ninguna tarea coincide"),
            text=_("No hay ninguna en esta lista, pero sí en «Todas».")
            if elsewhere
            else _("Busque por el número del expediente o del documento, o por palabras enteras del nombre."),
        )
    if found.view == "mine":
        return SimpleNamespace(
            title=_("No tiene ninguna tarea"),
            text=_("Tome una de «Sin asignar» y aparecerá aquí hasta que la termine o la suelte."),
        )
    return SimpleNamespace(
        title=_("No hay tareas en esta lista"),
        text=_("Cuando alguien haga su parte de un trámite, la siguiente tarea aparecerá aquí."),
    )
