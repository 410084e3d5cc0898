"""What every page has: the entity's name, the clock, languages, security headers."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, current_app, g, has_request_context, request, url_for
from flask_babel import Babel
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf import CSRFProtect

from app import wiring
from app.domain import procedure as rules
from app.services import entities
from app.settings import Settings
from app.web import assets, formats, gate, places

FOLDER = Path(__file__).parent
NAMES = {
    "es": "Castellano",
    "ca": "Català",
    "ca-valencia": "Valencià",
    "eu": "Euskara",
    "gl": "Galego",
    "en": "English",
}
LANGUAGE_COOKIE = "language"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}

limiter = Limiter(get_remote_address, strategy="fixed-window", headers_enabled=True)
csrf = CSRFProtect()


@dataclass(frozen=True, slots=True)
class Language:
    """A language that the pages can be read in."""

    code: str
    name: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach the town hall."""

    address: str
    phone: str
    email: str
    hours: str


@dataclass(frozen=True, slots=True)
class Site:
    """What base.html shows around every page."""

    entity: str
    service: str
    emblem_url: str | None
    home_url: str
    verify_url: str
    accessibility_url: str
    privacy_url: str
    legal_url: str
    resume_url: str | None
    language: str
    languages: list[Language]
    now: datetime
    zone: str
    demo: bool
    mailbox_url: str | None
    sms_url: str | None
    contact: Contact


def language() -> str:
    """Return the language of this request: asked for, remembered, the one we write to the person in, the browser's.

    On a screen that is lent to a person, theirs is before what the official's browser remembers.
    """
    if not has_request_context():
        return "es"
    enabled = wiring.parts().settings.languages.split(",")
    visitor = g.get("visitor")
    own = visitor.language if visitor is not None and visitor.kind == "citizen" else None
    for wanted in (request.args.get("lang"), g.get("lent"), request.cookies.get(LANGUAGE_COOKIE), own):
        if wanted in enabled:
            return str(wanted)
    return request.accept_languages.best_match(enabled) or enabled[0]


def install(app: Flask, settings: Settings) -> None:
    """Give `app` its pages' frame."""
    app.config.update(
        SECRET_KEY=settings.secret_key.get_secret_value(),
        MAX_CONTENT_LENGTH=12 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=1024 * 1024,
        MAX_FORM_PARTS=500,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.base_url.startswith("https:"),
        SESSION_COOKIE_NAME="form",
        WTF_CSRF_TIME_LIMIT=None,
        RATELIMIT_STORAGE_URI=settings.limits_url,
        RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=True,
        BABEL_DEFAULT_LOCALE="es",
        BABEL_TRANSLATION_DIRECTORIES="translations",
    )
    Babel(app, locale_selector=lambda: language().replace("-", "_"))
    limiter.init_app(app)
    csrf.init_app(app)
    app.jinja_env.globals["asset"] = lambda name: assets.address(name, url_for)
    formats.install(app.jinja_env, language)
    app.jinja_env.trim_blocks = False
    app.before_request(gate.check)
    app.before_request(places.check)
    app.before_request(_speak)
    app.after_request(_finish)
    app.context_processor(_around)


def _speak() -> None:
    """Have the services answer the visitor in the language of the page."""
    if g.get("visitor") is not None:
        g.visitor = replace(g.visitor, language=language())


def said(texts: object, here: str) -> str:
    """Return a fact of the entity as a text: the same for everybody, or one per language."""
    return rules.text(texts, here) if isinstance(texts, Mapping) else str(texts or "")


def _around() -> dict[str, Any]:
    around: dict[str, Any] = {"site": _site()}
    visitor = g.get("visitor")
    if visitor is not None and visitor.kind == "citizen":
        around["person"] = {"sign_out_url": url_for("doors.leave")}
    return around


def _site() -> Site:
    parts = wiring.parts()
    now = parts.outside.clock.now()
    entity = entities.shown(parts.settings.entity, now)
    embedded = parts.settings.embedded
    here = language()
    return Site(
        entity=entity.called(here),
        service=said(entity.facts.get("service", "Oficina virtual"), here),
        emblem_url=None,
        home_url=url_for("public.home"),
        verify_url=url_for("verification.by_code"),
        accessibility_url=url_for("public.accessibility"),
        privacy_url=url_for("privacy.page"),
        legal_url=url_for("public.legal"),
        resume_url=url_for("doors.resume"),
        language=here,
        languages=[_language(code, here) for code in parts.settings.languages.split(",")],
        now=now,
        zone=str(entity.zone),
        demo=entity.demonstration,
        mailbox_url=url_for("inboxes.mailbox") if embedded else None,
        sms_url=url_for("inboxes.sms") if embedded else None,
        contact=Contact(*(said(entity.facts.get(key), here) for key in ("address", "phone", "email", "hours"))),
    )


def _language(code: str, here: str) -> Language:
    return Language(code, NAMES.get(code, code), _same_page(code), code == here)


def _same_page(code: str) -> str:
    """Return this page in a language: with what its address asks, and the page that a form was sent to."""
    if request.endpoint is None or not _may_be_opened():
        return f"{url_for('public.home')}?lang={code}"
    asked = request.args.to_dict() if request.method == "GET" else {}
    return f"{request.script_root}{request.path}?{urlencode({**asked, 'lang': code})}"


def _may_be_opened() -> bool:
    adapter = current_app.create_url_adapter(request)
    return adapter is not None and adapter.test(request.path, "GET")


def _finish(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint == "static":
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response
    response.headers.setdefault("Cache-Control", "no-store")
    wanted = request.args.get("lang")
    if wanted in wiring.parts().settings.languages.split(",") and not g.get("lent"):
        secure = wiring.parts().settings.base_url.startswith("https:")
        response.set_cookie(
            LANGUAGE_COOKIE, str(wanted), max_age=31536000, httponly=True, samesite="Lax", secure=secure
        )
    return response


def show_frames(response: Response) -> None:
    """Let a page of ours show other pages of ours inside it."""
    response.headers["Content-Security-Policy"] = f"{_POLICY}; frame-src 'self'"


def be_framed(response: Response) -> None:
    """Let a page without scripts or pictures be shown inside a page of ours. It may style itself, as letters do."""
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
    )
    response.headers["X-Frame-Options"] = "SAMEORIGIN"


def set_cookie(response: Response, name: str, value: str, *, max_age: int | None = None) -> None:
    """Set a cookie that scripts cannot read; over TLS alone where the office is served over TLS."""
    secure = wiring.parts().settings.base_url.startswith("https:")
    path = current_app.config["SESSION_COOKIE_PATH"]
    response.set_cookie(name, value, max_age=max_age, path=path, httponly=True, samesite="Lax", secure=secure)


def drop_cookie(response: Response, name: str) -> None:
    """Take back a cookie that `set_cookie` set."""
    response.delete_cookie(name, path=current_app.config["SESSION_COOKIE_PATH"])


def reference() -> str:
    """Return a code that a person may quote and an engineer may search in the log."""
    return secrets.token_hex(4)
