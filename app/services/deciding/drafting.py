"""What a document says of who decides it, and why. Not a use case: what decisions print besides."""

from collections.abc import Mapping
from typing import Any, Final

from app.domain import procedure as rules
from app.domain.decisions import AUTHORITY
from app.domain.errors import OperatorFailed
from app.domain.procedure import DocumentKind, Texts
from app.intake import resolutions
from app.services.cases import CaseFile
from app.services.competence import Competence
from app.services.files import sheets

_WHO: Final[Mapping[str, Texts]] = {
    "own": {"es": "{body}, en ejercicio de su competencia.", "ca": "{body}, en exercici de la seva competència."},
    "delegated": {
        "es": "{body}, por delegación de {competent}. Delegación publicada en: {published}.",
        "ca": "{body}, per delegació de {competent}. Delegació publicada a: {published}.",
    },
    "automated": {
        "es": "Actuación administrativa automatizada, sin intervención directa de ninguna persona (art. 41 de la Ley "
        "40/2015). Órgano responsable: {body}. Publicada en: {published}.",
        "ca": "Actuació administrativa automatitzada, sense intervenció directa de cap persona (art. 41 de la Llei "
        "40/2015). Òrgan responsable: {body}. Publicada a: {published}.",
    },
    "signs": {"es": "Órgano que decide", "ca": "Òrgan que decideix"},
}
_NOTHING: Final[Mapping[str, Any]] = {"facts": [], "grounds": [], "decision": [], "route": "", "appeals": []}


def who(competence: Competence, language: str) -> str:
    """Return the sentence that says who decides, and by what delegation or automated act."""
    how = "automated" if competence.automated_act_id else "delegated" if competence.delegation_id else "own"
    return rules.text(_WHO[how], language).format(
        body=rules.text(competence.body.names, language),
        competent=rules.text(competence.competent.names, language),
        published=competence.published,
    )


def adds(competence: Competence, file: CaseFile, kind: DocumentKind, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what a document that is decided prints besides: who decides, facts, grounds, decision, appeals.

    Raises `OperatorFailed("template")` when its texts have a place that nothing fills.
    """
    language, body = file.row.language, rules.text(competence.body.names, file.row.language)
    signer = {
        "field": sheets.signature_field(AUTHORITY),
        "name": body,
        "role": rules.text(_WHO["signs"], language),
    }
    said = {
        **(_said(file, kind, data, body) if kind.resolution else _NOTHING),
        "who": who(competence, language),
        "signers": [] if competence.automated_act_id else [signer],
    }
    return {"resolution": said}


def _said(file: CaseFile, kind: DocumentKind, data: Mapping[str, Any], body: str) -> Mapping[str, Any]:
    applicant = data["applicant"]
    places = {
        "case_number": file.row.number,
        "procedure": str(data["subtitle"]),
        "name": str(applicant.get("name", "")),
        "document": str(applicant.get("document", "")),
        "entity": file.entity.name,
        "body": body,
        "date": str(data["date"]),
    }
    given: dict[str, Any] = {}
    for answers in data["answers"].values():
        given |= answers
    if kind.resolution is None:
        return _NOTHING
    try:
        return resolutions.compose(kind.resolution, given | data["values"], places, file.row.language)
    except KeyError as fault:
        raise OperatorFailed("template", f"nothing fills the place {fault}") from fault
