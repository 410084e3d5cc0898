"""An appointment in words: when, where, by which means, for what, and what to bring.

Everything that a summons must state. Source: Ley 39/2015, art. 19.2 (place, date, time, available means, object,
effects of not attending).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from app.documents.letters import Facts, Listing, Passage
from app.domain import appointments, procedure
from app.domain.procedure import Procedure
from app.services import moments
from app.services.appointments import bringing
from app.services.appointments.bringing import Known
from app.services.entities import Entity
from app.services.messaging import wording

TEXTS: Final[Mapping[str, Mapping[str, str]]] = {
    "day": {"es": "Día", "ca": "Dia"},
    "hour": {"es": "Hora", "ca": "Hora"},
    "lasts": {"es": "{hour} (unos {minutes} minutos)", "ca": "{hour} (uns {minutes} minuts)"},
    "place": {"es": "Lugar", "ca": "Lloc"},
    "means": {"es": "Medios disponibles", "ca": "Mitjans disponibles"},
    "object": {"es": "Para qué", "ca": "Per a què"},
    "number": {"es": "Expediente", "ca": "Expedient"},
    "attends": {"es": "Le atiende", "ca": "Us atén"},
    "at_phone": {
        "es": "Por teléfono: le llamaremos al número que acaba en {digits}",
        "ca": "Per telèfon: us trucarem al número que acaba en {digits}",
    },
    "at_video": {"es": "Por videollamada, desde su expediente", "ca": "Per videotrucada, des del vostre expedient"},
    "short_phone": {"es": "Por teléfono", "ca": "Per telèfon"},
    "short_video": {"es": "Por videollamada", "ca": "Per videotrucada"},
    "in_person": {"es": "en persona", "ca": "en persona"},
    "phone": {"es": "por teléfono", "ca": "per telèfon"},
    "video": {"es": "por videollamada", "ca": "per videotrucada"},
    "online": {"es": "por internet", "ca": "per internet"},
    "also": {"es": "{this}. También puede hacerlo {others}", "ca": "{this}. També ho podeu fer {others}"},
    "or": {"es": " o ", "ca": " o "},
    "reach": {"es": "Teléfono {phone}", "ca": "Telèfon {phone}"},
    "bring": {"es": "Qué debe traer", "ca": "Què heu de portar"},
    "have": {"es": "Qué debe tener a mano", "ca": "Què heu de tenir a mà"},
    "terms": {"es": "Lo que debe saber", "ca": "El que heu de saber"},
}


@dataclass(frozen=True, slots=True)
class Occasion:
    """An appointment about to be told. `office` is an id; `mobile` E.164 or "".

    `told` is what the case has been told, which says what to bring.
    """

    entity: Entity
    language: str
    procedure: Procedure
    number: str
    channel: str
    office: str
    starts_at: datetime
    minutes: int
    mobile: str = ""
    told: Known = field(default_factory=Known)

    @property
    def title(self) -> str:
        """Return the procedure's title."""
        return procedure.text(self.procedure.card.title, self.language)

    def say(self, key: str, **values: object) -> str:
        """Return one of the texts of this room in the language of the letter."""
        return procedure.text(TEXTS[key], self.language).format(**values)


def values(one: Occasion) -> dict[str, str]:
    """Return what every text of an appointment may name, dates in full."""
    zone = one.entity.zone
    return {
        "date": moments.long_date(one.starts_at, one.language, zone),
        "time": moments.clock(one.starts_at, one.language, zone),
        "place": place(one),
        "office": office_name(one),
    }


def short_values(one: Occasion) -> dict[str, str]:
    """Return the same for a text message, in few letters and without what makes it dear."""
    when = moments.day_and_month(one.starts_at, one.language, one.entity.zone)
    where = {"phone": one.say("short_phone"), "video": one.say("short_video")}
    return values(one) | {"date": when, "place": where.get(one.channel, office_name(one))}


def place(one: Occasion) -> str:
    """Return where the appointment is, or by which means it is held."""
    if one.channel == "phone":
        return one.say("at_phone", digits=one.mobile[-3:]) if one.mobile else one.say("short_phone")
    if one.channel == "video":
        return one.say("at_video")
    return ", ".join(part for part in (office_name(one), one.entity.addresses.get(one.office, "")) if part)


def public_place(one: Occasion) -> str:
    """Return the same without the person's number, for a calendar that others may see."""
    return one.say("short_phone") if one.channel == "phone" else place(one)


def office_name(one: Occasion) -> str:
    """Return the name of the office that attends, the entity's where it is not one of its offices."""
    return dict(one.entity.offices).get(one.office, one.entity.called(one.language))


def facts(one: Occasion) -> Facts:
    """Return what a summons states, as labels and texts."""
    told = values(one)
    return Facts(
        [
            (one.say("day"), told["date"][:1].upper() + told["date"][1:]),
            (one.say("hour"), one.say("lasts", hour=told["time"], minutes=one.minutes)),
            (one.say("place"), told["place"]),
            (one.say("object"), one.title),
            (one.say("means"), _means(one)),
            (one.say("attends"), _attends(one)),
            (one.say("number"), one.number),
        ]
    )


def bring(one: Occasion) -> Listing:
    """Return what the person should have there, each on one line."""
    items = bringing.items(one.procedure, one.channel, one.language, one.told)
    lines = [f"{item.title} ({item.note})" if item.note else item.title for item in items]
    return Listing(one.say("bring" if one.channel == "in_person" else "have"), lines)


def terms(one: Occasion) -> Passage:
    """Return the effects of not attending, and the person's rights, as the entity words them."""
    said = wording.passage(one.entity, "terms", one.language, {"procedure": one.title})
    return Passage(one.say("terms"), said)


def _means(one: Occasion) -> str:
    offered = [name for name in (*appointments.CHANNELS, appointments.ONLINE) if name in one.procedure.card.channels]
    others = [one.say(name) for name in offered if name != one.channel]
    chosen = one.say(one.channel).capitalize()
    if not others or not one.mobile:  # whoever has no mobile can do it here only
        return chosen
    return one.say("also", this=chosen, others=one.say("or").join(others))


def _attends(one: Occasion) -> str:
    known = one.entity.facts
    phone, hours = known.get("telephone") or known.get("phone"), known.get("hours")
    told = [office_name(one)]
    open_at = procedure.text(hours, one.language) if isinstance(hours, Mapping) else str(hours or "")
    told += [one.say("reach", phone=phone) + (f" ({open_at})" if open_at else "")] if phone else []
    told += [str(known["email"])] if known.get("email") else []
    return " · ".join(told)
