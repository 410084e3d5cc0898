"""A log says what happened to what, by id and code; never who."""

import ast
import re
from collections.abc import Iterator

from tests.architecture import callgraph

LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}
EVENT = re.compile(r"[a-z_]+\.[a-z_]+")
FIELDS = {
    *("attempts", "call", "case", "code", "count", "document", "endpoint", "entity", "error", "event", "exc_info"),
    *("incident", "operator", "place", "procedure", "queue", "reference", "status", "task", "seconds"),
}
"""Fields that a line may have. Each is an id, a code or a number."""

PERSONAL = re.compile(
    r"\b(name|names|surname\w*|email|mail|mobile|phone|telephone|iban|nif|dni|id_number|address|token|password|answers|"
    r"params|form|details|text|body|letter|secret)\b"
)


def _logged() -> Iterator[tuple[str, ast.Call]]:
    for name, tree in callgraph.trees().items():
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in LEVELS
                and ast.unparse(node.func.value) in {"log", "logger", "logging", "structlog.get_logger()"}
            ):
                yield f"{name}:{node.lineno}", node


def test_a_line_is_a_dotted_noun_and_verb_with_named_facts() -> None:
    lines = list(_logged())
    odd = [
        place
        for place, call in lines
        if len(call.args) != 1
        or not isinstance(call.args[0], ast.Constant)
        or not EVENT.fullmatch(str(call.args[0].value))
    ]

    assert lines
    assert odd == []


def test_a_line_has_only_fields_that_people_have_reviewed() -> None:
    fields = {(place, word.arg) for place, call in _logged() for word in call.keywords}

    assert {(place, field) for place, field in fields if field not in FIELDS} == set()


def test_no_line_is_given_something_personal() -> None:
    given = [
        (place, ast.unparse(word.value))
        for place, call in _logged()
        for word in call.keywords
        if word.arg != "error" and PERSONAL.search(ast.unparse(word.value))
    ]

    assert given == []


def test_an_error_is_logged_by_its_type() -> None:
    given = {ast.unparse(word.value) for _, call in _logged() for word in call.keywords if word.arg == "error"}

    assert all(re.fullmatch(r"type\(\w+\)\.__name__|\w+\.code", one) for one in given)


def test_nobody_prints() -> None:
    printing = {
        name
        for name, tree in callgraph.trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"print", "pprint", "pprint.pprint"}
    }

    assert printing == set()
