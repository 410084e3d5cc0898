"""Open to everybody: the catalogue, the card of a procedure, the legal pages, the town hall's certificates."""

from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Final

from flask import Blueprint, Response, abort, make_response, render_template, request, url_for

from app import wiring
from app.domain import procedure as rules
from app.domain.appointments import ONLINE
from app.domain.procedure import Procedure
from app.services import entities, keys
from app.services.appointments import availability
from app.services.appointments.availability import ChannelOffer
from app.services.deciding import registers
from app.services.grants import calls
from app.services.publishing import procedures
from app.web import booking_words, catalogue, competence_words, formats, frame, privacy_words
from app.web.gate import open_to
from app.web.texts import _, ngettext

bp = Blueprint("public", __name__)


@dataclass(frozen=True, slots=True)
class Line:
    """A procedure in a list."""

    title: str
    summary: str
    url: str


@dataclass(frozen=True, slots=True)
class Category:
    """Procedures that belong together."""

    title: str
    icon: str
    procedures: list[Line]


@dataclass(frozen=True, slots=True)
class Other:
    """Another administration whose pages this office serves, and where they lie."""

    name: str
    url: str


@bp.get("/")
@open_to("public")
def home() -> str:
    """Ask what the person needs to do."""
    parts = wiring.parts()
    found = procedures.catalogue(parts.settings.entity)
    query = catalogue.query(request.args.get("q", ""))
    booked = any(booking_words.ways(one) for one in found)
    return render_template(
        "public/home.html",
        query=query,
        results=[_line(one) for one in catalogue.matching(found, query, frame.language())] if query else None,
        most_asked=[],
        categories=_categories(found, aid=bool(calls.offered(wiring.outside(), wiring.parts().settings.entity))),
        booking_url=url_for("booking.choose") if booked else None,
        next_slot=_next_slot() if booked else None,
        wants_appointment=catalogue.wants_appointment(query),
        search_url=url_for("public.home"),
        others=[Other(one.name, f"{one.path}/") for one in entities.others(parts.outside, parts.settings.entity)],
    )


@bp.get("/tramites/<procedure>")
@open_to("public")
def card(procedure: str) -> str:
    """Show the card of a procedure."""
    found = procedures.offered(wiring.parts().settings.entity, procedure)
    return render_template("public/procedure.html", procedure=_card(found.procedure), signs=found.signs)


@bp.get("/accesibilidad")
@open_to("public")
def accessibility() -> str:
    """Show the accessibility statement (RD 1112/2018)."""
    return render_template("public/accessibility.html")


@bp.get("/aviso-legal")
@open_to("public")
def legal() -> str:
    """Show the legal notice."""
    parts = wiring.parts()
    entity = entities.shown(parts.settings.entity, parts.outside.clock.now())
    acts_url = url_for("public.automated_acts")
    return render_template("public/legal.html", body_code=entity.dir3, acts_url=acts_url)


@bp.get("/actuaciones-automatizadas")
@open_to("public")
def automated_acts() -> str:
    """Show the register of automated acts."""
    parts = wiring.parts()
    found = registers.public_acts(parts.outside, parts.settings.entity, frame.language())
    return render_template("public/automated_acts.html", acts=[competence_words.act(one) for one in found])


@bp.get("/estilo")
@open_to("public")
def style() -> str:
    """Show every piece of the pages in every state."""
    return render_template("estilo.html")


@bp.get("/pki/<name>")
@open_to("public")
def certificate(name: str) -> Response:
    """Give a certificate or revocation list that the office's certificates point to."""
    found = keys.published(wiring.outside()).get(name)
    if found is None:
        abort(404)
    response = make_response(found)
    kind = "application/pkix-crl" if name.endswith(".crl") else "application/pkix-cert"
    response.headers["Content-Type"] = kind
    return response


@bp.get("/salud")
@open_to("public")
def health() -> dict[str, str]:
    """Say that the process answers and the database too."""
    procedures.catalogue(wiring.parts().settings.entity)
    return {"status": "ok"}


_OTHERS: Final = "~"
"""Sorts after the categories that there are."""


def _categories(found: list[Procedure], *, aid: bool) -> list[Category]:
    """Return the categories of the catalogue; with `aid`, calls for grants are read there too."""
    by_name: dict[str, list[Line]] = {}
    for one in found:
        known = one.card.category in category_names()
        by_name.setdefault(one.card.category if known else _OTHERS, []).append(_line(one))
    if aid:
        by_name.setdefault("aid", []).append(_calls())
    icons = {"taxes": "receipt-euro", "residents": "home", "aid": "heart-handshake", "works": "hammer"}
    return [Category(_category(name), icons.get(name, ""), lines) for name, lines in sorted(by_name.items())]


def _calls() -> Line:
    summary = _("Qué ayudas hay, de cuánto, en qué municipios y hasta cuándo se piden.")
    return Line(_("Convocatorias de ayudas"), summary, url_for("grant_calls.listed"))


def _category(name: str) -> str:
    """Return the name of a category, "other procedures" for one that the catalogue does not know."""
    return category_names().get(name, _("Otros trámites"))


def category_names() -> dict[str, str]:
    """Return the names of the catalogue's categories."""
    return {
        "taxes": _("Tributos y pagos"),
        "residents": _("Padrón y vecindad"),
        "aid": _("Ayudas"),
        "works": _("Obras y vivienda"),
    }


def _line(one: Procedure) -> Line:
    here = frame.language()
    title, summary = (rules.text(part, here) for part in (one.card.title, one.card.summary))
    return Line(title, summary, url_for("public.card", procedure=one.id))


def _card(one: Procedure) -> SimpleNamespace:
    here = frame.language()
    texts = {
        name: rules.text(getattr(one.card, name), here)
        for name in ("title", "summary", "obtains", "who", "duration", "cost")
    }
    return SimpleNamespace(
        **texts,
        category=_category(one.card.category),
        category_url=None,
        term=_term(one),
        silence=_silence(one),
        papers=[_paper(one, paper) for paper in one.papers],
        steps=[SimpleNamespace(title=rules.text(s.title, here), who=who(s.who)) for s in one.steps if not s.optional],
        channels=list(_channels(one)),
        legal_basis=one.legal_basis,
        sia_code=one.sia_code,
        body="",
        privacy_text=privacy_words.first_layer(one),
    )


def _paper(one: Procedure, paper: rules.Paper) -> SimpleNamespace:
    del one
    here = frame.language()
    return SimpleNamespace(
        title=rules.text(paper.title, here),
        hint=rules.text(paper.hint, here),
        required=paper.required and paper.when is None,
    )


def who(word: str) -> str:
    """Return who does a step, in words."""
    return {"applicant": _("Usted"), "office": _("El ayuntamiento"), "machine": _("Automático")}.get(word, word)


def _term(one: Procedure) -> str:
    if one.max_term.months:
        return ngettext("En %(num)s mes como máximo", "En %(num)s meses como máximo", one.max_term.months)
    if one.max_term.working_days:
        days = one.max_term.working_days
        return ngettext("En %(num)s día hábil como máximo", "En %(num)s días hábiles como máximo", days)
    return _("Sin plazo fijado")


def _silence(one: Procedure) -> str:
    return {
        "positive": _("Si no le respondemos en plazo, puede entender aceptada su solicitud (art. 24 Ley 39/2015)."),
        "negative": _("Si no le respondemos en plazo, puede entender rechazada su solicitud (art. 24 Ley 39/2015)."),
    }.get(one.silence, _("Este trámite no necesita una resolución: produce efecto cuando se anota."))


def _next_slot() -> str | None:
    parts = wiring.parts()
    hour = availability.next_free(parts.outside, parts.settings.entity)
    return booking_words.moment(hour.starts_at) if hour else None


def _channels(one: Procedure) -> Iterator[SimpleNamespace]:
    """Yield the ways in which a procedure can be done, those open at once first."""
    if ONLINE in one.card.channels:
        yield SimpleNamespace(
            icon=booking_words.ICONS[ONLINE],
            title=_("Por internet"),
            text=_("Ahora mismo, sin certificado. Necesita su correo y su móvil."),
            next="",
            url=url_for("doors.start", procedure=one.id),
            action=_("Empezar"),
            available=True,
        )
    parts = wiring.parts()
    for offer in availability.channels(parts.outside, parts.settings.entity, one.id):
        first = offer.next_free
        yield SimpleNamespace(
            icon=booking_words.ICONS[offer.channel],
            title=booking_words.way(offer.channel),
            text=_where(offer),
            next=_("Primera hora libre: %(moment)s", moment=booking_words.moment(first.starts_at)) if first else "",
            url=url_for("booking.enter", procedure=one.id, canal=offer.channel),
            action=_("Pedir cita") if first else _("Ver el calendario"),
            available=True,
        )


def _where(offer: ChannelOffer) -> str:
    if offer.channel == "phone":
        return _("Le llamamos a la hora que elija y lo hacemos con usted.")
    if offer.channel == "video":
        return _("Una persona le atiende por videollamada a la hora que elija.")
    return _(
        "Con cita, en %(offices)s.",
        offices=formats.either([name for _id, name, _at in offer.offices], frame.language()),
    )
