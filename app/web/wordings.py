"""The office's own messages, language by language: see how they look, say them in other words."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    get_flashed_messages,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from app import wiring
from app.domain.wordings import MAIL, PART, SMS, Fault
from app.services import wording_previews
from app.services.messaging import wordings
from app.services.messaging.wording import Text
from app.services.messaging.wordings import Line, WordingRefused, WordingView
from app.web import frame
from app.web.frame import limiter
from app.web.gate import open_to, visitor
from app.web.texts import _

bp = Blueprint("wordings", __name__, url_prefix="/oficina/mensajes")
_LONGEST = 20_000
PLAIN = "plain"


@bp.get("")
@open_to("staff", *wordings.MAY)
def listed() -> str:
    """List the messages."""
    found = wordings.listed(wiring.outside(), visitor())
    groups = [(_("Correos"), MAIL), (_("SMS"), SMS), (_("Pasajes que citan los correos"), PART)]
    return render_template(
        "clerk/wordings.html",
        groups=[
            SimpleNamespace(title=title, lines=[_line(one) for one in found if one.kind == kind])
            for title, kind in groups
        ],
        languages=[SimpleNamespace(code=code, name=frame.NAMES.get(code, code)) for code in _languages()],
    )


@bp.get("/<name>/<language>")
@open_to("staff", *wordings.MAY)
def edit(name: str, language: str) -> ResponseReturnValue:
    """Show a message to be changed."""
    view = _view(name, language)
    return _page(view, view.text, [])


@bp.post("/<name>/<language>")
@open_to("staff", *wordings.MAY)
@limiter.limit("60 per 10 minutes")
def change(name: str, language: str) -> ResponseReturnValue:
    """Say a message in other words."""
    view, typed = _view(name, language), _typed(name)
    try:
        wordings.change(wiring.outside(), visitor(), name, language, typed)
    except WordingRefused as fault:
        return _page(view, typed, fault.faults), 422
    flash(_("Guardado. Los próximos mensajes saldrán así, en un minuto como mucho."))
    return redirect(url_for("wordings.edit", name=name, language=language), 303)


@bp.get("/<name>/<language>/vista")
@open_to("staff", *wordings.MAY)
def look(name: str, language: str) -> ResponseReturnValue:
    """Show how a message looks as it is said now."""
    return _preview(name, language, _view(name, language).text)


@bp.post("/<name>/<language>/vista")
@open_to("staff", *wordings.MAY)
@limiter.limit("240 per 10 minutes")
def try_out(name: str, language: str) -> ResponseReturnValue:
    """Show how a message would look in the words that were typed; nothing is stored."""
    _view(name, language)
    return _preview(name, language, _typed(name))


@bp.get("/<name>/<language>/restablecer")
@open_to("staff", *wordings.MAY)
def ask_reset(name: str, language: str) -> str:
    """Ask before going back to the built-in words."""
    view = _view(name, language)
    confirm = SimpleNamespace(
        title=_("¿Volver al texto de serie de «%(title)s»?", title=view.title),
        text=_("Se perderá el texto propio en este idioma."),
        action=_("Volver al texto de serie"),
        back_url=url_for("wordings.edit", name=name, language=language),
        tone="warning",
        url="",
        reason=None,
        fields_html="",
    )
    return render_template("clerk/confirm.html", confirm=confirm, values=SimpleNamespace(reason=""), errors={})


@bp.post("/<name>/<language>/restablecer")
@open_to("staff", *wordings.MAY)
def reset(name: str, language: str) -> ResponseReturnValue:
    """Go back to the built-in words."""
    _view(name, language)
    wordings.reset(wiring.outside(), visitor(), name, language)
    flash(_("Este mensaje vuelve a tener el texto de serie."))
    return redirect(url_for("wordings.edit", name=name, language=language), 303)


def _languages() -> list[str]:
    return wiring.parts().settings.languages.split(",")


def _view(name: str, language: str) -> WordingView:
    if language not in _languages():
        abort(404)
    return wordings.shown(wiring.outside(), visitor(), name, language)


def _typed(name: str) -> Text:
    given = {field: request.form.get(field, "")[:_LONGEST] for field in ("subject", "body")}
    return wordings.tidy(name, given["subject"], given["body"])


def _page(view: WordingView, typed: Text, faults: Sequence[Fault]) -> Response:
    made = make_response(
        render_template(
            "clerk/wording.html",
            wording=view,
            language=frame.NAMES.get(view.language, view.language),
            others=[
                SimpleNamespace(
                    name=frame.NAMES.get(code, code),
                    code=code,
                    url=url_for("wordings.edit", name=view.name, language=code),
                    current=code == view.language,
                )
                for code in _languages()
            ],
            values=typed,
            errors=_worded(faults),
            said=" ".join(str(one) for one in get_flashed_messages()),
            urls=SimpleNamespace(
                save=_to(view, "change"),
                look=_to(view, "look"),
                try_out=_to(view, "try_out"),
                try_plain=_to(view, "try_out", part=PLAIN),
                reset=_to(view, "ask_reset") if view.text.own else None,
                back=url_for("wordings.listed"),
            ),
            mail=view.kind == MAIL,
            sms=view.kind == SMS,
        )
    )
    frame.show_frames(made)
    return made


def _to(view: WordingView, endpoint: str, **query: Any) -> str:
    return url_for(f"wordings.{endpoint}", name=view.name, language=view.language, **query)


def _preview(name: str, language: str, typed: Text) -> ResponseReturnValue:
    status = 200
    try:
        found = wording_previews.preview(wiring.outside(), visitor(), name, language, typed)
        page = found.plain if request.args.get("part") == PLAIN else found.page
    except WordingRefused as fault:
        page, status = wording_previews.refusal(list(_worded(fault.faults).values()), frame.language()), 422
    made = make_response(page, status)
    frame.be_framed(made)
    return made


def _line(one: Line) -> SimpleNamespace:
    return SimpleNamespace(
        title=one.title,
        states=[
            SimpleNamespace(
                url=url_for("wordings.edit", name=one.name, language=code), own=code in one.own, language=code
            )
            for code in _languages()
        ],
    )


def _worded(faults: Sequence[Fault]) -> dict[str, str]:
    """Return one sentence for each field that names everything that is wrong with it."""
    said: dict[str, list[str]] = {}
    for one in faults:
        said.setdefault(one.field, []).append(_fault(one))
    return {field: " ".join(dict.fromkeys(sentences)) for field, sentences in said.items()}


def _fault(one: Fault) -> str:
    place = f"{{{one.place}}}"
    return {
        "empty": _("Escriba el asunto.") if one.field == "subject" else _("Escriba el texto."),
        "too_long": _("Es demasiado largo: caben %(most)s caracteres.", most=one.place),
        "malformed": _("Hay una llave { o } suelta. Los huecos se escriben así: {nombre}."),
        "unknown": _("No se sabe qué poner en %(place)s. Quítelo o elija uno de la lista.", place=place),
        "missing": _("Falta %(place)s: sin él, quien lo lea no tendrá lo que necesita.", place=place),
        "not_alone": _("%(place)s va solo en su párrafo, con una línea en blanco antes y después.", place=place),
    }[one.code]
