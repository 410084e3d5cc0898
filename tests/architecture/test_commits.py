"""Only the database's own room commits."""

import ast

import pytest

from tests.architecture import callgraph

ALLOWED = {
    "app.store.db": "the two doors",
    "app.store.migrations": "the lock around migrations, before there is an office",
}
SERVERS = {"app.embedded.postgres": "makes the database that a new office has none of yet"}


@pytest.mark.parametrize("method", ["commit", "begin", "begin_nested"])
def test_nobody_else_commits_or_begins(method: str) -> None:
    calling = {
        name
        for name, tree in callgraph.trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == method
        and ast.unparse(node.func.value) != "commitments"  # another kind of commitment: to a value
    }

    assert calling <= set(ALLOWED)


def test_nobody_asks_for_a_connection_that_commits_by_itself() -> None:
    asking = {
        name
        for name, tree in callgraph.trees().items()
        for node in ast.walk(tree)
        if (isinstance(node, ast.keyword) and node.arg in {"autocommit", "isolation_level"})
        or (isinstance(node, ast.Constant) and node.value == "AUTOCOMMIT")
    }

    assert asking == set(SERVERS)


def test_sessions_and_engines_are_made_in_the_store_only() -> None:
    making = {
        name
        for name, one in callgraph.functions().items()
        if one.calls & {"sqlalchemy.create_engine", "sqlalchemy.orm.Session", "sqlalchemy.orm.sessionmaker"}
        and not name.startswith("app.store.")
        and _constructs(name)
    }

    assert making == set()


def _constructs(name: str) -> bool:
    """Tell whether a function calls these names rather than just mentions them as types."""
    module, _, function = name.rpartition(".")
    tree = callgraph.trees().get(module)
    if tree is None:
        return False
    node = next((one for one in tree.body if isinstance(one, ast.FunctionDef) and one.name == function), None)
    calls = [one for one in ast.walk(node) if isinstance(one, ast.Call)] if node else []
    return any(ast.unparse(one.func) in {"create_engine", "Session", "sessionmaker"} for one in calls)
