"""The reference pages of the routes and of the API."""

import inspect
import json

from flask import Flask
from pydantic import SecretStr

from app import main
from app.settings import Settings
from app.store import db
from app.web import gate
from app.web.api import openapi
from tools import markdown

_WORDS = """\
Every address of the office, and whom it is open to. A route that does not declare that is closed: it answers 404.

- `public`: everybody;
- `citizen`: whoever came in with a personal link, the number of their document and the code sent to their telephone,
  and only for their own case;
- `staff`: whoever signed in with password and authenticator and has one of the roles named;
- `embedded`: everybody, but only where `./ventanilla run` plays the outside world."""


_NOWHERE = Settings(
    database_url="postgresql+psycopg://nobody@127.0.0.1/nothing",
    redis_url="redis://127.0.0.1:1/0",
    secret_key=SecretStr("only to list the routes, never served"),
    master_key=SecretStr("00" * 32),
    pki_passphrase=SecretStr("none"),
    embedded=True,
)


def office(settings: Settings = _NOWHERE) -> Flask:
    """Return the web application; without `settings` that of a demonstration which connects to nothing."""
    others = list(db.nudges)
    made = main.create_app(settings)
    db.nudges[:] = others  # nobody is to be woken by an office that only shows itself
    return made


def page() -> str:
    """Return the page of the routes."""
    made = office()
    rows = []
    with made.app_context():
        for rule in sorted(made.url_map.iter_rules(), key=lambda one: (one.rule, sorted(one.methods or ()))):
            if rule.endpoint == "static":
                continue
            methods = ", ".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
            view = made.view_functions[rule.endpoint]
            said = (inspect.getdoc(view) or "").partition("\n")[0]
            rows.append([methods, markdown.code(rule.rule), _audience(rule.endpoint), said])
    return markdown.page("Routes", _WORDS, markdown.table(["Method", "Address", "Open to", "What it does"], rows))


def openapi_page() -> str:
    """Return the description of the API, as the office serves it."""
    made = office()
    with made.app_context():
        return json.dumps(openapi.document(made), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _audience(endpoint: str) -> str:
    audience = gate.audience_of(endpoint)
    if audience is None:
        return "nobody"
    roles = f" ({', '.join(audience.roles)})" if audience.roles else ""
    return f"{audience.kind}{roles}"
