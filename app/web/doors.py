"""Ways in and out for citizens: begin a request, redeem a link, type a code, ask for another link, leave."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, Response, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app import wiring
from app.domain import masks
from app.domain import procedure as rules
from app.domain.errors import IdentificationFailed
from app.services import applicants, cases, identification, returning, visits
from app.services.cases import Request
from app.services.publishing import procedures
from app.web import frame, gate, person_words, privacy_words
from app.web.frame import limiter
from app.web.gate import open_to
from app.web.texts import _

bp = Blueprint("doors", __name__)
_CODE_LIFE = timedelta(minutes=5)
_LINK_DAYS = 30


@bp.get("/tramites/<procedure>/empezar")
@open_to("public")
def start(procedure: str) -> str:
    """Ask who the person is and how to reach them."""
    return _start_page(procedure, {"language": frame.language(), "id_type": "dni", "attempt": str(uuid4())}, {})


@bp.post("/tramites/<procedure>/empezar")
@open_to("public")
@limiter.limit("10 per 10 minutes")
def begin(procedure: str) -> ResponseReturnValue:
    """Open a case and mail the link into it."""
    typed = {name: value.strip()[:200] for name, value in request.form.items()}
    problems = applicants.problems(typed) | ({} if typed.get("accept_privacy") else {"accept_privacy": "tick"})
    if problems:
        return _start_page(procedure, typed, problems), 422
    details = applicants.read(typed)
    language = typed.get("language", "")
    here = language if language in wiring.parts().settings.languages.split(",") else frame.language()
    parts = wiring.parts()
    cases.open_case(parts.outside, parts.settings.entity, Request(procedure, details, here, attempt=_attempt(typed)))
    session["sent_to"] = masks.email(details.email)
    return redirect(url_for("doors.sent"), 303)


@bp.get("/enviado")
@open_to("public")
def sent() -> str:
    """Say that a link is on its way."""
    masked = session.get("sent_to", _("su correo"))
    return render_template("public/sent.html", email=masked, days=_LINK_DAYS, resend_url=None)


@bp.get("/continuar")
@open_to("public")
def resume() -> str:
    """Ask for a new link."""
    return render_template("public/resume.html", values={}, errors={}, closed=request.args.get("closed") == "1")


@bp.post("/continuar")
@open_to("public")
@limiter.limit("5 per 10 minutes")
def resend() -> ResponseReturnValue:
    """Mail a new link if there is a case to continue; the answer is the same if there is none."""
    email, id_number = request.form.get("email", "").strip()[:200], request.form.get("id_number", "").strip()[:40]
    if not email or not id_number:
        errors = {
            name: _("Escriba este dato") for name, value in (("email", email), ("id_number", id_number)) if not value
        }
        page = render_template(
            "public/resume.html", values=SimpleNamespace(email=email, id_number=id_number), errors=errors
        )
        return page, 422
    parts = wiring.parts()
    returning.resend(parts.outside, parts.settings.entity, email, id_number)
    session["sent_to"] = masks.email(email)
    return redirect(url_for("doors.sent"), 303)


@bp.get("/enlace/<token>")
@open_to("public")
def link(token: str) -> str:
    """Show the button that redeems a link. Showing it redeems and tells nothing."""
    del token
    return render_template("public/link.html", errors={}, values={}, purpose="")


@bp.post("/enlace/<token>")
@open_to("public")
@limiter.limit("20 per 10 minutes")
def knock(token: str) -> ResponseReturnValue:
    """Redeem a link with the number of the person's document; the answer never tells whether it was right."""
    id_number = request.form.get("id_number", "").strip()[:40]
    if not id_number:
        errors = {"id_number": _("Escriba el número de su documento")}
        return render_template("public/link.html", errors=errors, values={}, purpose=""), 422
    parts = wiring.parts()
    challenge = identification.knock(parts.outside, parts.settings.entity, token, id_number)
    session["link"] = token
    session["asked_at"] = parts.outside.clock.now().timestamp()
    return redirect(url_for("doors.code", challenge=challenge.id), 303)


@bp.get("/codigo/<uuid:challenge>")
@open_to("public")
def code(challenge: UUID) -> str:
    """Ask for the code that the telephone got."""
    del challenge
    return _code_page({})


@bp.post("/codigo/<uuid:challenge>")
@open_to("public")
@limiter.limit("20 per 10 minutes")
def prove(challenge: UUID) -> ResponseReturnValue:
    """Let the person in when the code is right; every other answer is the same."""
    parts = wiring.parts()
    try:
        token = identification.prove(parts.outside, parts.settings.entity, challenge, request.form.get("code", "")[:20])
    except IdentificationFailed:
        sentence = _("El código no es correcto o ha caducado. Compruébelo o pida otro.")
        return _code_page({"code": sentence}), 422
    for name in ("link", "asked_at", "sent_to"):
        session.pop(name, None)
    response: Response = make_response(redirect(url_for("portal.status"), 303))
    frame.set_cookie(response, gate.COOKIE, token)
    return response


@bp.post("/salir")
@open_to("citizen")
def leave() -> ResponseReturnValue:
    """End the visit."""
    visits.close(wiring.outside(), gate.visitor())
    response: Response = make_response(redirect(url_for("public.home"), 303))
    frame.drop_cookie(response, gate.COOKIE)
    return response


def _code_page(errors: dict[str, str]) -> str:
    now = wiring.outside().clock.now()
    asked_at = float(session.get("asked_at", now.timestamp()))
    left = max(0, int(asked_at + _CODE_LIFE.total_seconds() - now.timestamp()))
    return render_template(
        "public/code.html",
        phone=_("que nos dio"),
        expires_at=now + timedelta(seconds=left),
        seconds_left=left,
        errors=errors,
        resend_url=None,
        back_url=url_for("doors.link", token=session["link"]) if session.get("link") else None,
    )


def _start_page(procedure: str, typed: dict[str, Any], problems: dict[str, str]) -> str:
    pinned = procedures.offered(wiring.parts().settings.entity, procedure)
    found = pinned.procedure
    names = {code: name for code, name in frame.NAMES.items() if code in wiring.parts().settings.languages.split(",")}
    return render_template(
        "public/start.html",
        procedure=SimpleNamespace(
            title=rules.text(found.card.title, frame.language()), url=url_for("public.card", procedure=procedure)
        ),
        values=typed,
        errors={field: person_words.worded(field, key) for field, key in problems.items()},
        id_types=[("dni", _("DNI")), ("nie", _("NIE")), ("passport", _("Pasaporte"))],
        languages=list(names.items()),
        signs=pinned.signs,
        privacy_text=privacy_words.first_layer(found),
    )


def _attempt(typed: dict[str, str]) -> UUID:
    """Return what makes a second click the same request."""
    try:
        return UUID(typed.get("attempt", ""))
    except ValueError:
        return uuid4()
