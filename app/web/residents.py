"""The residents' register for the staff: looked for by name, document or street; every look is recorded."""

from datetime import date
from types import SimpleNamespace
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import wiring
from app.services.residents import search as register
from app.services.residents.search import FoundInRegister, HomeLine, MovementLine, PersonLine
from app.web import formats, frame, searches
from app.web.gate import open_to, visitor
from app.web.texts import _

bp = Blueprint("residents", __name__, url_prefix="/oficina/padron")
READERS = ("clerk", "supervisor", "auditor")


@bp.get("")
@open_to("staff", *READERS)
def search() -> str:
    """Show what was found in the residents' register."""
    typed = searches.read(request.args)[:80]
    found = register.found(wiring.outside(), visitor(), typed) if typed else FoundInRegister()
    return render_template(
        "clerk/residents.html",
        query=typed,
        people=[_person(one) for one in found.people],
        homes=[_home(one) for one in found.homes],
        whole=found.whole,
        search_url=url_for("residents.look_for"),
    )


@bp.post("")
@open_to("staff", *READERS)
def look_for() -> ResponseReturnValue:
    """Lead to what was found; names, numbers and streets stay out of the address."""
    sought = searches.remember(request.form.get("q", ""))
    return redirect(url_for("residents.search", **sought), 303)  # type: ignore[arg-type]  # any query value


@bp.get("/personas/<uuid:resident>")
@open_to("staff", *READERS)
def person(resident: UUID) -> str:
    """Show a person of the register with the movements that explain where they live."""
    found = register.person(wiring.outside(), visitor(), resident)
    return render_template(
        "clerk/resident.html",
        person=_person(found.line),
        movements=[_movement(one) for one in found.movements],
        back_url=url_for("residents.search", buscado="1"),
    )


def _person(one: PersonLine) -> SimpleNamespace:
    home = _("Protegido: no se muestra") if one.protected else one.address
    return SimpleNamespace(
        name=one.name,
        number=one.number or _("Sin documento"),
        home=home if one.since else _("Hoy no figura en el padrón"),
        since=_day(one.since) if one.since else "",
        protected=one.protected,
        url=url_for("residents.person", resident=one.id),
    )


def _home(one: HomeLine) -> SimpleNamespace:
    kinds = {"collective": _("Establecimiento colectivo"), "family": _("Vivienda familiar")}
    return SimpleNamespace(address=one.address, kind=kinds.get(one.kind, one.kind), people=one.people)


def _movement(one: MovementLine) -> SimpleNamespace:
    causes = {
        "birth": _("Alta por nacimiento"),
        "residence_change": _("Alta por cambio de residencia"),
        "omission": _("Alta por omisión"),
        "address_change": _("Cambio de domicilio"),
        "data_change": _("Cambio de datos personales"),
    }
    return SimpleNamespace(
        number=one.number,
        title=causes.get(one.cause, one.cause),
        on=_day(one.on),
        origin=one.origin,
        target=one.target,
        case_url=url_for("clerk.case_page", case=one.case_id) if one.case_id else None,
    )


def _day(day: date) -> str:
    return formats.short_date(day, frame.language())
