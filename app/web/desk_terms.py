"""The term of a case at the desk: how it stands, its extension, the certificate of its silence."""

from collections.abc import Mapping
from types import SimpleNamespace
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import wiring
from app.domain.errors import Invalid
from app.services import access, entities
from app.services.terms import extending, more_time, silence, views
from app.web import schedule_confirming, term_words, typed
from app.web.gate import open_to, visitor
from app.web.schedule_forms import Typed
from app.web.texts import _, ngettext

bp = Blueprint("desk_terms", __name__, url_prefix="/oficina/expedientes/<uuid:case>/plazo")


@bp.get("")
@open_to("staff", *extending.VIEWERS)
def page(case: UUID) -> str:
    """Show the term of a case."""
    return _page(case, {}, {})


@bp.post("/ampliar")
@open_to("staff", *extending.EXTENDERS)
def extend(case: UUID) -> ResponseReturnValue:
    """Extend the term, with a reason."""
    days, reason = typed.number(request.form.get("days", ""), 0), request.form.get("reason", "")
    try:
        extending.extend(wiring.outside(), visitor(), case, days, reason)
    except Invalid as fault:
        most = views.at_desk(wiring.outside(), visitor(), case).most
        return _page(case, request.form, _faults(fault.problems, most)), 422
    except extending.TermOver:
        flash(_("El plazo ya no se puede ampliar: ha terminado o se amplió antes."))
    else:
        flash(_("Plazo ampliado. Se lo comunicamos a las personas interesadas."))
    return redirect(url_for("desk_terms.page", case=case), 303)


@bp.post("/mas/<uuid:task>")
@open_to("staff", *access.HANDLERS)
def more(case: UUID, task: UUID) -> ResponseReturnValue:
    """Give a person more days to hand in what was asked for."""
    try:
        until = more_time.give(wiring.outside(), visitor(), task)
    except more_time.NoMoreTime:
        flash(_("No hay más días que dar: ya se dieron, o el plazo ha terminado."))
    else:
        zone = entities.shown(visitor().entity, wiring.outside().clock.now()).zone
        flash(_("La persona tiene ahora hasta el %(day)s.", day=term_words.day(until.astimezone(zone).date())))
    return redirect(url_for("desk_terms.page", case=case), 303)


@bp.post("/certificado")
@open_to("staff", *access.HANDLERS)
def certify(case: UUID) -> ResponseReturnValue:
    """Ask for the certificate of silence for the person who wants it."""
    silence.ask(wiring.outside(), visitor(), case)
    flash(_("Certificado pedido. Estará en los documentos del expediente en unos minutos."))
    return redirect(url_for("desk_terms.page", case=case), 303)


def _page(case: UUID, values: Typed | Mapping[str, str], errors: Mapping[str, str]) -> str:
    here = visitor()
    found = views.at_desk(wiring.outside(), here, case)
    words, tone = term_words.state(found)
    zone = entities.shown(here.entity, wiring.outside().clock.now()).zone
    may = bool(here.roles & {*extending.EXTENDERS})
    certifies = bool(found.term and found.term.certifies and here.roles & {*access.HANDLERS})
    return render_template(
        "clerk/term.html",
        case=SimpleNamespace(
            number=found.number, title=found.title, url=url_for("clerk.case_page", case=found.case_id)
        ),
        state=words,
        tone=tone,
        rows=term_words.facts(found),
        most=_most(found) if found.most and may else "",
        unit=_("Días hábiles") if found.working else _("Días naturales"),
        extend_url=url_for("desk_terms.extend", case=case) if found.most and may else None,
        waits=[_wait(case, one, zone) for one in found.waits],
        certify_url=url_for("desk_terms.certify", case=case) if certifies else None,
        preparing=bool(found.term and found.term.asked_at and not found.term.certificate),
        values=values,
        errors=dict(errors),
        said=schedule_confirming.said(),
    )


def _wait(case: UUID, one: views.Wait, zone: ZoneInfo) -> SimpleNamespace:
    """Return a person's own deadline, with the button that gives more days."""
    handles = bool(visitor().roles & {*access.HANDLERS})
    label = ngettext("Dar %(num)s día hábil más", "Dar %(num)s días hábiles más", one.more)
    return SimpleNamespace(
        title=one.name,
        until=term_words.day(one.until.astimezone(zone).date()),
        given=one.given,
        label=label,
        url=url_for("desk_terms.more", case=case, task=one.task) if one.more and handles else None,
    )


def _most(found: views.TermSheet) -> str:
    if found.working:
        return ngettext(
            "Como mucho %(num)s día hábil: la mitad del plazo.",
            "Como mucho %(num)s días hábiles: la mitad del plazo.",
            found.most,
        )
    return ngettext(
        "Como mucho %(num)s día natural: la mitad del plazo.",
        "Como mucho %(num)s días naturales: la mitad del plazo.",
        found.most,
    )


def _faults(problems: Mapping[str, str], most: int) -> dict[str, str]:
    said = {
        ("days", "range"): _("Escriba un número de días entre 1 y %(most)s", most=most),
        ("reason", "required"): _("Escriba por qué se amplía: la ley pide motivarlo"),
        ("reason", "long"): _("El motivo no puede tener más de 2000 letras"),
    }
    return {field: said[field, word] for field, word in problems.items()}
