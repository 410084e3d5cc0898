"""Many who want the same hours at once: each hour is given once, and nobody waits in a circle."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from flask import current_app

from app.domain.errors import Conflict, NotFound
from app.services.appointments import availability, booking, booking_person, changes, reminders
from app.services.appointments.availability import Ask
from app.services.appointments.hours import HourTaken
from tests import builders
from tests.builders import PROCEDURE, TOWN
from tests.fakes.outside import World
from tests.services import offices
from tests.services.offices import MONDAY, PERSON, at

BOOKERS, THREADS = 500, 8
LONG = {"parcel": "big"}


def _at_once(work: Callable[[int], object], times: int) -> list[object]:
    """Do `work` so many times, as many at once as an office has web threads."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # werkzeug's way to the object behind a proxy

    def inside(number: int) -> object:
        with app.app_context():
            return work(number)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(inside, range(times)))


def _ask(minutes: int = 15) -> Ask:
    return Ask(PROCEDURE, "es", minutes, "in_person")


def test_five_hundred_bookers_get_fifty_places_once_each(booking_world: World) -> None:
    outside = booking_world.outside
    offices.schedule(offices.series(offices.clerk(), offices.clerk(), opens="09:00", closes="15:15"))
    before = offices.deadlocks()

    def book(number: int) -> bool:
        while hours := availability.day(outside, TOWN, _ask(), MONDAY):
            wish = offices.wish(hours[number % len(hours)].starts_at)
            try:
                booking.hold(outside, TOWN, wish, f"192.0.2.{number}")
            except HourTaken:
                continue
            return True
        return False

    got = _at_once(book, BOOKERS)

    assert got.count(True) == 50
    assert offices.states() == {"held": 50}
    assert (offices.doubled(booking_world.clock.now()), offices.wrong_cells(booking_world.clock.now())) == (0, 0)
    assert offices.deadlocks() == before


def test_forty_who_share_an_email_get_the_three_appointments_that_one_may_have(booking_world: World) -> None:
    outside = booking_world.outside
    offices.schedule(offices.series(offices.clerk(), opens="09:00", closes="19:00"))
    hours = availability.day(outside, TOWN, _ask(), MONDAY)
    tokens = [offices.held(booking_world, hour.starts_at, f"192.0.2.{n}") for n, hour in enumerate(hours)]
    for number, token in enumerate(tokens):
        offices.ready(booking_world, token, **_somebody(number), email="same@ejemplo.es")

    def confirm(number: int) -> str:
        try:
            booking.confirm(outside, TOWN, tokens[number])
        except booking.TooMany as fault:
            return fault.limit
        return "booked"

    got = Counter(_at_once(confirm, len(tokens)))

    assert got == {"booked": 3, "email": 37}


def test_clicking_confirm_many_times_at_once_books_once(booking_world: World) -> None:
    offices.schedule(offices.series(offices.clerk()))
    token = offices.held(booking_world, at("10:00"))
    offices.ready(booking_world, token, without_mobile="on")

    got = _at_once(lambda _: booking.confirm(booking_world.outside, TOWN, token), THREADS)

    assert len(set(got)) == 1
    assert offices.states() == {"booked": 1}


def test_who_loses_one_clerk_to_somebody_faster_gets_the_next_and_loses_nothing_else(booking_world: World) -> None:
    busy, idle = sorted([offices.clerk(), offices.clerk()])
    offices.schedule(offices.series(busy, idle))
    offices.held(booking_world, at("12:00"))
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # as above

    def book() -> str:
        with app.app_context():
            return offices.held(booking_world, at("10:00"), "192.0.2.2")

    with ThreadPoolExecutor(1) as pool:
        with offices.taking(idle, at("10:00"), booking_world.clock.now()):
            slower = pool.submit(book)
            offices.wait_for_a_lock()
        token = slower.result()

    offices.ready(booking_world, token)
    made = booking.confirm(booking_world.outside, TOWN, token)
    assert offices.row(made.appointment_id).clerk_id == busy
    kept = [event.type for event in builders.stream("appointment", made.appointment_id)]
    assert (kept[0], kept[-1]) == ("appointment.held", "code.verified")


def test_in_the_thick_of_it_nobody_is_doubled_and_no_cell_is_lost(booking_world: World) -> None:
    clerks = [offices.clerk() for _ in range(3)]
    offices.second_office()
    offices.schedule(offices.series(*clerks, closes="11:00"))
    offices.schedule(offices.series(*clerks[1:], opens="09:05", closes="11:05"), office=offices.MILL, grid_minutes=10)
    before, crowd = offices.deadlocks(), Crowd(booking_world)

    _at_once(crowd.do_something, 640)
    booking_world.clock.forward(minutes=11)
    reminders.sweep(booking_world.outside)

    now = booking_world.clock.now()
    assert (offices.doubled(now), offices.wrong_cells(now)) == (0, 0)
    assert offices.deadlocks() == before
    assert min(crowd.done[each] for each in ("booked", "moved", "cancelled", "held again", "taken")) > 0, crowd.done


class Crowd:
    """People who book, change their minds, cancel and let holds run out, while the office sweeps."""

    def __init__(self, world: World) -> None:
        self.world, self.outside = world, world.outside
        self.held: list[str] = []
        self.links: list[str] = []
        self.done: Counter[str] = Counter()

    def do_something(self, number: int) -> None:
        deeds = [self.hold, self.hold, self.book, self.book, self.hold_again, self.move, self.move, self.cancel]
        if number % 40 == 0:
            self.world.clock.forward(minutes=2)
            reminders.sweep(self.outside)
        try:
            deeds[number % len(deeds)](number)
        except HourTaken:
            self.done["taken"] += 1
        except (Conflict, NotFound):
            self.done["refused"] += 1

    def hold(self, number: int) -> str:
        triage = LONG if number % 3 else {}
        hours = availability.day(self.outside, TOWN, _ask(30 if triage else 15), MONDAY)
        if not hours:
            raise HourTaken("nothing is free")
        hour = hours[number % min(3, len(hours))]  # everybody wants the first ones
        wish = offices.wish(hour.starts_at, office=hour.office, triage=triage)
        _, token = booking.hold(self.outside, TOWN, wish, f"192.0.2.{number}")
        self.held.append(token)
        return token

    def book(self, number: int) -> None:
        token = self.hold(number)
        typed = {**PERSON, **_somebody(number), "email": f"{number}@ejemplo.es", "without_mobile": "on"}
        booking_person.give_person(self.outside, TOWN, token, typed)
        self.links.append(booking.confirm(self.outside, TOWN, token).manage)
        self.done["booked"] += 1

    def hold_again(self, number: int) -> None:
        token = _any(self.held, number)
        booking.hold_again(self.outside, TOWN, token, self._free(number))
        self.done["held again"] += 1

    def move(self, number: int) -> None:
        link = _any(self.links, number)
        self.links.append(changes.move(self.outside, TOWN, link, self._free(number)).manage)
        self.done["moved"] += 1

    def cancel(self, number: int) -> None:
        changes.cancel(self.outside, TOWN, _any(self.links, number))
        self.done["cancelled"] += 1

    def _free(self, number: int) -> datetime:
        hours = availability.day(self.outside, TOWN, _ask(), MONDAY)
        return hours[number % len(hours)].starts_at if hours else at("09:30")


def _any(tokens: list[str], number: int) -> str:
    if not tokens:
        raise NotFound("nobody is there yet")
    return tokens[number % len(tokens)]


def _somebody(number: int) -> dict[str, str]:
    return {"id_type": "passport", "id_number": f"P{number:06d}", "mobile": f"6{number:08d}"}
