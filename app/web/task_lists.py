"""The desk's list of tasks: views, what narrows it, pages of 25 lines."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from flask import url_for

from app.domain import people
from app.services.tasks import TaskLine
from app.web.texts import _

EACH = 25
SOON = timedelta(days=2)
_DEFAULT = "all"


def shown(found: Sequence[TaskLine], asked: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """Return what clerk/tasks.html is given: `found` as `asked` for with view, q, procedure and page."""
    view, query = asked.get("view", _DEFAULT), " ".join(asked.get("q", "")[:100].split())
    procedure = asked.get("procedure", "")[:100]
    narrowed = [one for one in found if _matches(one, query) and procedure in {"", one.procedure}]
    by_view = {
        "mine": [one for one in narrowed if one.mine],
        "free": [one for one in narrowed if one.task.claimed_by is None],
        "all": narrowed,
    }
    view = view if view in by_view else _DEFAULT
    kept = {name: value for name, value in (("q", query), ("procedure", procedure)) if value}
    labels = {"mine": _("Mías"), "free": _("Sin asignar"), "all": _("Todas")}
    page = _page(asked.get("page", ""), len(by_view[view]))
    return {
        "views": [
            SimpleNamespace(label=label, url=_url(kept, view=name), current=name == view, count=len(by_view[name]))
            for name, label in labels.items()
        ],
        "filters": SimpleNamespace(
            url=url_for("clerk.tasks_page"), view=view, q=query, procedure=procedure, procedures=_procedures(found)
        ),
        "tasks": [_line(one, now) for one in by_view[view][(page - 1) * EACH : page * EACH]],
        "pages": _pages(page, len(by_view[view]), {**kept, "view": view}),
        "empty": _empty(narrowed=bool(kept)),
    }


def _line(one: TaskLine, now: datetime) -> SimpleNamespace:
    free = one.task.claimed_by is None
    return SimpleNamespace(
        title=one.task.name,
        url=url_for("clerk.case_page", case=one.task.case_id),
        case_number=one.case_number,
        procedure=one.procedure_title,
        applicant=one.applicant,
        waiting_since=one.task.opened_at,
        due_at=one.due_at,
        due_tone=due_tone(one.due_at, now),
        papers="",
        holder=one.claimed_by_name or None,
        mine=one.mine,
        claim_url=url_for("clerk.claim", task=one.task.id) if free else None,
        release_url=url_for("clerk.release", task=one.task.id) if one.mine else None,
    )


def due_tone(due_at: datetime | None, now: datetime) -> str:
    """Return how a deadline is marked: "error" once it is past, "waiting" in its last two days."""
    if due_at is None or due_at - now > SOON:
        return ""
    return "error" if due_at <= now else "waiting"


def _matches(one: TaskLine, query: str) -> bool:
    text = people.fold(f"{one.case_number} {one.applicant} {one.task.name}")
    return all(word in text for word in people.fold(query).split())


def _procedures(found: Sequence[TaskLine]) -> list[tuple[str, str]]:
    return [("", _("Todos")), *sorted({(one.procedure, one.procedure_title) for one in found})]


def _page(asked: str, count: int) -> int:
    last = max(1, -(-count // EACH))
    return min(max(1, int(asked)), last) if asked.isascii() and asked.isdigit() and len(asked) < EACH else 1


def _pages(number: int, count: int, kept: Mapping[str, str]) -> SimpleNamespace:
    total = max(1, -(-count // EACH))
    return SimpleNamespace(
        number=number,
        total=total,
        count=count,
        previous_url=_url(kept, page=number - 1) if number > 1 else None,
        next_url=_url(kept, page=number + 1) if number < total else None,
    )


def _url(kept: Mapping[str, str], **more: object) -> str:
    return url_for("clerk.tasks_page", **{**kept, **more})  # type: ignore[arg-type]  # url_for takes any query value


def _empty(*, narrowed: bool) -> SimpleNamespace:
    if narrowed:
        return SimpleNamespace(
            title=_("Ninguna tarea coincide"), text=_("Pruebe con menos palabras o quite el filtro del trámite.")
        )
    return SimpleNamespace(
        title=_("No hay tareas en esta lista"),
        text=_("Cuando alguien haga su parte de un trámite, la siguiente tarea aparecerá aquí."),
    )
