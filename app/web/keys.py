"""Keys for programs: who has one, make one, revoke one."""

from collections.abc import Mapping
from types import SimpleNamespace
from uuid import UUID

from flask import Blueprint, abort, flash, get_flashed_messages, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import wiring
from app.domain.errors import Invalid
from app.domain.procedure import STAFF
from app.services import tokens
from app.services.tokens import NewToken, TokenView, Wanted
from app.web import clerk_door
from app.web.frame import limiter
from app.web.gate import open_to, visitor
from app.web.texts import _

bp = Blueprint("keys", __name__, url_prefix="/oficina/claves")
_DAYS = (30, 90, 180, 365)


@bp.get("")
@open_to("staff", *tokens.KEEPERS)
def listed() -> str:
    """List the keys."""
    return _page(None)


@bp.get("/nueva")
@open_to("staff", *tokens.KEEPERS)
def ask() -> str:
    """Ask what a new key is for."""
    return _form({"days": "90"}, [], {})


@bp.post("/nueva")
@open_to("staff", *tokens.KEEPERS)
@limiter.limit("30 per 10 minutes")
def create() -> ResponseReturnValue:
    """Make a key and show its secret, this once."""
    typed = {name: request.form.get(name, "").strip()[:200] for name in ("name", "username", "days")}
    roles = [role for role in request.form.getlist("roles") if role in STAFF]
    days = int(typed["days"]) if typed["days"].isascii() and typed["days"].isdigit() else 0
    wanted = Wanted(typed["name"], typed["username"], frozenset(roles), days)
    try:
        made = tokens.create(wiring.outside(), visitor(), wanted)
    except Invalid as fault:
        return _form(typed, roles, _worded(fault.problems)), 422
    return _page(made)


@bp.get("/<uuid:key>/revocar")
@open_to("staff", *tokens.KEEPERS)
def ask_revoke(key: UUID) -> str:
    """Ask before revoking a key."""
    one = next((each for each in tokens.listed(wiring.outside(), visitor()) if each.id == key and each.counts), None)
    if one is None:
        abort(404)
    asked = SimpleNamespace(
        title=_("¿Revocar la clave «%(name)s»?", name=one.name),
        text=_("El programa que la usa dejará de entrar ahora mismo. No se puede deshacer: habría que crear otra."),
        action=_("Revocar la clave"),
        back_url=url_for("keys.listed"),
        tone="warning",
        url="",
        reason=None,
        fields_html="",
    )
    return render_template("clerk/confirm.html", confirm=asked, values=SimpleNamespace(reason=""), errors={})


@bp.post("/<uuid:key>/revocar")
@open_to("staff", *tokens.KEEPERS)
def revoke(key: UUID) -> ResponseReturnValue:
    """Let a key count no longer."""
    tokens.revoke(wiring.outside(), visitor(), key)
    flash(_("Clave revocada. Ya no entra nadie con ella."))
    return redirect(url_for("keys.listed"), 303)


def _page(made: NewToken | None) -> str:
    said = " ".join(str(one) for one in get_flashed_messages())
    found = [_shown(one) for one in tokens.listed(wiring.outside(), visitor())]
    return render_template("clerk/keys.html", keys=found, made=made, said=said, ask_url=url_for("keys.ask"))


def _shown(one: TokenView) -> SimpleNamespace:
    now = wiring.outside().clock.now()
    state = (
        (_("En uso"), "done") if one.counts else (_("Caducada"), "") if one.expires_at <= now else (_("Revocada"), "")
    )
    return SimpleNamespace(
        name=one.name,
        acts_for=one.acts_for,
        roles=", ".join(clerk_door.role(each) for each in one.roles),
        expires_at=one.expires_at,
        last_used_at=one.last_used_at,
        state=state[0],
        tone=state[1],
        revoke_url=url_for("keys.ask_revoke", key=one.id) if one.counts else None,
    )


def _form(typed: Mapping[str, str], roles: list[str], errors: dict[str, str]) -> str:
    people = [("", _("Elija a una persona")), *tokens.usernames(visitor())]
    return render_template(
        "clerk/key.html",
        values=SimpleNamespace(**{"name": "", "username": "", **typed}, roles=roles),
        errors=errors,
        people=people,
        roles=[(one, clerk_door.role(one)) for one in STAFF],
        days=[(str(one), _("%(num)s días", num=one)) for one in _DAYS],
        back_url=url_for("keys.listed"),
        action_url=url_for("keys.create"),
    )


def _worded(problems: Mapping[str, str]) -> dict[str, str]:
    words = {
        "name": _("Escriba para qué programa es la clave."),
        "username": _("Elija a la persona en cuyo nombre actuará."),
        "roles": _("Elija uno o varios permisos que esa persona tenga."),
        "days": _("Elija cuánto durará."),
    }
    return {field: words.get(field, "") for field in problems}
