"""The desk's tasks: lists, and whose a task is."""

import contextlib
from types import SimpleNamespace
from uuid import UUID

from flask import Blueprint, flash, get_flashed_messages, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import wiring
from app.services import tasks
from app.services.desk import worklists
from app.services.tasks import AlreadySo, NotForThem, TaskTaken
from app.web import searches, task_lists
from app.web.gate import open_to, visitor
from app.web.texts import _, ngettext

bp = Blueprint("worklists", __name__, url_prefix="/oficina/tareas")
HANDLERS = ("clerk", "supervisor")
READERS = (*HANDLERS, "auditor")


@bp.get("")
@open_to("staff", *READERS)
def tasks_page() -> str:
    """List the tasks that wait for the staff."""
    outside, ask = wiring.outside(), task_lists.asked(request.args)
    found = worklists.listed(outside, visitor(), ask)
    said = " ".join(str(one) for one in get_flashed_messages())
    return render_template("clerk/tasks.html", **task_lists.shown(found, ask, outside.clock.now()), said=said)


@bp.post("")
@open_to("staff", *READERS)
def narrow() -> ResponseReturnValue:
    """Lead to the list that a form asks for; what it looks for stays out of the address."""
    names = ("view", "procedure", "due", "priority")
    kept = {name: request.form[name] for name in names if request.form.get(name)}
    sought = searches.remember(request.form.get("q", ""))
    return redirect(url_for("worklists.tasks_page", **kept, **sought), 303)  # type: ignore[arg-type]  # any query value


@bp.post("/<uuid:task>/asignar")
@open_to("staff", *HANDLERS)
def claim(task: UUID) -> ResponseReturnValue:
    """Take a task; whoever comes second is led to the case and told who has it."""
    try:
        tasks.claim(wiring.outside(), visitor(), task)
    except AlreadySo:
        pass
    except TaskTaken as fault:
        flash(task_lists.taken(fault), "waiting")
    return redirect(url_for("clerk.case_page", case=tasks.place(visitor(), task)), 303)


@bp.post("/<uuid:task>/soltar")
@open_to("staff", *HANDLERS)
def release(task: UUID) -> ResponseReturnValue:
    """Give a task back."""
    with contextlib.suppress(AlreadySo):
        tasks.release(wiring.outside(), visitor(), task)
    flash(_("Tarea devuelta a la lista."))
    return redirect(url_for("worklists.tasks_page"), 303)


@bp.get("/<uuid:task>/pasar")
@open_to("staff", *HANDLERS)
def ask_assign(task: UUID) -> str:
    """Ask which colleague a task goes to."""
    return _assign_page(task, {})


@bp.post("/<uuid:task>/pasar")
@open_to("staff", *HANDLERS)
def assign(task: UUID) -> ResponseReturnValue:
    """Give a task to a colleague."""
    try:
        colleague = UUID(request.form.get("colleague", ""))
        name = tasks.assign(wiring.outside(), visitor(), task, colleague)
    except AlreadySo:
        flash(_("Esa persona ya tenía la tarea."))
    except TaskTaken as fault:
        flash(task_lists.taken(fault), "waiting")
    except (ValueError, NotForThem):
        return _assign_page(task, {"colleague": _("Elija a quién pasa la tarea")}), 422
    else:
        flash(_("Tarea pasada a %(name)s.", name=name))
    return redirect(url_for("clerk.case_page", case=tasks.place(visitor(), task)), 303)


def _assign_page(task: UUID, errors: dict[str, str]) -> str:
    found = worklists.handover(wiring.outside(), visitor(), task)
    loads = [
        (str(one.id), f"{one.name} · {ngettext('%(num)s tarea', '%(num)s tareas', one.load)}")
        for one in found.colleagues
    ]
    handover = SimpleNamespace(
        title=found.task.name,
        case_number=found.case_number,
        holder=found.holder,
        colleagues=[("", _("Elija una persona")), *loads],
        back_url=url_for("clerk.case_page", case=found.task.case_id),
    )
    return render_template("clerk/assign.html", handover=handover, errors=errors)
