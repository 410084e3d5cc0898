"""Who may call a route. A route that does not say is closed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from flask import abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import wiring
from app.domain.errors import Denied, OfficeError
from app.services import tokens, visits
from app.services.visits import Visitor

COOKIE = "visit"
API = "/api/"
F = TypeVar("F", bound=Callable[..., Any])


class Unknown(OfficeError):
    """A call of the API does not say who makes it, or says it with a token that does not count."""

    code = "access.unknown"
    status = 401

    def __init__(self) -> None:
        super().__init__("nobody is known by that token")


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a route is open to: "public", "citizen", "staff" (of `roles`), or "embedded" (the demonstration only)."""

    kind: str
    roles: tuple[str, ...] = ()


def open_to(kind: str, *roles: str) -> Callable[[F], F]:
    """Declare whom a route is open to. Raises `ValueError` for an unknown kind."""
    if kind not in {"public", "citizen", "staff", "embedded"}:
        raise ValueError(kind)

    def declare(view: F) -> F:
        view.audience = Audience(kind, roles)  # type: ignore[attr-defined]  # read back by `audience_of`
        return view

    return declare


def audience_of(endpoint: str) -> Audience | None:
    """Return whom an endpoint is open to, None when it does not say."""
    return getattr(current_app.view_functions.get(endpoint), "audience", None)


def check() -> ResponseReturnValue | None:
    """Let the request through, send the caller to the door, or refuse."""
    g.visitor = None
    if request.endpoint is None:
        return None
    if request.endpoint == "static":
        return None
    audience = audience_of(request.endpoint)
    if audience is None or (audience.kind == "embedded" and not wiring.parts().settings.embedded):
        abort(404)
    g.visitor = _bearer() if for_programs() else _browser()
    return _admit(audience, g.visitor)


def for_programs() -> bool:
    """Return whether the call is one to the API, which reads no cookies and redirects nobody."""
    return request.path.startswith(API)


def bearer() -> str:
    """Return the token of the call's Authorization header, "" without one. Source: RFC 6750 section 2.1."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _browser() -> Visitor | None:
    token = request.cookies.get(COOKIE, "")
    parts = wiring.parts()
    return visits.current(parts.outside, parts.settings.entity, token) if token else None


def _bearer() -> Visitor | None:
    token, parts = bearer(), wiring.parts()
    if token.startswith(tokens.PREFIX):
        return tokens.current(parts.outside, parts.settings.entity, token)
    return visits.current(parts.outside, parts.settings.entity, token) if token else None


def visitor() -> Visitor:
    """Return who is calling, on a route that is not public. Raises `Denied` when nobody is signed in."""
    if g.get("visitor") is None:
        raise Denied("nobody is signed in")
    return cast("Visitor", g.visitor)


def _admit(audience: Audience, found: Visitor | None) -> ResponseReturnValue | None:
    if audience.kind in {"public", "embedded"}:
        return None
    if found is None or found.kind != audience.kind:
        if for_programs():
            raise Unknown
        if audience.kind == "staff":
            after = request.path if request.method == "GET" else None
            return redirect(url_for("clerk_door.sign_in", next=after), 303)
        return redirect(url_for("doors.resume", closed=1), 303)
    if audience.roles and not set(audience.roles) & found.roles:
        raise Denied("the route is for other roles")
    return None
