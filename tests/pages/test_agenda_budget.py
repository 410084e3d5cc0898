"""The agenda costs the same number of statements however much is stored."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import event, func, select
from sqlalchemy.engine import Engine

from app.store import db
from app.store.tables import AppointmentRow, CaseRow
from bench import crowd, hours
from tests import builders
from tests.pages.browsers import Browser, Place
from tests.services.offices import HALL, MONDAY, at

MOST = 12
TODAY = "/oficina/agenda"


@contextmanager
def counting() -> Iterator[list[str]]:
    """Yield what goes to the database meanwhile."""
    seen: list[str] = []

    def statement(_connection: Any, _cursor: Any, text: str, *_: Any) -> None:
        seen.append(" ".join(text.split())[:80])

    event.listen(Engine, "before_cursor_execute", statement)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", statement)


def cost(browser: Browser, path: str, **query: str) -> list[str]:
    """Return the statements of a page that was opened before."""
    browser.get(path, **query)
    with counting() as seen:
        assert browser.get(path, **query).status == 200
    return seen


def test_a_page_of_the_agenda_stays_within_its_budget_with_ten_and_with_hundreds(place: Place) -> None:
    desk = place.desk
    made = [desk.book(f"{9 + number // 4:02d}:{number % 4 * 15:02d}", number + 1) for number in range(10)]
    desk.come("09:00")
    browser = place.browser(desk.marta)
    paths = (TODAY, f"/oficina/citas/{made[0].appointment_id}", f"/oficina/expedientes/{made[0].case_id}")
    few = [cost(browser, path) for path in paths]

    like = builders.open_case(desk.world, mailed=False).id
    crowd.gather(desk.world.outside, like, 600)
    with db.reading() as session:
        busy = list(session.scalars(select(CaseRow.id).where(CaseRow.number.like("2001/%")).limit(250)))
        row = session.get_one(AppointmentRow, made[0].appointment_id)
        where = hours.Desk(desk.marta.id, row.schedule_id, HALL, at("00:00", MONDAY))
    hours.today(where, busy, timedelta(minutes=5))
    hours.other_days(where)
    many = [cost(browser, path) for path in paths]

    with db.reading() as session:
        assert session.scalar(select(func.count()).select_from(AppointmentRow)) == 611
    assert [len(one) for one in many] == [len(one) for one in few]
    assert len(many[0]) <= MOST, many[0]
    assert len(many[1]) <= MOST, many[1]
    assert len(browser.get(TODAY).rows) == 260
