"""The staff's door: password, then the code of the authenticator."""

from types import SimpleNamespace
from typing import Any

from flask import Blueprint, Response, g, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app import wiring
from app.domain.errors import IdentificationFailed
from app.services import staff, tokens, visits
from app.services.calendars.schedules import MANAGERS
from app.services.deciding import registers
from app.services.grants import payments
from app.services.messaging import sendings, wordings
from app.web import frame, gate
from app.web.frame import limiter
from app.web.gate import open_to, visitor
from app.web.texts import _

bp = Blueprint("clerk_door", __name__, url_prefix="/oficina")
_SECOND, _NEXT = "second_factor", "after_sign_in"
READ = "cases_read"
"""Where the browser keeps which cases this visit has read."""
DAYS_READ = "days_read"
"""Where it keeps of which days the agenda was read."""


@bp.get("/entrar")
@open_to("public")
def sign_in() -> str:
    """Ask for username and password."""
    after = request.args.get("next", "")
    if after.startswith("/oficina"):
        session[_NEXT] = request.script_root + after
    return render_template("clerk/sign_in.html", staff=None, values={}, errors={})


@bp.post("/entrar")
@open_to("public")
@limiter.limit("20 per 10 minutes")
def password() -> ResponseReturnValue:
    """Take username and password; the answer says nothing about either."""
    username, given = request.form.get("username", "")[:200], request.form.get("password", "")[:1000]
    if not username.strip() or not given:
        errors = {"": _("Escriba su usuario y su contraseña")}
        return render_template("clerk/sign_in.html", staff=None, values={"username": username}, errors=errors), 422
    parts = wiring.parts()
    session[_SECOND] = staff.sign_in(parts.outside, parts.settings.entity, username, given).id
    return redirect(url_for("clerk_door.second"), 303)


@bp.get("/codigo")
@open_to("public")
def second() -> ResponseReturnValue:
    """Ask for the code."""
    if _SECOND not in session:
        return redirect(url_for("clerk_door.sign_in"), 303)
    return _second_page({})


@bp.post("/codigo")
@open_to("public")
@limiter.limit("20 per 10 minutes")
def prove() -> ResponseReturnValue:
    """Let the member of staff in."""
    parts = wiring.parts()
    try:
        token = staff.prove_totp(
            parts.outside, parts.settings.entity, session.get(_SECOND, ""), request.form.get("code", "")[:20]
        )
    except IdentificationFailed:
        return _second_page({"code": _("El usuario, la contraseña o el código no son correctos.")}), 422
    for word in (_SECOND, READ, DAYS_READ):
        session.pop(word, None)
    after = session.pop(_NEXT, None) or url_for("clerk_door.desk")
    response: Response = make_response(redirect(after, 303))
    frame.set_cookie(response, gate.COOKIE, token)
    return response


@bp.get("")
@open_to("staff")
def desk() -> ResponseReturnValue:
    """Lead to the first place where the visitor has work."""
    places = _places(visitor().roles)
    if places:
        return redirect(places[0].url, 303)
    return render_template("clerk/nothing.html")


@bp.post("/salir")
@open_to("staff")
def leave() -> ResponseReturnValue:
    """End the visit."""
    visits.close(wiring.outside(), visitor())
    response: Response = make_response(redirect(url_for("clerk_door.sign_in"), 303))
    frame.drop_cookie(response, gate.COOKIE)
    return response


@bp.app_context_processor
def around() -> dict[str, Any]:
    """Return what base_staff.html shows of whoever is signed in."""
    found = g.get("visitor")
    if found is None or found.kind != "staff":
        return {}
    return {
        "staff": SimpleNamespace(
            name=found.name,
            role=", ".join(role(each) for each in sorted(found.roles)),
            sign_out_url=url_for("clerk_door.leave"),
            places=_places(found.roles),
        )
    }


def _places(roles: frozenset[str]) -> list[SimpleNamespace]:
    """Return where somebody with these roles works; the first is where they begin."""
    here = request.endpoint or ""
    places = [
        (_("Firma"), "folder.listed", {"authority"}),
        (_("Agenda"), "agenda.today", {"clerk", "supervisor", "auditor"}),
        (_("Tareas"), "worklists.tasks_page", {"clerk", "supervisor", "auditor"}),
        (_("Incidencias"), "incidents.listed", {"clerk", "supervisor", "auditor", "administrator"}),
        (_("Cartas"), "letters.listed", {"clerk", "supervisor"}),
        (_("Envíos"), "sendings.listed", set(sendings.MAY)),
        (_("Domiciliaciones"), "mandates.listed", {"supervisor"}),
        (_("Padrón"), "residents.search", {"clerk", "supervisor", "auditor"}),
        (_("Pagos"), "payments.listed", set(payments.PAYERS)),
        (_("Convocatorias"), "grant_calls.standing", {"analyst", "supervisor"}),
        (_("Tablas"), "reference_tables.listed", {"analyst"}),
        (_("Calendarios"), "schedules.listed", set(MANAGERS)),
        (_("Mensajes"), "wordings.listed", set(wordings.MAY)),
        (_("Claves"), "keys.listed", set(tokens.KEEPERS)),
        (_("Órganos"), "competences.listed", set(registers.READERS)),
    ]
    if not roles & set(MANAGERS):  # they find it beside their calendars
        places.append((_("Personal"), "personnel.listed", {"administrator"}))
    return [
        SimpleNamespace(
            label=label,
            url=url_for(endpoint),
            current=here == endpoint,
            inside=_area(here) == _area(endpoint),
            count=None,
        )
        for label, endpoint, wanted in places
        if roles & wanted
    ]


def _area(endpoint: str) -> str:
    """Return the place of work to which a page belongs."""
    own = endpoint.partition(".")[0]
    return "schedules" if own in {"schedule_rules", "days_off", "personnel"} else own


def role(word: str) -> str:
    """Return a role of the staff in words."""
    return {
        "clerk": _("Atención"),
        "supervisor": _("Supervisión"),
        "authority": _("Decisión y firma"),
        "calendar_manager": _("Calendarios"),
        "analyst": _("Procesos"),
        "auditor": _("Auditoría"),
        "administrator": _("Administración"),
    }.get(word, word)


def _second_page(errors: dict[str, str]) -> str:
    return render_template("clerk/totp.html", staff=None, errors=errors, sign_in_url=url_for("clerk_door.sign_in"))
