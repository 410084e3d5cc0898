"""The registers of who decides in words: rows of the page of who administers, and of the public one."""

from datetime import date
from types import SimpleNamespace

from app.services.deciding.registers import ActView, BodyView, DelegationView, TermView
from app.web import formats, frame
from app.web.texts import _


def body(one: BodyView) -> SimpleNamespace:
    """Return a body as a row."""
    return SimpleNamespace(name=one.name, code=one.code, kind=kind(one.kind), dir3=one.dir3, active=one.active)


def term(one: TermView, end_url: str | None) -> SimpleNamespace:
    """Return a term of office as a row."""
    return SimpleNamespace(
        name=one.name,
        body=one.body,
        capacity=capacity(one.capacity),
        by=one.appointed_by,
        period=period(one.from_on, one.until_on),
        running=one.running,
        end_url=end_url,
    )


def delegation(one: DelegationView, end_url: str | None) -> SimpleNamespace:
    """Return a delegation as a row."""
    return SimpleNamespace(
        from_body=one.from_body,
        to_body=one.to_body,
        procedures=", ".join(one.procedures) or _("Todos los trámites"),
        published=one.published,
        period=period(one.from_on, one.until_on),
        running=one.running,
        end_url=end_url,
    )


def act(one: ActView, end_url: str | None = None) -> SimpleNamespace:
    """Return an automated act as a row."""
    return SimpleNamespace(
        decides=one.decides,
        code=one.act,
        procedure=one.procedure,
        body=one.body,
        published=one.published,
        period=period(one.from_on, one.until_on),
        running=one.running,
        end_url=end_url,
    )


def period(since: date, until: date | None) -> str:
    """Return from when to when something is in force."""
    first = formats.short_date(since, frame.language())
    if until is None:
        return _("Desde el %(day)s", day=first)
    return _("Del %(first)s al %(last)s", first=first, last=formats.short_date(until, frame.language()))


def kind(word: str) -> str:
    """Return the kind of a body in words."""
    return {
        "plenary": _("Pleno"),
        "board": _("Junta de Gobierno"),
        "mayor": _("Alcaldía o presidencia"),
        "councillor": _("Concejalía"),
        "secretary": _("Secretaría"),
        "unit": _("Unidad administrativa"),
    }[word]


def capacity(word: str) -> str:
    """Return in which capacity somebody is at the head of a body."""
    return {"holder": _("Titular"), "substitute": _("Suplente")}[word]
