"""Whatever the file: a verdict with the ids of elements, no exception, and no diagram passed that cannot be loaded."""

import random
from pathlib import Path

import pytest
from lxml import etree

from app.domain import errors
from app.domain.procedure import Problem
from app.engine import diagram, lint, specs
from tests.engine import mutations
from tests.engine.test_lint import AROUND, CATALOGUE, TERRACE

ROOT = Path(__file__).parents[2]
OURS = {path.stem: path.read_bytes() for path in sorted((ROOT / "bpmn").glob("*.bpmn"))}
EACH_WAY = 30


def _spoilt(way: str, source: bytes, number: int) -> bytes:
    chance = random.Random(f"{way} {number}")  # noqa: S311 - the same files each time
    try:
        return mutations.WAYS[way](chance, source)
    except (ValueError, etree.XMLSyntaxError):
        return source[:number]


def _holds_a_process(source: bytes) -> bool:
    """Say whether a file can be read as BPMN that has something with an id."""
    try:
        root = etree.fromstring(source, etree.XMLParser(resolve_entities=False))
    except (etree.XMLSyntaxError, ValueError):
        return False
    return any(element.get("id") for element in root.iter(f"{diagram.MODEL}*"))


def _refusal(files: dict[str, bytes]) -> str:
    """Return why the engine refuses a procedure, "" when it does not."""
    try:
        specs.load(files, "terraza")
    except errors.DiagramRejected as refusal:
        return str(refusal)
    return ""


def _judged(source: bytes) -> list[Problem]:
    return lint.check({"a.bpmn": source}, None, CATALOGUE)


def _fit(problem: Problem) -> bool:
    """Say whether a problem can be shown: worded in a sentence, with what to do, and not endless."""
    texts = (problem.message, problem.hint)
    return all(text.strip() and len(text) < 1000 for text in texts) and problem.message.endswith((".", "?", ")", "…"))


@pytest.mark.parametrize("way", mutations.WAYS)
def test_a_spoilt_diagram_gets_a_verdict(way: str) -> None:
    for number in range(EACH_WAY):
        source = _spoilt(way, TERRACE["terraza.bpmn"], number)

        found = lint.check({**TERRACE, "terraza.bpmn": source}, "terraza", CATALOGUE, AROUND)

        assert all(map(_fit, found)), found
        assert not any("comprobador" in problem.message for problem in found), (number, found)
        if found and _holds_a_process(source):
            assert any(problem.element for problem in found), (number, found)


@pytest.mark.parametrize("way", mutations.WAYS)
def test_no_spoilt_diagram_passes_that_the_engine_refuses(way: str) -> None:
    for number in range(EACH_WAY):
        files = {**TERRACE, "terraza.bpmn": _spoilt(way, TERRACE["terraza.bpmn"], number)}

        found = lint.check(files, "terraza", CATALOGUE, AROUND)

        assert found or not _refusal(files), number


@pytest.mark.parametrize("name", OURS)
@pytest.mark.parametrize("way", mutations.WAYS)
def test_a_spoilt_procedure_of_ours_gets_a_verdict_alone(name: str, way: str) -> None:
    for number in range(5):
        found = lint.check({f"{name}.bpmn": _spoilt(way, OURS[name], number)}, None, {})

        assert all(map(_fit, found)), found
        assert not any("comprobador" in problem.message for problem in found), (number, found)


@pytest.mark.parametrize("way", mutations.WAYS)
def test_a_spoilt_decision_table_gets_a_verdict(way: str) -> None:
    for number in range(EACH_WAY):
        files = {**TERRACE, "terraza.dmn": _spoilt(way, TERRACE["terraza.dmn"], number)}

        found = lint.check(files, "terraza", CATALOGUE, AROUND)

        assert all(map(_fit, found)), found
        assert not any("comprobador" in problem.message for problem in found), (number, found)


def test_one_file_is_not_told_the_faults_of_another() -> None:
    foreign = TERRACE["terraza.bpmn"].replace(b"<bpmn:userTask ", b"<nobody:userTask ")
    broken = TERRACE["terraza.bpmn"][:2000]

    alone = lint.check({"terraza.bpmn": broken}, "terraza", CATALOGUE, AROUND)
    lint.check({"terraza.bpmn": foreign}, "terraza", CATALOGUE, AROUND)

    assert lint.check({"terraza.bpmn": broken}, "terraza", CATALOGUE, AROUND) == alone
    assert not any("nobody" in problem.message for problem in alone)


def test_two_faults_far_apart_are_named_together() -> None:
    for first in sorted(way for way in mutations.WAYS if "namespace" not in way):
        for number in range(4):
            source = _spoilt(first, TERRACE["terraza.bpmn"], number).replace(b'value="review"', b'value="no_such_form"')

            found = lint.check({**TERRACE, "terraza.bpmn": source}, "terraza", CATALOGUE, AROUND)

            if b"no_such_form" in source and _holds_a_process(source) and b'<bpmn:userTask id="review"' in source:
                assert any("no_such_form" in problem.message for problem in found), (first, number, found)


def test_elements_too_deep_for_the_parser_itself_are_called_too_deep() -> None:
    inside = b"<process>" * 5000
    (problem,) = _judged(b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">' + inside)

    assert problem.message == "Los elementos están anidados a demasiada profundidad."


def test_an_entity_that_is_defined_is_not_called_undefined() -> None:
    doctype = b'<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    told = _judged(doctype + b'<definitions><process id="p"><startEvent id="s" name="&b;"/></process></definitions>')

    messages = [one.message for one in told]
    assert any("no se aceptan por seguridad" in one for one in messages)
    assert any("no se sustituye" in one for one in messages)
    assert not any("nadie define" in one for one in messages)
