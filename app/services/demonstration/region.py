"""The demonstration region: Ribera does not exist either; it grants aid to people of its towns."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any, Final

from app.domain.openings import ENDLESS, Rule
from app.ports import Outside
from app.services import entities, official_days
from app.services.calendars import abilities, days_off, schedule_rules, schedules
from app.services.calendars.schedule_rules import Draft
from app.services.calendars.schedules import Terms
from app.services.demonstration import town_schedules
from app.services.installation import NewEntity
from app.services.staff import StaffMember

ID: Final = "ribera"
NAME: Final = "Generalitat de Ribera (demostración)"
_OFFICE: Final = "atencion-posemergencia"
_WORKING: Final = frozenset(range(5))
_YEARS: Final = 3
PEOPLE: Final[Sequence[StaffMember]] = (
    StaffMember("irene.palau", "Irene Palau Chofre", "Gestora de ayudas", _OFFICE, frozenset({"clerk"}), ("es", "ca")),
    StaffMember(
        "tomas.gil", "Tomás Gil Arlandis", "Jefe de sección", _OFFICE, frozenset({"clerk", "supervisor"}), ("es", "ca")
    ),
    StaffMember(
        "dolors.ferrandis",
        "Dolors Ferrandis Poveda",
        "Directora general",
        _OFFICE,
        frozenset({"authority"}),
        ("es", "ca"),
    ),
    StaffMember("rosa.vidal", "Rosa Vidal Ferri", "Analista de ayudas", _OFFICE, frozenset({"analyst"})),
)
_FACTS: Final[Mapping[str, Any]] = {
    "path": f"/{ID}",
    "competence": "regional",
    "booking_limits": {"address": 1000},  # everybody who tries the demonstration comes from one address
    "service": {"es": "Oficina virtual de ayudas", "ca": "Oficina virtual d’ajudes"},
    "city": "Ribalba",
    "address": "Avenida de la Ribera, 20, 99001 Ribalba",
    "phone": "900 000 012",
    "telephone": "900 000 012",
    "email": "ayudas@ribera.example",
    "hours": {"es": "de lunes a viernes, de 9:00 a 14:00", "ca": "de dilluns a divendres, de 9.00 a 14.00 h"},
    "creditor_suffix": "000",
    "creditor_iban": "ES8099990001450000000001",
    "creditor_bic": "DEMOESMMXXX",
    "privacy_contact": "dpd@ribera.example",
    days_off.REGION: "VC",
}


def entity(today: date) -> NewEntity:
    """Return Ribera, with the holidays of this year and the next two."""
    return NewEntity(
        id=ID,
        name=NAME,
        dir3="A99000001",
        ine="99001",
        nif="S9900001J",
        zone="Europe/Madrid",
        demonstration=True,
        facts=_FACTS,
        offices=[(_OFFICE, "Oficina posemergencia", "Avenida de la Ribera, 20, 99001 Ribalba")],
        holidays=official_days.official(_FACTS[days_off.REGION], range(today.year, today.year + _YEARS)),
    )


def make_schedule(outside: Outside) -> bool:
    """Let people book with the region's office, unless it has a schedule."""
    office = town_schedules.the_office(ID)
    if schedules.listed(outside, office).schedules:
        return False
    now = outside.clock.now()
    today = entities.shown(ID, now).calendar.local_day(now)
    clerks = frozenset(one.id for one in abilities.listed(outside, office).people)
    terms = Terms("Oficina posemergencia", _OFFICE, ("in_person", "phone"), 30, 60, 45, {})
    made = schedules.make(outside, office, terms)
    schedule_rules.add(
        outside, office, made, Draft(Rule("series", today, ENDLESS, _WORKING, time(9), time(14), clerks=clerks))
    )
    return True
