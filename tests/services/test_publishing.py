"""Versions by content: published once, current until another is, refused with all that is wrong."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import current_app

import workers.operators
from app.domain.actors import SYSTEM
from app.services import installation
from app.services.publishing import checking, folders, procedures
from tests.builders import PROCEDURE, TOWN
from tests.fakes.outside import World

ROOT = Path(__file__).parents[2]
NAME = "domiciliacion"


@pytest.fixture
def sources() -> dict[str, bytes]:
    workers.operators.load()
    return dict(installation.built_in(ROOT)[NAME])


def _changed(sources: dict[str, bytes], word: bytes) -> dict[str, bytes]:
    return {**sources, "procedure.yaml": sources["procedure.yaml"].replace(b"Gratis", word)}


def _listed() -> list[tuple[int, bool]]:
    return [(one.number, one.current) for one in procedures.versions(TOWN) if one.procedure == NAME]


def test_the_same_content_again_changes_nothing(world: World, sources: dict[str, bytes]) -> None:
    first = procedures.publish(world.outside, TOWN, NAME, sources, SYSTEM)
    again = procedures.publish(world.outside, TOWN, NAME, sources, SYSTEM)

    assert (first.number, first.changed, again.number, again.changed) == (1, True, 1, False)
    assert _listed() == [(1, True)]


def test_earlier_content_becomes_current_again_under_its_number(world: World, sources: dict[str, bytes]) -> None:
    for one in (sources, _changed(sources, b"Nada"), sources):
        done = procedures.publish(world.outside, TOWN, NAME, one, SYSTEM)

    assert (done.number, done.changed) == (1, True)
    assert _listed() == [(2, False), (1, True)]


def test_two_who_publish_at_once_get_two_versions(world: World, sources: dict[str, bytes]) -> None:
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # the proxy's own way to the application

    def publish(word: bytes) -> int:
        with app.app_context():
            return procedures.publish(world.outside, TOWN, NAME, _changed(sources, word), SYSTEM).number

    with ThreadPoolExecutor(4) as pool:
        numbers = list(pool.map(publish, [b"Uno", b"Dos", b"Tres", b"Cuatro"]))

    assert sorted(numbers) == [1, 2, 3, 4]
    assert sum(current for _, current in _listed()) == 1


def test_a_procedure_with_problems_is_refused_with_all_of_them(world: World, sources: dict[str, bytes]) -> None:
    spoilt = {
        **sources,
        "procedure.yaml": sources["procedure.yaml"]
        .replace(b"  Ventanilla:", b"  Otra:")
        .replace(b"{entry}", b"{otro}"),
        "domiciliacion.bpmn": sources["domiciliacion.bpmn"].replace(b"review.outcome", b"review.outcom"),
        "documents/mandate.typ": sources["documents/mandate.typ"].replace(b"ask.account_iban", b"ask.cuenta"),
        "forms/correction.json": sources["forms/correction.json"].replace(b'"ca"', b'"cat"'),
        "forms/nobody.json": sources["forms/review.json"].replace(b'"id": "review"', b'"id": "nobody"'),
    }

    with pytest.raises(procedures.Rejected) as caught:
        procedures.publish(world.outside, TOWN, NAME, spoilt, SYSTEM)

    told = {fault.file for fault in caught.value.faults}
    assert told == {path for path in spoilt if spoilt[path] != sources.get(path)}
    assert all(fault.message and fault.hint for fault in caught.value.faults)
    assert _listed() == []


def test_a_procedure_is_published_under_its_own_name_only(sources: dict[str, bytes]) -> None:
    found = checking.check("otra", sources)

    assert any(one.element == "id" and NAME in one.message for one in found)


def test_a_folder_is_read_whatever_lies_in_it(tmp_path: Path, sources: dict[str, bytes]) -> None:
    for path, content in sources.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(content)
    (tmp_path / "notes.txt").write_text("nada")
    (tmp_path / "lost.bpmn").symlink_to(tmp_path / "nowhere")
    (tmp_path / "folder.bpmn").mkdir()

    found = folders.read(tmp_path)

    assert found.procedure == NAME
    assert found.sources == sources
    assert [one.file for one in found.problems] == ["lost.bpmn"]


def test_a_folder_that_is_none_is_told_apart(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(folders.NoFolder):
            folders.read(place)


@pytest.mark.usefixtures("town")
def test_a_procedure_whose_diagram_asks_for_a_signature_signs() -> None:
    assert procedures.offered(TOWN, PROCEDURE).signs


@pytest.mark.usefixtures("world")
def test_a_procedure_whose_diagram_asks_for_none_does_not_sign() -> None:
    assert not procedures.offered(TOWN, PROCEDURE).signs
