"""The reference pages say what the code says, whole."""

import ast
from pathlib import Path

import pytest

import workers.operators
from app import operators
from app.evidence import acts
from app.intake import definition, parsing, procedure_reader
from app.services import installation
from app.settings import Settings
from tests.architecture import callgraph
from tools import authoring, catalogues, reference

PAGES = callgraph.ROOT / "docs" / "reference"


@pytest.mark.parametrize("name", sorted(reference.PAGES))
def test_a_page_is_what_the_code_says(name: str) -> None:
    assert (PAGES / name).read_text(encoding="utf-8") == reference.PAGES[name](), "run ./ventanilla docs"


def test_every_setting_is_on_its_page_with_its_meaning() -> None:
    text = (PAGES / "settings.md").read_text(encoding="utf-8")

    assert all(f"`{name.upper()}`" in text for name in Settings.model_fields)
    assert all((field.description or "").endswith(".") for field in Settings.model_fields.values())


def test_every_error_code_is_on_its_page_once() -> None:
    codes = [error.code for error in catalogues.errors()]
    text = (PAGES / "errors.md").read_text(encoding="utf-8")

    assert len(codes) == len(set(codes))
    assert all(f"| `{code}` |" in text for code in codes)


def test_every_operator_is_on_its_page() -> None:
    workers.operators.load()
    text = (PAGES / "operators.md").read_text(encoding="utf-8")

    assert all(f"## `{name}`" in text for name in operators.CATALOGUE)


def test_every_type_of_event_is_on_its_page_and_in_the_format() -> None:
    text = (PAGES / "events.md").read_text(encoding="utf-8")

    assert all(f"| `{name}` |" in text for name in acts.TYPES)


def test_every_procedure_is_on_its_page() -> None:
    text = (PAGES / "procedures.md").read_text(encoding="utf-8")

    assert all(f"## `{name}`" in text for name in installation.built_in(callgraph.ROOT))


def test_every_type_of_field_is_described() -> None:
    assert set(authoring.FIELD_TYPES) == set(definition.KINDS)


def test_every_key_of_a_field_is_described() -> None:
    assert set(authoring.FIELD_KEYS) == parsing._FIELD_KEYS


def test_every_key_of_a_procedure_is_described() -> None:
    assert {name for name, _, _ in authoring.PROCEDURE_KEYS} == procedure_reader._KEYS


def test_every_inner_key_of_a_procedure_is_described() -> None:
    described = {name for keys in authoring.INNER_KEYS.values() for name, _, _ in keys}
    written = set[str]()
    readers = ("app.intake.procedure_reader", "app.intake.appointment_reader", "app.intake.resolution_reader")
    for node in (node for name in readers for node in ast.walk(callgraph.trees()[name])):
        if (
            isinstance(node, ast.Call)
            and ast.unparse(node.func) == "self.mapping"
            and isinstance(node.args[2], ast.Set)
        ):
            written |= {str(one.value) for one in node.args[2].elts if isinstance(one, ast.Constant)}

    assert written - {"months", "working_days", "url", "element"} <= described


def test_checking_a_stale_page_fails_and_says_which(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert reference.main([], tmp_path) == 0
    assert reference.main(["--check"], tmp_path) == 0
    (tmp_path / "errors.md").write_text("an old page")

    assert reference.main(["--check"], tmp_path) == 1

    assert "errors.md" in capsys.readouterr().err
