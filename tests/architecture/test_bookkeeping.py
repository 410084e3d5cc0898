"""What is written without evidence stands on a list that people have read."""

import ast
from collections.abc import Mapping

from tests.architecture import callgraph

REVIEWED: Mapping[str, str] = {
    "app.services.appointments.booking_person.give_person": "what is typed but not sent is no act yet",
    "app.services.calls._again_or_give_up": "a lease is no act of the office",
    "app.services.calls._run_operator": "the call waits for a person; the operator recorded what it asked",
    "app.services.calls._take": "a lease is no act of the office",
    "app.services.messaging.digests._write": "when failures were looked at is no act of the office",
    "app.services.relay._tick_case": "a deadline that the diagram cannot follow is looked at again later",
    "app.services.relay.relay": "handing over a call is no act of the office",
    "app.services.appointments.reminders.purge": (
        "nobody can be booked into time that is over; who was, stands in the appointment"
    ),
    "app.services.appointments.reminders.sweep": (
        "a hold ends by its time, not by its row; what was typed and never sent is forgotten"
    ),
    "app.services.staff.sign_in": "a password is judged with its code; only its hash may be renewed here",
    "app.services.tasks.save": "what is typed but not sent is no act yet",
    "app.services.tokens.current": "when a key was last used is no act of the office",
    "app.services.visits.current": "when a visitor was last seen is no act of the office",
    "app.services.visits.sweep": "a visit ends by its time, not by its row",
}


def test_every_use_of_bookkeeping_was_reviewed_with_its_reason() -> None:
    assert _uses() == dict(REVIEWED)


def test_bookkeeping_is_opened_nowhere_but_in_functions_of_services() -> None:
    used = [
        name
        for name, tree in callgraph.trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "bookkeeping"
    ]

    assert len(used) == sum(len(one.reasons) for one in callgraph.functions().values())
    assert all(name.startswith("app.services.") for name in used)


def _uses() -> dict[str, str]:
    return {
        name: _said(name.rpartition(".")[0], one.reasons[0])
        for name, one in callgraph.functions().items()
        if callgraph.DOORS[1] in one.doors
    }


def _said(module: str, reason: ast.expr) -> str:
    """Return the reason's words, looked up where it is a constant of the module."""
    if isinstance(reason, ast.Constant):
        return str(reason.value)
    for node in callgraph.trees()[module].body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == ast.unparse(reason):
            assert isinstance(node.value, ast.Constant)
            return str(node.value.value)
    return ""
