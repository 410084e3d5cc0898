"""Many who want the same hours at once: each hour is given once, and nobody waits in a circle."""

from collections import Counter, deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from flask import current_app

from app.domain.errors import Conflict
from app.services.appointments import availability, booking, changes, reminders
from app.services.appointments.availability import Ask, Hour
from app.services.appointments.hours import HourTaken
from tests import builders
from tests.builders import PROCEDURE, TOWN
from tests.fakes.outside import World
from tests.services import offices
from tests.services.offices import MONDAY, at

BOOKERS, THREADS = 500, 8
LONG = {"parcel": "big"}
Span = tuple[datetime, datetime]
LAST = at("18:45")
MORNING, LATER, DAY = (at("09:00"), at("11:00")), (at("11:00"), LAST), (at("09:00"), LAST)


@dataclass(frozen=True, slots=True)
class Someone:
    """Somebody who has an hour: the token of the booking or of its manage link, and how long it lasts."""

    token: str
    minutes: int


class NothingFree(Exception):
    """No hour is left of those that somebody wants."""


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
    offices.schedule(offices.series(*clerks, closes="19:00"))
    offices.schedule(offices.series(*clerks[1:], opens="09:05", closes="11:05"), office=offices.MILL, grid_minutes=10)
    crowd = Crowd(booking_world)
    crowd.come_early()
    before = offices.deadlocks()

    _at_once(crowd.do_something, 400)
    booking_world.clock.forward(minutes=11)
    reminders.sweep(booking_world.outside)

    now = booking_world.clock.now()
    assert (offices.doubled(now), offices.wrong_cells(now)) == (0, 0)
    assert offices.deadlocks() == before
    assert min(crowd.done[deed] for deed in DEEDS) > 0, crowd.done


DEEDS = ("booked", "moved", "cancelled", "held again", "taken", "full")


class Crowd:
    """People who book, change their minds, cancel and let holds run out, while the office sweeps.

    Everybody who books wants the first hours of the morning, which has room for few of them. Whoever moves or holds
    again takes any hour of the long day, and some came early, so that there is always somebody who can. One hour was
    given to the last clerk before it began: whoever comes for it is too late, however the threads take turns.
    """

    def __init__(self, world: World) -> None:
        self.world, self.outside = world, world.outside
        self.held: deque[Someone] = deque()
        self.booked: deque[Someone] = deque()
        self.done: Counter[str] = Counter()

    def come_early(self) -> None:
        for number in range(1000, 1000 + THREADS):
            self.booked.append(self._book(number, LATER))
            self.held.append(self._hold(number + 100, LATER))
        for number in range(1200, 1203):
            self._confirm(self._hold_at(number, {}, LAST, offices.HALL), number)

    def do_something(self, number: int) -> None:
        last = self.hold_again if number % 5 else self.cancel
        deeds = [self.hold, self.hold, self.book, self.book, self.hold_again, self.move, self.move, last]
        if number % 40 == 0:
            self.world.clock.forward(minutes=2)
            reminders.sweep(self.outside)
            deeds[0] = self.come_too_late
        try:
            deeds[number % len(deeds)](number)
        except NothingFree:
            self.done["full"] += 1
        except HourTaken:
            self.done["taken"] += 1
        except (Conflict, IndexError):
            self.done["refused"] += 1  # the hold ran out, too many moves, or nobody is left who could

    def hold(self, number: int) -> None:
        self.held.append(self._hold(number, MORNING))

    def book(self, number: int) -> None:
        self.booked.append(self._book(number, MORNING))
        self.done["booked"] += 1

    def hold_again(self, number: int) -> None:
        def again(one: Someone, hour: Hour) -> str:
            booking.hold_again(self.outside, TOWN, one.token, hour.starts_at, hour.office)
            return one.token

        self._change(self.held, number, again)
        self.done["held again"] += 1

    def move(self, number: int) -> None:
        def move(one: Someone, hour: Hour) -> str:
            return changes.move(self.outside, TOWN, one.token, hour.starts_at, hour.office).manage

        self._change(self.booked, number, move)
        self.done["moved"] += 1

    def cancel(self, _: int) -> None:
        changes.cancel(self.outside, TOWN, self.booked.popleft().token)
        self.done["cancelled"] += 1

    def come_too_late(self, number: int) -> None:
        self._hold_at(number, {}, LAST, offices.HALL)

    def _book(self, number: int, span: Span) -> Someone:
        one = self._hold(number, span)
        return Someone(self._confirm(one.token, number), one.minutes)

    def _confirm(self, token: str, number: int) -> str:
        offices.ready(self.world, token, **_somebody(number), email=f"{number}@ejemplo.es", without_mobile="on")
        return booking.confirm(self.outside, TOWN, token).manage

    def _hold(self, number: int, span: Span) -> Someone:
        triage, minutes = (LONG, 30) if number % 3 else ({}, 15)

        def hold(hour: Hour) -> str:
            return self._hold_at(number, triage, hour.starts_at, hour.office)

        return Someone(self._until_it_works(number % 3, minutes, span, hold), minutes)

    def _hold_at(self, number: int, triage: dict[str, str], starts_at: datetime, office: str) -> str:
        wish = offices.wish(starts_at, office=office, triage=triage)
        return booking.hold(self.outside, TOWN, wish, f"192.0.2.{number}")[1]

    def _change(self, queue: deque[Someone], number: int, deed: Callable[[Someone, Hour], str]) -> None:
        """Give the next of a queue another hour, and let them queue again, also when nothing is free."""
        one = queue.popleft()
        try:
            token = self._until_it_works(number, one.minutes, DAY, lambda hour: deed(one, hour))
        except NothingFree:
            queue.append(one)
            raise
        queue.append(Someone(token, one.minutes))

    def _until_it_works(self, number: int, minutes: int, span: Span, deed: Callable[[Hour], str]) -> str:
        """Do it at one of the free hours, and when somebody was faster look again at what is left."""
        while hours := self._free(minutes, span):
            try:
                return deed(hours[number % len(hours)])
            except HourTaken:
                self.done["taken"] += 1
                number += 1
        raise NothingFree

    def _free(self, minutes: int, span: Span) -> list[Hour]:
        first, end = span
        hours = availability.day(self.outside, TOWN, _ask(minutes), MONDAY)
        return [hour for hour in hours if first <= hour.starts_at < end]


def _somebody(number: int) -> dict[str, str]:
    return {"id_type": "passport", "id_number": f"P{number:06d}", "mobile": f"6{number:08d}"}
