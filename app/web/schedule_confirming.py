"""What the pages of the calendar manager share: tabs, what was just said, and asking before a change."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from uuid import UUID

from flask import get_flashed_messages, render_template, request, url_for

from app import wiring
from app.services import entities
from app.services.calendars.schedule_effects import Effects
from app.web import schedule_forms, schedule_views
from app.web.texts import _


@dataclass(frozen=True, slots=True)
class Asked:
    """A change that is asked about before it is made. `fields` are carried along, by `edit_url` back to the form."""

    title: str
    text: str
    action: str
    url: str
    back_url: str
    fields: Sequence[tuple[str, str]] = ()
    edit_url: str = ""
    tone: str = ""
    facts: Sequence[tuple[str, str]] = ()


def page(asked: Asked, effects: Effects) -> str:
    """Return the page that asks, with what the change would do. A box must be ticked when it leaves anybody outside."""
    parts = wiring.parts()
    zone = entities.shown(parts.settings.entity, parts.outside.clock.now()).zone
    left = bool(effects.stranded)
    errors = {}
    if left and request.method == "POST" and request.form.getlist("seen"):
        known = schedule_forms.seen(request.form)
        new = {one.id for one in effects.stranded} - known
        errors["understood"] = (
            _("Mientras tanto se ha reservado otra cita: mire la lista y marque la casilla de nuevo")
            if new
            else _("Marque la casilla para seguir")
        )
    return render_template(
        "calendars/effects.html",
        confirm=asked,
        effects=schedule_views.effects(effects, zone),
        errors=errors,
    )


def understood() -> frozenset[UUID]:
    """Return the appointments that the visitor was shown and takes upon them; none while the box is not ticked."""
    return schedule_forms.seen(request.form) if request.form.get("understood") else frozenset()


def said() -> str:
    """Return what was just done."""
    return " ".join(str(one) for one in get_flashed_messages())


def tabs() -> list[SimpleNamespace]:
    """Return the pages of the calendar manager."""
    here = (request.endpoint or "").partition(".")[0]
    places = (
        (_("Calendarios"), "schedules.listed"),
        (_("Festivos"), "days_off.listed"),
        (_("Personal"), "personnel.listed"),
    )
    return [
        SimpleNamespace(label=label, url=url_for(endpoint), current=here == endpoint.partition(".")[0])
        for label, endpoint in places
    ]
