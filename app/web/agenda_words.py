"""What the agenda says of an appointment: its state, since when, its papers, who was faster."""

from datetime import datetime, timedelta
from types import SimpleNamespace

from app.domain import appointments as words
from app.services.desk.agenda_lines import Entry
from app.services.desk.attendance import Overtaken
from app.web import formats, frame
from app.web.gate import visitor
from app.web.texts import _, ngettext


def said(one: Entry, now: datetime) -> tuple[str, str]:
    """Return the state in words, and its tone."""
    if one.state == words.BOOKED:
        return _coming(one, now)
    if one.state == words.CALLED:
        mine = one.called_by == visitor().id
        return (_("Con usted") if mine else _("Con %(who)s", who=short(one.called_by_name))), "action"
    return {
        words.ARRIVED: (_("Espera: %(minutes)s min", minutes=minutes(one.arrived_at, now)), "waiting"),
        words.DONE: (_("Atendida"), "done"),
        words.NO_SHOW: (_("No se presentó"), "error"),
        words.CANCELLED: (_("Anulada"), ""),
    }.get(one.state, ("", ""))


def overtaken(fault: Overtaken, now: datetime) -> str:
    """Return in a sentence who was faster, what they did and when."""
    at = _moment(fault.at, now) if fault.at else ""
    if not fault.by:
        return {
            words.CANCELLED: _("La persona ha anulado esta cita %(at)s.", at=at),
        }.get(fault.state, _("Esta cita ha cambiado desde que abrió la página %(at)s.", at=at))
    told = {"who": fault.by, "at": at}
    return {
        words.ARRIVED: _("%(who)s ya ha anotado que esta persona está aquí %(at)s.", **told),
        words.CALLED: _("%(who)s ya ha llamado a esta persona %(at)s.", **told),
        words.DONE: _("%(who)s ya ha dado esta cita por atendida %(at)s.", **told),
        words.NO_SHOW: _("%(who)s ya ha anotado que esta persona no se presentó %(at)s.", **told),
        words.CANCELLED: _("%(who)s ya ha anulado esta cita %(at)s.", **told),
    }.get(fault.state, _("%(who)s ya ha cambiado esta cita %(at)s.", **told))


def channels() -> dict[str, str]:
    """Return the channels in words."""
    return {"in_person": _("Presencial"), "phone": _("Por teléfono"), "video": _("Por vídeo")}


def short(name: str) -> str:
    """Return the first two words of a name: enough among colleagues."""
    return " ".join(name.split()[:2])


def since(one: Entry, now: datetime) -> str:
    """Return since when somebody waits or is attended."""
    at = {words.ARRIVED: one.arrived_at, words.CALLED: one.called_at}.get(one.state)
    if at is None:
        return ""
    if not same_day(at, now):
        return _("desde el %(at)s", at=formats.short_moment(at, frame.language()))
    return _("desde las %(at)s", at=formats.clock(at, frame.language()))


def papers(one: Entry) -> list[SimpleNamespace]:
    """Return what is still to be done about the papers, in words."""
    found, told = one.papers, []
    if found.to_review:
        told.append(
            SimpleNamespace(text=ngettext("%(num)s por revisar", "%(num)s por revisar", found.to_review), tone="action")
        )
    if found.missing:
        told.append(SimpleNamespace(text=ngettext("falta %(num)s", "faltan %(num)s", found.missing), tone="waiting"))
    return told


def minutes(at: datetime | None, now: datetime) -> int:
    """Return how many whole minutes ago something was, 0 when it was not."""
    return (now - at) // timedelta(minutes=1) if at else 0


def same_day(at: datetime, now: datetime) -> bool:
    """Return whether two instants are of one day on the office's clock."""
    return at.astimezone(formats.ZONE).date() == now.astimezone(formats.ZONE).date()


def _coming(one: Entry, now: datetime) -> tuple[str, str]:
    if one.starts_at <= now:
        if not same_day(one.starts_at, now):
            return _("Sin anotar"), "waiting"
        late = minutes(one.starts_at, now)
        if late:
            return _("Retraso: %(minutes)s min", minutes=late), "waiting"
    return (_("Confirmada"), "done") if one.confirmed_at else (_("Por venir"), "")


def _moment(at: datetime, now: datetime) -> str:
    language = frame.language()
    if same_day(at, now):
        return _("a las %(at)s", at=formats.clock(at, language))
    return _("el %(at)s", at=formats.long_moment(at, language))


def place(one: Entry) -> str:
    """Return how and where a person is attended."""
    way = channels().get(one.channel, one.channel)
    return f"{way} · {one.office_name}" if one.office_name else way
