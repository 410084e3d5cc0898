"""Who may decide what: bodies, terms of office, delegations and automated acts, kept by who administers the office."""

from collections.abc import Mapping
from datetime import date
from types import SimpleNamespace
from typing import Final
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import wiring
from app.domain.errors import Invalid
from app.services.deciding import appointing, registers
from app.services.deciding.appointing import NewAct, NewBody, NewDelegation, NewTerm
from app.services.deciding.registers import KEEPERS, READERS, Registers
from app.web import clerk, competence_forms, typed
from app.web import competence_words as words
from app.web.gate import open_to, visitor
from app.web.texts import _

bp = Blueprint("competences", __name__, url_prefix="/oficina/organos")
_NOBODY: Final = UUID(int=0)
_KINDS: Final = {"organo": "body", "cargo": "term", "delegacion": "delegation", "actuacion": "automated_act"}
"""What can be written down, as addresses call it."""


@bp.get("")
@open_to("staff", *READERS)
def listed() -> str:
    """Show the registers."""
    found = registers.shown(wiring.outside(), visitor())
    keeps = bool(visitor().roles & set(KEEPERS))
    said, tone = clerk.said()
    return render_template(
        "clerk/competences.html",
        bodies=[words.body(one) for one in found.bodies],
        terms=[words.term(one, _end_url("cargo", one.id, one.until_on, found.today, keeps)) for one in found.terms],
        delegations=[
            words.delegation(one, _end_url("delegacion", one.id, one.until_on, found.today, keeps))
            for one in found.delegations
        ],
        acts=[words.act(one, _end_url("actuacion", one.id, one.until_on, found.today, keeps)) for one in found.acts],
        add={kind: url_for("competences.ask", what=kind) for kind in _KINDS} if keeps else {},
        public_url=url_for("public.automated_acts"),
        said=said,
        said_tone=tone,
    )


@bp.get("/<what>/anotar")
@open_to("staff", *KEEPERS)
def ask(what: str) -> str:
    """Ask for something new."""
    if what not in _KINDS:
        abort(404)
    return _form_page(what, {})


@bp.post("/<what>/anotar")
@open_to("staff", *KEEPERS)
def add(what: str) -> ResponseReturnValue:
    """Write something new down."""
    if what not in _KINDS:
        abort(404)
    errors = _unread()
    try:
        if not errors:
            _write(what)
    except Invalid as fault:
        errors = competence_forms.faults(fault.problems)
    if errors:
        return _form_page(what, errors), 422
    flash(_("Anotado. Vale desde la fecha que ha indicado."))
    return redirect(url_for("competences.listed"), 303)


@bp.get("/<what>/<uuid:one>/terminar")
@open_to("staff", *KEEPERS)
def ask_end(what: str, one: UUID) -> str:
    """Ask on which day something ends."""
    return _end_page(what, one, {})


@bp.post("/<what>/<uuid:one>/terminar")
@open_to("staff", *KEEPERS)
def end(what: str, one: UUID) -> ResponseReturnValue:
    """Let something end."""
    day = typed.day(request.form.get("until_on", ""))
    if day is None:
        return _end_page(what, one, {"until_on": _("Escriba el último día")}), 422
    try:
        appointing.end(wiring.outside(), visitor(), _KINDS.get(what, ""), one, day)
    except Invalid:
        return _end_page(what, one, {"until_on": _("Ese día no está en vigor")}), 422
    flash(_("Anotado. Lo que ya se decidió sigue valiendo."))
    return redirect(url_for("competences.listed"), 303)


def _end_url(what: str, one: UUID, until: date | None, today: date, keeps: bool) -> str | None:
    ended = until is not None and until < today
    return url_for("competences.ask_end", what=what, one=one) if keeps and not ended else None


def _unread() -> dict[str, str]:
    """Return the days that cannot be read."""
    errors = {}
    since, until = request.form.get("from_on", ""), request.form.get("until_on", "")
    if "from_on" in request.form and typed.day(since) is None:
        errors["from_on"] = _("Escriba desde qué día")
    if until.strip() and typed.day(until) is None:
        errors["until_on"] = _("Escriba el día así: 31/12/2026")
    return errors


def _make_body() -> None:
    new = NewBody(_text("code"), _text("kind"), _by_language("name"), _text("dir3").upper())
    appointing.make_body(wiring.outside(), visitor(), new)


def _appoint() -> None:
    since, until = _period()
    new = NewTerm(_id("body_id"), _id("staff_id"), _text("capacity"), _text("appointed_by"), since, until)
    appointing.appoint(wiring.outside(), visitor(), new)


def _delegate() -> None:
    since, until = _period()
    procedures = request.form.getlist("procedures")
    new = NewDelegation(_id("from_body"), _id("to_body"), procedures, _text("published"), since, until)
    appointing.delegate(wiring.outside(), visitor(), new)


def _publish() -> None:
    since, until = _period()
    new = NewAct(
        procedure=_text("procedure"),
        act=_text("act"),
        decides=_by_language("decides"),
        body_id=_id("body_id"),
        published=_text("published"),
        from_on=since,
        until_on=until,
    )
    appointing.publish_act(wiring.outside(), visitor(), new)


def _write(what: str) -> None:
    """Write down what was typed. Raises `Invalid` by field."""
    {"organo": _make_body, "cargo": _appoint, "delegacion": _delegate, "actuacion": _publish}[what]()


def _text(name: str) -> str:
    return request.form.get(name, "").strip()[:300]


def _by_language(name: str) -> dict[str, str]:
    return {code: _text(f"{name}_{code}") for code in competence_forms.languages()}


def _id(name: str) -> UUID:
    try:
        return UUID(_text(name))
    except ValueError:
        return _NOBODY


def _period() -> tuple[date, date | None]:
    return typed.day(_text("from_on")) or date.max, typed.day(_text("until_on"))


def _form_page(what: str, errors: Mapping[str, str]) -> str:
    found = registers.shown(wiring.outside(), visitor())
    return render_template(
        "clerk/competence.html",
        form=competence_forms.form(what, found),
        values=request.form,
        errors=dict(errors),
        action_url=url_for("competences.add", what=what),
        back_url=url_for("competences.listed"),
    )


def _end_page(what: str, one: UUID, errors: Mapping[str, str]) -> str:
    found = registers.shown(wiring.outside(), visitor())
    named = _named(found).get((what, one)) or abort(404)
    field = SimpleNamespace(
        kind="date", name="until_on", label=_("Último día"), hint=_("Ese día todavía vale."), optional=False, choices=[]
    )
    form = SimpleNamespace(title=_("Terminar: %(name)s", name=named), intro="", fields=[field], action=_("Terminar"))
    return render_template(
        "clerk/competence.html",
        form=form,
        values=request.form or {"until_on": found.today.isoformat()},
        errors=dict(errors),
        action_url=url_for("competences.end", what=what, one=one),
        back_url=url_for("competences.listed"),
    )


def _named(found: Registers) -> dict[tuple[str, UUID], str]:
    """Return how people call what can end, by its kind and id."""
    return {
        **{("cargo", one.id): f"{one.name}, {one.body}" for one in found.terms},
        **{("delegacion", one.id): f"{one.from_body} → {one.to_body}" for one in found.delegations},
        **{("actuacion", one.id): one.decides for one in found.acts},
    }
