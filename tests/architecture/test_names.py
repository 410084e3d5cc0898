"""A procedure is data: no program knows one by name."""

import ast
import re
from functools import cache
from pathlib import Path

import yaml

from app.engine import specs
from app.services import installation
from tests.architecture import callgraph

ROOT = callgraph.ROOT


@cache
def _procedures() -> dict[str, dict[str, bytes]]:
    return installation.built_in(ROOT)


def _constants() -> set[tuple[str, str]]:
    return {
        (name, node.value)
        for name, tree in callgraph.trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_there_are_procedures_to_be_silent_about() -> None:
    assert set(_procedures()) == {path.stem for path in (ROOT / "bpmn").glob("*.bpmn")}


def test_no_python_names_a_procedure() -> None:
    names = "|".join(map(re.escape, _procedures()))
    named = re.compile(rf"(?<![a-z_])(?:{names})(?![a-z_])", re.IGNORECASE)

    naming = [
        f"{name}:{number}"
        for name, path in callgraph.sources("app", "workers")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if named.search(line)
    ]

    assert naming == []


def test_no_page_and_no_script_names_a_procedure() -> None:
    names = "|".join(map(re.escape, _procedures()))
    named = re.compile(rf"(?<![a-z_])(?:{names})(?![a-z_])", re.IGNORECASE)
    pages = [*(ROOT / "app" / "web" / "templates").rglob("*.html"), *(ROOT / "ui" / "js").rglob("*.js")]

    assert pages
    assert [str(path.relative_to(ROOT)) for path in pages if named.search(path.read_text(encoding="utf-8"))] == []


def test_no_python_names_a_lane_a_code_or_an_element_of_a_procedure() -> None:
    words: set[str] = set()
    for name, sources in _procedures().items():
        about = yaml.safe_load(sources["procedure.yaml"])
        words |= {about["code"], *(lane for lane in about["lanes"] if " " in lane)}
        words |= {element for element in specs.load(sources, name).elements if "_" in element}

    assert {(name, word) for name, word in _constants() if word in words} == set()


def test_no_python_names_a_form() -> None:
    forms = {Path(path).stem for sources in _procedures().values() for path in sources if path.startswith("forms/")}
    special = {form for form in forms if "_" in form} | set(_procedures())

    assert {(name, word) for name, word in _constants() if word in special} == set()
