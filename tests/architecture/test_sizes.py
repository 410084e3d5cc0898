"""A module that outgrows a reader's patience is two modules."""

import ast

from tests.architecture import callgraph

LONGEST_MODULE = 300
LONGEST_CLASS = 150
EXEMPT = {
    "app.evidence.verifier": "one file on purpose: strangers take it alone and read it whole",
}


def test_no_module_is_longer_than_three_hundred_lines() -> None:
    lengths = {
        name: len(path.read_text(encoding="utf-8").splitlines())
        for name, path in callgraph.sources("app", "workers", "tools", "bench")
    }

    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE and name not in EXEMPT} == {}


def test_no_class_is_longer_than_a_hundred_and_fifty_lines() -> None:
    lengths = {
        f"{module}.{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for module, tree in callgraph.trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }

    assert {name: length for name, length in lengths.items() if length > LONGEST_CLASS} == {}


def test_an_exemption_is_still_needed() -> None:
    lengths = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in callgraph.sources("app")}

    assert all(lengths[name] > LONGEST_MODULE for name in EXEMPT)
