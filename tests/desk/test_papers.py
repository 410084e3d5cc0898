"""Papers at the desk once their case is over: nothing is offered, and nothing changes."""

import pytest

from app.services.files import papers
from app.services.files.papers import CaseOver
from app.store import db
from app.store.tables import CaseRow
from demo import papers as files
from tests import builders
from tests.desk.conftest import Desk


def test_a_paper_of_a_case_that_is_over_stays_as_it_is(desk: Desk) -> None:
    case = builders.open_case(desk.world, mailed=False)
    citizen = builders.citizen(desk.world, case)
    found = papers.receive(desk.world.outside, citizen, "identity", "a.pdf", files.pdf("a"))
    marta = desk.seat("marta", "clerk")
    with db.bookkeeping("a case that is over, for a test") as session:
        session.get_one(CaseRow, case.id).status = "ended"
    assert found.document is not None
    address = f"/oficina/expedientes/{case.id}/papeles/{found.document.id}"

    page = marta.get(address)

    assert [form.url for form in page.forms() if "/papeles/" in form.url] == []
    with pytest.raises(CaseOver):
        papers.accept(desk.world.outside, marta.visitor, found.document.id)
