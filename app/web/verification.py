"""Open to everybody: whether a paper is ours, and with what to verify our evidence."""

from types import SimpleNamespace

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import wiring
from app.evidence import policy
from app.services.files import bundles, verification
from app.services.files.verification import Comparison, Signer, Verification
from app.web import downloads, formats, frame
from app.web.frame import limiter
from app.web.gate import open_to
from app.web.texts import _

bp = Blueprint("verification", __name__)


@bp.get("/csv")
@open_to("public")
@limiter.limit("60 per 10 minutes")
def by_code() -> ResponseReturnValue:
    """Ask for a verification code, or go to what it names."""
    typed = " ".join(request.args.get("csv", "")[:80].split())
    if not typed:
        errors = {"csv": _("Escriba el código del documento")} if "csv" in request.args else {}
        return _page("", None, errors)
    return redirect(url_for("verification.shown", code=typed), 303)


@bp.get("/csv/<code>")
@open_to("public")
@limiter.limit("60 per 10 minutes")
def shown(code: str) -> ResponseReturnValue:
    """Say what the office knows of the document with this code."""
    parts = wiring.parts()
    found = verification.by_code(parts.outside, parts.settings.entity, code[:80])
    if found is None:
        return _page(code, _unknown(), {}), 404
    return _page(found.csv, _known(found), {})


@bp.get("/csv/<code>/documento.pdf")
@open_to("public")
@limiter.limit("20 per 10 minutes")
def original(code: str) -> Response:
    """Hand out the original document to whoever has its code (Ley 40/2015 art. 42, RD 203/2021 art. 21)."""
    parts = wiring.parts()
    return downloads.file(verification.original(parts.outside, parts.settings.entity, code[:80]))


@bp.post("/csv/<code>/comparar")
@open_to("public")
@limiter.limit("10 per 10 minutes")
def compare(code: str) -> ResponseReturnValue:
    """Hold a file against what was issued under this code."""
    parts = wiring.parts()
    file = request.files.get("file")
    found = verification.by_code(parts.outside, parts.settings.entity, code[:80])
    if found is None:
        return _page(code, _unknown(), {}), 404
    if file is None or not file.filename:
        return _page(found.csv, _known(found), {"file": _("Elija un archivo")}), 422
    held = verification.compare(parts.outside, parts.settings.entity, code[:80], file.stream.read())
    return _page(found.csv, _compared(found, held), {})


@bp.get("/evidencias/politica.json")
@open_to("public")
def evidence_policy() -> Response:
    """Publish what an outside verifier needs to know of us: seal and root."""
    parts = wiring.parts()
    response = make_response(policy.encode(bundles.policy_of(parts.outside, parts.settings.entity)))
    response.headers["Content-Type"] = "application/json"
    return response


def _page(typed: str, result: SimpleNamespace | None, errors: dict[str, str]) -> str:
    return render_template(
        "public/verify_document.html",
        csv=typed,
        result=result,
        errors=errors,
        search_url=url_for("verification.by_code"),
    )


def _unknown() -> SimpleNamespace:
    return SimpleNamespace(
        found=False,
        tone="error",
        sentence=_("No hemos emitido ningún documento con ese código."),
        explanation=_("Compruebe que lo ha escrito entero: son 26 letras y números, en grupos de cuatro."),
    )


def _known(found: Verification) -> SimpleNamespace:
    if not found.intact:
        tone, sentence = "error", _("El documento guardado no supera la comprobación. Avise a la oficina.")
    elif not found.final:
        tone, sentence = "waiting", _("Este documento es nuestro, pero todavía no es definitivo.")
    else:
        tone, sentence = "done", _("Este documento es auténtico y está completo.")
    return _result(found, tone, sentence, "")


def _compared(found: Verification, held: Comparison) -> SimpleNamespace:
    if held.same:
        return _result(found, "done", _("El archivo es exactamente el que emitimos."), "")
    if held.earlier:
        sentence = _("El archivo es una versión anterior de este documento, no la definitiva.")
        return _result(found, "waiting", sentence, "")
    return _result(found, "error", _("El archivo NO es el que emitimos: alguien lo ha cambiado."), held.verdict)


def _result(found: Verification, tone: str, sentence: str, verdict: str) -> SimpleNamespace:
    here = frame.language()
    facts = [
        (_("Documento"), found.title),
        (_("Emitido por"), found.entity),
        (_("Fecha"), formats.long_moment(found.issued_at, here)),
    ]
    facts += [
        (_("Firmado en papel por") if one.on_paper else _("Firmado por"), _signed(one, here)) for one in found.signers
    ]
    document = None
    if found.final:
        url = url_for("verification.original", code=found.csv)
        document = SimpleNamespace(title=found.title, url=url, size=found.size)
    changed = tone == "error"
    proves = [_("El ayuntamiento emitió un documento con ese código.")]
    if not changed:
        proves = [_("El ayuntamiento emitió este documento y no ha cambiado desde entonces.")]
        proves += _signatures(found)
    limits = [_("Que los hechos que cuenta sean ciertos: solo que se declararon así.")]
    if found.demonstration:
        limits.append(_("Nada con validez jurídica: este sello es de demostración."))
    annex = [("SHA-256", found.sha256), (_("Nivel de firma"), found.level)]
    if verdict:
        annex.append((_("Resultado técnico"), verdict))
    return SimpleNamespace(
        found=True,
        tone=tone,
        sentence=sentence,
        explanation=_("Demostración, sin validez.") if found.demonstration else "",
        facts=facts,
        document=document,
        proves=proves,
        not_proves=limits,
        annex=[(label, value) for label, value in annex if value],
        compare_url=url_for("verification.compare", code=found.csv),
    )


def _signed(one: Signer, here: str) -> str:
    return f"{one.name}, {formats.long_moment(one.signed_at, here)}" if one.signed_at else one.name


def _signatures(found: Verification) -> list[str]:
    """Return what the signatures prove; a signature by hand is none of the file's."""
    said = []
    if any(not one.on_paper for one in found.signers):
        said.append(_("Las personas indicadas lo firmaron con un certificado de un solo uso emitido para ellas."))
    if any(one.on_paper for one in found.signers):
        said.append(_("Quien firmó en papel lo hizo a mano ante personal de la oficina, que guarda copia de la hoja."))
    return said
