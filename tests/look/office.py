"""A tiny web process that shows every template with its samples; the tests and ui/preview.py run it."""

from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined

from flask import Flask, Response, abort, render_template, request
from flask_babel import Babel

from app.web import assets, formats
from tests.look import samples

WEB = Path(formats.__file__).parent
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_SHEET = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1240 1754"><rect width="1240" height="1754" fill="#fff"/>
<g fill="#1b1f24" font-family="sans-serif"><text x="120" y="180" font-size="44" font-weight="700">Orden de domiciliación</text>
<text x="120" y="240" font-size="26">Ayuntamiento de Ribalba · DEMOSTRACIÓN, SIN VALIDEZ</text></g>
<g fill="#ccc">{lines}</g></svg>"""


def language() -> str:
    return "ca" if request.args.get("lang") == "ca" else "es"


def pages() -> dict[str, samples.Page]:
    return {**samples.CITIZEN, **samples.DESK}


def create() -> Flask:
    """Return the preview, with the same globals, filters and policy as the office's own web process."""
    app = Flask("preview", root_path=str(WEB), template_folder="templates", static_folder="static")
    app.jinja_env.undefined = StrictUndefined
    Babel(app, locale_selector=language, default_translation_directories=str(WEB / "translations"))
    formats.install(app.jinja_env, language)
    app.jinja_env.globals.update(
        csrf_token=lambda: "sample",
        asset=lambda name: assets.address(name, app.url_for),
    )

    @app.get("/<name>")
    def show(name: str) -> str:
        page = pages().get(name) or abort(404)
        return render(page, name)

    @app.get("/pagina/<int:number>.svg")
    def sheet(number: int) -> Response:
        bars = "".join(
            f'<rect x="120" y="{320 + row * 44}" width="{1000 - (row * number * 137) % 420}" height="16"/>' for row in range(28)
        )
        return Response(_SHEET.format(lines=bars), mimetype="image/svg+xml")

    @app.after_request
    def policy(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = POLICY
        return response

    return app


def render(page: samples.Page, name: str = "") -> str:
    """Return the page's HTML; call it inside a request."""
    context: dict[str, Any] = {"site": samples.site(language()), "errors": {}, "person": None, "staff": None}
    if page.template.startswith("citizen/"):
        context["person"] = samples.Thing(sign_out_url="/salir")
    if page.staff:
        context["staff"] = samples.staff(name.split("-")[0])
    context |= page.context
    return render_template(page.template, **context)
