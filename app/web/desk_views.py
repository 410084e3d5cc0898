"""What the desk's templates are given, made from what the services return."""

from datetime import datetime
from types import SimpleNamespace
from uuid import UUID

from flask import url_for

from app.intake.reviews import Section
from app.services.desk.desk_case import DeskCase, Happening
from app.services.files.documents import DocumentView
from app.services.files.papers import PaperView
from app.services.parties import PartyView
from app.web import downloads, formats, frame, happenings, uploads
from app.web.gate import visitor
from app.web.texts import _, ngettext


def head(found: DeskCase) -> SimpleNamespace:
    """Return what every page of a case shows of it."""
    applicant = found.applicant
    return SimpleNamespace(
        number=found.number,
        title=found.title,
        applicant=applicant.details.full_name if applicant else "",
        url=url_for("clerk.case_page", case=found.id),
    )


def facts(found: DeskCase) -> list[tuple[str, str]]:
    """Return the case's facts as rows."""
    return [
        (_("Registro de entrada"), found.entry_number or _("Todavía no")),
        (_("Presentado en"), found.office or _("Todavía no")),
        (_("Empezado"), formats.short_moment(found.opened_at, frame.language())),
        (_("Idioma de la persona"), frame.NAMES.get(found.language, found.language)),
        (_("Versión del trámite"), found.version[:12]),
    ]


def section(one: Section) -> SimpleNamespace:
    """Return a section of answers."""
    return SimpleNamespace(title=one.title, rows=[(row.label, "\n".join(row.lines)) for row in one.rows])


def person(found: DeskCase, one: PartyView) -> SimpleNamespace:
    """Return a person of the case."""
    words, tone = level(one.level)
    alone = one.representative is None
    acts = alone and bool(visitor().roles & {"clerk", "supervisor"}) and found.status != "ended"
    return SimpleNamespace(
        name=one.details.full_name,
        role=found.capacities.get(one.role, one.role),
        number=one.details.id_number,
        level=words,
        level_tone=tone,
        email=one.details.email,
        mobile=one.details.mobile,
        verified=verified(found.verified_by.get(one.id, ""), one.verified_at, one.verified_how),
        verify_url=url_for("counter.identity", case=found.id, party=one.id) if acts else None,
        contact_url=url_for("counter.contact", case=found.id, party=one.id) if acts else None,
        known=tone == "done",
        here=one.id in found.here,
        represented_by=next((each.details.full_name for each in found.people if each.id == one.representative), ""),
    )


def level(word: str) -> tuple[str, str]:
    """Return how surely a person is known, in words, and how that is marked."""
    return {
        "declared": (_("Identidad sin comprobar"), "waiting"),
        "code": (_("Solo código al móvil"), "waiting"),
        "official": (_("Identidad comprobada"), "done"),
        "certificate": (_("Certificado electrónico"), "done"),
    }[word]


def verified(by: str, at: datetime | None, how: str | None) -> str:
    """Return who accepted an identity, when and how, "" when nobody did."""
    if not by or at is None:
        return ""
    how_words = {
        "counter": _("con la persona y el documento delante"),
        "papers": _("con la copia que entregó"),
        "video": _("en una videollamada"),
    }.get(how or "", "")
    said = f"{by}, {formats.short_moment(at, frame.language())}"
    return f"{said}, {how_words}." if how_words else f"{said}."


def paper(found: DeskCase, one: PaperView, error: str = "") -> SimpleNamespace:
    """Return a paper with what may be done to it."""
    case, filed = found.id, one.document
    waits = filed is not None and one.state == "received"
    owner = next((each for each in found.people if each.role == one.by), None)
    acts = bool(visitor().roles & {"clerk", "supervisor"}) and found.status != "ended"
    takes = acts and owner is not None and one.state != "accepted"
    return SimpleNamespace(
        slot=one.slot,
        title=one.title,
        hint=one.hint,
        required=one.required,
        state={"received": "pending"}.get(one.state, one.state),
        reason=one.reason,
        document=file(case, filed) if filed else None,
        url=url_for("clerk.paper_page", case=case, document=filed.id) if filed else None,
        accept_url=url_for("clerk.accept_paper", case=case, document=filed.id) if filed and waits and acts else None,
        return_url=url_for("clerk.return_paper", case=case, document=filed.id) if filed and acts else None,
        by=_giver(found, one),
        waived=bool(one.waived_at) and filed is None,
        error=error,
        reasons=[],
        upload_url=url_for("filling.upload", case=case, party=owner.id, slot=one.slot) if takes and owner else None,
        remove_url=None,
        accept=uploads.ACCEPT,
        max_bytes=uploads.LARGEST,
    )


def _giver(found: DeskCase, one: PaperView) -> str:
    """Return whose paper it is, or will be."""
    given_by = one.document.party_id if one.document else None
    owner = [each for each in found.people if each.id == given_by or (given_by is None and each.role == one.by)]
    return owner[0].details.full_name if owner else ""


def file(case: UUID, one: DocumentView) -> SimpleNamespace:
    """Return a file as a link."""
    return SimpleNamespace(
        title=one.file_name or one.title,
        url=url_for("clerk.document", case=case, document=one.id),
        size=one.size,
        kind=downloads.kind(one.mime),
        at=one.created_at,
        csv=one.csv,
    )


def _detail(one: Happening) -> str:
    if not one.unreviewed:
        return one.detail
    left = ngettext("%(num)s documento sin revisar", "%(num)s documentos sin revisar", one.unreviewed)
    return f"{one.detail} ({left})" if one.detail else left


def event(one: Happening) -> SimpleNamespace:
    """Return an event in words."""
    return SimpleNamespace(
        number=one.number,
        title=happenings.title(one.type),
        at=one.at,
        who=happenings.who(one.actor_kind, one.actor),
        detail=_detail(one),
        told=happenings.told(one),
        tone=happenings.tone(one.type),
        digest=one.digest,
    )
