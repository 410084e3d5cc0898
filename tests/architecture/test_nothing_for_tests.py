"""The office that is tested is the office that runs: no route, setting or word exists for tests."""

import ast
import re

from app.settings import Settings
from tests.architecture import callgraph
from tools import routes

SUSPICIOUS = re.compile(
    r"(^|_)(test_mode|testing|for_tests|in_tests|mock|fake|backdoor|bypass|debug|skip_auth)(_|$)", re.IGNORECASE
)
MAY_ASK_EMBEDDED = {"app.web.gate", "app.web.frame"}
MAY_READ_ENVIRONMENT = re.compile(r"app\.(settings|cli(\..+)?|embedded(\..+)?|documents\.child)")


def test_no_program_imports_from_the_tests() -> None:
    importing = {
        name
        for name, tree in callgraph.trees().items()
        for node in ast.walk(tree)
        for imported in _imported(node)
        if imported.partition(".")[0] in {"tests", "pytest", "unittest", "hypothesis", "time_machine"}
    }

    assert importing == set()


def test_no_name_speaks_of_tests() -> None:
    named = {
        f"{module}.{word}"
        for module, tree in callgraph.trees().items()
        for node in ast.walk(tree)
        for word in _names(node)
        if SUSPICIOUS.search(word)
    }

    assert named == set()


def test_no_setting_is_for_tests() -> None:
    assert [name for name in Settings.model_fields if SUSPICIOUS.search(name)] == []


def test_no_route_is_for_tests() -> None:
    rules = [rule.rule for rule in routes.office().url_map.iter_rules()]

    assert [rule for rule in rules if re.search(r"test|debug|prueba", rule)] == []


def test_only_the_frame_and_the_gate_ask_whether_this_is_the_demonstration() -> None:
    asking = {
        name
        for name, tree in callgraph.trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "embedded" and ast.unparse(node.value).endswith("settings")
    }

    assert asking == MAY_ASK_EMBEDDED


def test_the_environment_is_read_in_the_composition_roots_only() -> None:
    reading = {
        name
        for name, tree in callgraph.trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node) in {"os.environ", "os.getenv", "os.environb"}
    }

    assert {name for name in reading if not MAY_READ_ENVIRONMENT.fullmatch(name)} == set()


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module else []


def _names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.arg):
        return [node.arg]
    return [node.id] if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) else []
