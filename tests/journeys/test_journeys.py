"""The four journeys of the drive, each to its end."""

import zipfile
from pathlib import Path

import pytest

from demo import counter, folder, journeys
from demo.journeys import Journey, Town
from demo.office import ROOT


@pytest.fixture(scope="module")
def happy(town: Town) -> Journey:
    return journeys.happy(town)


def test_a_request_goes_from_the_home_page_to_its_acceptance(happy: Journey, tmp_path: Path) -> None:
    kept = folder.keep(tmp_path, happy)

    assert {path.suffix for path in kept.documents} == {".pdf", ".jpg"}
    assert sorted(path.name for path, csv in kept.documents.items() if csv) == [
        f"{happy.number.replace('/', '-')}-mandate.pdf",
        f"{happy.number.replace('/', '-')}-receipt.pdf",
    ]


def test_every_step_of_an_accepted_request_is_done(happy: Journey) -> None:
    assert set(happy.citizens[0].case.knots.values()) == {"done"}


def test_two_people_sign_with_links_of_their_own_after_a_paper_came_back(town: Town) -> None:
    journey = journeys.two_signers(town)

    for citizen in journey.citizens:
        assert any("mandate" in one.name for one in citizen.documents())


def test_a_clerk_refuses_and_the_person_is_told_in_their_language(town: Town) -> None:
    journey = journeys.refused_by_office(town)

    assert "signar" not in journey.citizens[0].case.text.casefold().split("després")[0]


def test_a_person_refuses_to_sign_and_nothing_is_registered(town: Town) -> None:
    journey = journeys.refused_by_signer(town)

    assert "Registro de entrada" not in journey.citizens[0].case.text


def test_a_person_books_comes_and_has_everything_done_at_the_counter(town: Town) -> None:
    journey = counter.at_the_counter(town)

    knots = journey.citizens[0].case.knots
    assert set(knots.values()) == {"done"}
    assert not any("Comprobar los papeles" in step for step in knots)


def test_a_person_without_a_mobile_signs_on_paper_and_the_order_is_registered(town: Town, tmp_path: Path) -> None:
    kept = folder.keep(tmp_path, counter.on_paper(town))

    issued = sorted(path.name.rpartition("-")[2] for path, csv in kept.documents.items() if csv)
    scans = [path for path, csv in kept.documents.items() if not csv]
    assert issued == ["mandate.pdf", "receipt.pdf"]
    assert [path.suffix for path in scans] == [".jpg"]
    with zipfile.ZipFile(kept.bundle) as bundle:
        assert any(b'"method":"paper"' in bundle.read(name) for name in bundle.namelist())


def test_the_drive_knows_of_the_office_only_how_its_commands_speak() -> None:
    words = "from app.embedded import usage\n"
    sources = [path.read_text().replace(words, "") for path in (ROOT / "demo").glob("*.py")]

    assert not [text for text in sources if "from app" in text or "import app" in text or "from workers" in text]
