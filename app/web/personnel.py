"""The staff: who works here, what each attends and in which languages."""

from types import SimpleNamespace
from typing import Final
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import wiring
from app.services.calendars import abilities
from app.services.calendars.abilities import Colleague
from app.services.calendars.schedules import MANAGERS
from app.web import clerk_door, frame, schedule_confirming
from app.web import schedule_words as words
from app.web.gate import open_to, visitor
from app.web.texts import _

bp = Blueprint("personnel", __name__, url_prefix="/oficina/personal")
SPOKEN: Final = ("en",)
"""Languages in which people may be attended, besides those of the pages."""
_ATTENDING: Final = "clerk"


@bp.get("")
@open_to("staff", *MANAGERS, "administrator")
def listed() -> str:
    """List the staff."""
    found = abilities.listed(wiring.outside(), visitor())
    titles = dict(found.procedures)
    may = bool(visitor().roles & set(MANAGERS))
    return render_template(
        "calendars/staff.html",
        tabs=schedule_confirming.tabs() if may else [],
        people=[_row(one, titles, may=may) for one in found.people],
        said=schedule_confirming.said(),
    )


@bp.get("/<uuid:person>")
@open_to("staff", *MANAGERS)
def ask(person: UUID) -> str:
    """Ask what somebody attends."""
    one, offered = abilities.get(wiring.outside(), visitor(), person)
    return render_template(
        "calendars/abilities.html",
        person=one,
        roles=", ".join(clerk_door.role(each) for each in one.roles),
        procedures=offered,
        languages=[(code, frame.NAMES.get(code, code)) for code in _languages(one)],
        action_url=url_for("personnel.change", person=person),
        back_url=url_for("personnel.listed"),
    )


@bp.post("/<uuid:person>")
@open_to("staff", *MANAGERS)
def change(person: UUID) -> ResponseReturnValue:
    """Say what somebody attends."""
    outside, here = wiring.outside(), visitor()
    one, offered = abilities.get(outside, here, person)
    known = {key for key, _title in offered} | set(one.skills)
    skills = [key for key in request.form.getlist("skills") if key in known]
    languages = [code for code in _languages(one) if code in request.form.getlist("languages")]
    abilities.change(outside, here, person, skills, languages)
    flash(_("Guardado: %(name)s.", name=one.name))
    return redirect(url_for("personnel.listed"), 303)


def _row(one: Colleague, titles: dict[str, str], *, may: bool) -> SimpleNamespace:
    attends = _ATTENDING in one.roles
    return SimpleNamespace(
        name=one.name,
        post=one.post,
        office=one.office,
        roles=", ".join(clerk_door.role(each) for each in one.roles),
        attends=attends,
        skills=[titles.get(key, key) for key in one.skills],
        languages=words.together([frame.NAMES.get(code, code) for code in one.languages]),
        url=url_for("personnel.ask", person=one.id) if may and attends else None,
        active=one.active,
    )


def _languages(one: Colleague) -> list[str]:
    """Return the languages to choose from: those of the pages, some more, and whatever the person has already."""
    return list(dict.fromkeys((*wiring.parts().settings.languages.split(","), *SPOKEN, *one.languages)))
