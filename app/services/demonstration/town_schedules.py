"""When the demonstration town attends people: its schedules, with their breaks, closures and exceptions."""

from collections.abc import Iterable, Mapping
from datetime import date, time, timedelta
from typing import Final
from uuid import UUID

from app.domain.actors import SYSTEM
from app.domain.openings import ENDLESS, Rule
from app.ports import Outside
from app.services import entities, visits
from app.services.calendars import abilities, schedule_rules, schedules
from app.services.calendars.schedule_rules import Draft
from app.services.calendars.schedules import Terms
from app.services.publishing import procedures
from app.services.visits import Visitor

_WORKING: Final = frozenset(range(5))
_MON, _TUE, _WED, _THU, _FRI, _SAT = range(6)
_HISTORY: Final = timedelta(weeks=4)
_NOTHING: Final = {
    "es": "Ahora no quedan horas. Cada día se abren las de un día más; si no puede esperar, llame al 900 000 000.",
    "ca": "Ara no queden hores. Cada dia s’obren les d’un dia més; si no podeu esperar, truqueu al 900 000 000.",
}  # fmt: skip
HALL: Final = Terms("Casa Consistorial", "casa-consistorial", ("in_person", "phone"), 20, 60, 60, _NOTHING)
MILL: Final = Terms("El Molino", "el-molino", ("in_person",), 10, 120, 60, _NOTHING)
SCREEN: Final = Terms("Atención por videollamada", "casa-consistorial", ("phone", "video"), 20, 240, 30, _NOTHING)


def make(outside: Outside, entity: str) -> bool:
    """Make the town's schedules unless it has some; return whether they were made."""
    office = the_office(entity)
    if schedules.listed(outside, office).schedules:
        return False
    now = outside.clock.now()
    today = entities.shown(entity, now).calendar.local_day(now)
    staff = abilities.listed(outside, office).people
    clerks = {one.name.partition(" ")[0]: one.id for one in staff}
    _specialise(outside, office, clerks["Carme"])
    for terms, rules in (
        (HALL, _hall(today, clerks)),
        (MILL, _mill(today, clerks)),
        (SCREEN, _screen(today, clerks)),
    ):
        made = schedules.make(outside, office, terms)
        for draft in rules:
            schedule_rules.add(outside, office, made, draft)
    return True


def the_office(entity: str) -> Visitor:
    """Return the office itself as one who may arrange schedules: what it does is done by nobody of the staff."""
    return Visitor(
        token_digest=b"",
        kind=visits.STAFF,
        entity=entity,
        id=UUID(int=0),
        case_id=None,
        level="code",
        roles=frozenset(schedules.MANAGERS),
        name="",
        language="es",
        previous_access_at=None,
        actor=SYSTEM,
    )


def _specialise(outside: Outside, office: Visitor, clerk: UUID) -> None:
    """Let one clerk attend only the half of the procedures for which people book."""
    booked = sorted(one.id for one in procedures.catalogue(office.entity) if one.appointment is not None)
    abilities.change(outside, office, clerk, booked[: (len(booked) + 1) // 2], ["es", "ca"])


def _hall(today: date, clerks: Mapping[str, UUID]) -> Iterable[Draft]:
    lucia, samira, andreu = (clerks[name] for name in ("Lucía", "Samira", "Andreu"))
    yield _series(today, _WORKING, (9, 0), (14, 0), {lucia, samira})
    yield _series(today, _WORKING, (12, 0), (14, 0), {andreu}, {andreu})
    yield _break(today, (11, 0), (11, 30), lucia, "Almuerzo, por turnos")
    yield _break(today, (11, 30), (12, 0), samira, "Almuerzo, por turnos")
    yield from _christmas(today)
    campaign = _next(today + timedelta(weeks=2), _SAT)
    yield _one_day("exception", campaign, "Sábado de campaña de recibos", {lucia}, (10, 0), (13, 0))
    yield _one_day("closure", _next(today + timedelta(days=9), _WED), "No atiende ese día", {samira})
    yield _one_day(
        "closure", _next(today + timedelta(days=6), _FRI), "Reunión de toda la oficina", (), (13, 0), (14, 0)
    )


def _mill(today: date, clerks: Mapping[str, UUID]) -> Iterable[Draft]:
    carme = clerks["Carme"]
    yield _series(today, {_MON, _WED, _FRI}, (9, 30), (13, 30), {carme})
    yield _series(today, {_THU}, (16, 30), (19, 0), {carme})
    yield from _christmas(today)
    yield _one_day("closure", _next(today + timedelta(weeks=3), _MON), "Obras en la entrada")


def _screen(today: date, clerks: Mapping[str, UUID]) -> Iterable[Draft]:
    yield _series(today, {_TUE, _THU}, (9, 0), (13, 0), {clerks["Andreu"], clerks["Samira"]})


def _christmas(today: date) -> Iterable[Draft]:
    eve = date(today.year, 12, 24)
    if eve >= today:
        yield _one_day("closure", eve, "Nochebuena")
    new_year = date(today.year + (today > date(today.year, 1, 2)), 1, 2)
    yield _one_day("closure", new_year, "Cierre anual")


def _series(
    today: date,
    weekdays: Iterable[int],
    opens: tuple[int, int],
    closes: tuple[int, int],
    clerks: set[UUID],
    internal: Iterable[UUID] = (),
) -> Draft:
    first = _next(today - _HISTORY, _MON)
    hours = time(*opens), time(*closes)
    who = frozenset(clerks)
    return Draft(Rule("series", first, ENDLESS, frozenset(weekdays), *hours, clerks=who, internal=frozenset(internal)))


def _break(today: date, opens: tuple[int, int], closes: tuple[int, int], clerk: UUID, note: str) -> Draft:
    first = _next(today - _HISTORY, _MON)
    return Draft(Rule("break", first, ENDLESS, _WORKING, time(*opens), time(*closes), clerks=frozenset({clerk})), note)


def _one_day(
    kind: str,
    day: date,
    note: str,
    clerks: Iterable[UUID] = (),
    opens: tuple[int, int] | None = None,
    closes: tuple[int, int] | None = None,
) -> Draft:
    hours = time(*opens) if opens else None, time(*closes) if closes else None
    weekdays = frozenset({day.weekday()}) if kind == "exception" else frozenset[int]()
    return Draft(Rule(kind, day, day, weekdays, *hours, clerks=frozenset(clerks)), note)


def _next(day: date, weekday: int) -> date:
    """Return the first such weekday from `day` on."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)
