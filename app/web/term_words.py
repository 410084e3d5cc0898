"""What pages say of a term: rows of facts, and the sentence of what its end means."""

from datetime import date

from app.services.terms.views import TermSheet, TermView
from app.web import formats, frame
from app.web.texts import _


def day(found: date) -> str:
    """Return a day in full."""
    return formats.long_date(found, frame.language())


def effect(term: TermView) -> str:
    """Return what it means that nothing is resolved in time."""
    return {
        "positive": _("Puede entender estimada la solicitud (silencio positivo)"),
        "negative": _("Puede entender desestimada la solicitud (silencio negativo)"),
    }.get(term.silence, _("La ley no le da ningún efecto"))


def state(sheet: TermSheet) -> tuple[str, str]:
    """Return how a term stands, in words, and how that is marked."""
    return state_of(sheet.term) if sheet.term else (_("Todavía no ha empezado"), "")


def state_of(term: TermView) -> tuple[str, str]:
    """Return how a term that has begun stands, in words, and how that is marked."""
    return {
        "running": (_("Termina el %(day)s", day=day(term.due_on)), "waiting"),
        "paused": (_("Detenido: espera lo que se ha pedido"), "waiting"),
        "met": (_("Cumplido el %(day)s", day=day(term.met_on or term.due_on)), "done"),
        "expired": (_("Terminó el %(day)s", day=day(term.due_on)), "error"),
    }[term.state]


def facts(sheet: TermSheet) -> list[tuple[str, str]]:
    """Return a term as rows."""
    term = sheet.term
    if term is None:
        return []
    rows = [
        (_("Solicitud recibida"), day(term.starts_on)),
        (_("Plazo máximo para resolver y notificar"), term.length),
    ]
    if term.more:
        rows += [(_("Ampliado en"), term.more), (_("Motivo de la ampliación"), sheet.reason)]
    rows += [(_("Detenido"), _pause(one.since, one.until)) for one in sheet.pauses]
    if term.state != "paused":
        rows.append((_("Último día"), day(term.due_on)))
    rows.append((_("Si no se resuelve en plazo"), effect(term)))
    return rows


def _pause(since: date, until: date | None) -> str:
    if until is None:
        return _("Desde el %(since)s, hasta que llegue lo que se ha pedido", since=day(since))
    return _("Del %(since)s al %(until)s: esos días no cuentan", since=day(since), until=day(until))
