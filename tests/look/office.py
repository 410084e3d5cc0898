"""A tiny web process that shows every template with its samples: python -m tests.look.office, then /home, /case, ..."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask import Flask, Response, abort, get_template_attribute, render_template, request
from flask_babel import Babel
from jinja2 import StrictUndefined
from werkzeug.datastructures import MultiDict

from app.intake import forms
from app.intake.sheet import Sheet
from app.web import assets, formats
from tests.look import samples

FORMS = Path(__file__).parents[2] / "forms"
WEB = Path(formats.__file__).parent
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_SHEET = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1240 1754"><rect width="1240" height="1754" fill="#fff"/>'
    '<g fill="#1b1f24" font-family="sans-serif"><text x="120" y="180" font-size="44">Orden de domiciliación</text>'
    '<text x="120" y="240" font-size="26">Ayuntamiento de Ribalba · DEMOSTRACIÓN, SIN VALIDEZ</text></g>'
    '<g fill="#ccc">{lines}</g></svg>'
)


def language() -> str:
    return "ca" if request.args.get("lang") == "ca" else "es"


def pages() -> dict[str, samples.Page]:
    """Return every sample by its name."""
    return samples.PAGES


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

    @app.post("/papers")
    def take() -> str:
        name = "papers-complete" if request.files["file"].filename == "dni.pdf" else "papers-error"
        return render(pages()[name], name)

    @app.get("/pagina/<int:number>.svg")
    def sheet(number: int) -> Response:
        bars = "".join(
            f'<rect x="120" y="{320 + row * 44}" width="{1000 - (row * number * 137) % 420}" height="16"/>'
            for row in range(28)
        )
        return Response(_SHEET.format(lines=bars), mimetype="image/svg+xml")

    @app.get("/wording-look")
    def framed() -> str:
        return "<!doctype html><html lang='es'><title>Mensaje</title><p>Su cita es el martes.</p></html>"

    @app.after_request
    def policy(response: Response) -> Response:
        framing = request.endpoint == "framed"
        kept = POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'") if framing else POLICY
        framed_there = "; frame-src 'self'" if request.path.startswith("/wording") else ""
        response.headers["Content-Security-Policy"] = kept + framed_there
        return response

    return app


def render(page: samples.Page, name: str = "") -> str:
    """Return the page's HTML; call it inside a request."""
    context: dict[str, Any] = {"site": samples.site(language()), "errors": {}, "person": None, "staff": None}
    if page.template.startswith("citizen/"):
        context["person"] = SimpleNamespace(sign_out_url="/salir")
    if page.staff:
        context["staff"] = samples.staff(name.partition("-")[0])
    context |= page.context
    if "asked" in context:
        sheet = questions(context.pop("asked"))
        context |= {"fields_html": drawn(sheet), "errors": {**dict(sheet.summary()), **context["errors"]}}
    if context.get("task") is not None and not context["task"].fields_html:
        context["task"] = SimpleNamespace(
            **{**vars(context["task"]), "fields_html": drawn(questions(context["task"].asked))}
        )
    return render_template(page.template, **context)


def drawn(sheet: Sheet) -> Any:
    """Return the questions of a page as markup."""
    return get_template_attribute("forms/fields.html", "fields")(sheet)


def questions(asked: samples.Asked) -> Sheet:
    """Return a page of a built-in form, checked when something was sent."""
    definition = json.loads((FORMS / f"{asked.form}.json").read_text(encoding="utf-8"))
    form = forms.parse(definition)
    page = forms.page_class(form, asked.page, language(), asked.answers, today=samples.NOW.date())
    if asked.sent is None:
        return page()
    sheet = page(MultiDict(asked.sent))
    sheet.validate()
    return sheet


if __name__ == "__main__":
    create().run(port=8090)
