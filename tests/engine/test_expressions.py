"""Expressions compute what an office needs, and nothing else can be said in them."""

import contextlib
import time
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import errors
from app.engine import clock, expressions, functions
from tests.engine.drawing import CALENDAR, NOON

DATA = {
    "request": {"n": 3, "iban": "ES91", "none": None, "people": [{"age": 4}, {"age": 40}], "names": ["b", "a"]},
    "v": 2,
    "text": "abc",
}


@pytest.fixture(autouse=True)
def _moment() -> Iterator[None]:
    with clock.at(clock.Moment(NOON, CALENDAR, {"papers": {"accepted": 2}})):
        yield


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("request.n + v * 2 - 1", 6),
        ("request['n'] == 3 and not request.none", True),
        ("request.missing", None),
        ("request.missing.deeper == None", True),
        ("request.missing is None or x", True),
        ("'big' if request.n > 2 else 'small'", "big"),
        ("0 < v <= 2 < request.n", True),
        ("text + '-' + str(v)", "abc-2"),
        ("v in [1, 2] and 'b' in text and 'n' in request", True),
        ("v not in (1, 3)", True),
        ("request.people[1].age // 3 % 4", 1),
        ("request.people[-1].age / 8", 5.0),
        ("{'a': [v, text], 'b': {'c': True}}", {"a": [2, "abc"], "b": {"c": True}}),
        ("len(request.people) + len(text)", 5),
        ("sum([1, 2.5]) + min(3, 1) + max([4, 2]) + int('7') + round(2.26, 1)", 17.8),
        ("sorted(request.names)", ["a", "b"]),
        ("any([False, v]) and all([v, text])", True),
        ("starts_with(request.iban, 'ES')", True),
        ("office.papers.accepted > 1", True),
        ("today() < date('2026-12-31')", True),
        ("years_after('2024-02-29', 1)", "2025-02-28"),
        ("years_after('2025-11-30', 1)", "2026-11-30"),
        ("-v + +v", 0),
    ],
)
def test_expressions_compute(source: str, value: object) -> None:
    assert expressions.evaluate(source, DATA) == value


def test_the_office_wins_over_a_variable_of_its_name() -> None:
    assert expressions.evaluate("office.papers", {"office": {"papers": 9}}) == {"accepted": 2}


ESCAPES = [
    "().__class__",
    "().__class__.__base__.__subclasses__()",
    "request.__class__",
    "request['__class__'].__mro__",
    "__import__('os')",
    "__builtins__",
    "open('/etc/passwd')",
    "eval('1')",
    "exec('1')",
    "getattr(request, 'n')",
    "f'{request}'",
    "f'{request.__class__}'",
    "'{}'.format(request)",
    "'%s' % request",
    "'a'.join(['b'])",
    "text.upper()",
    "[x for x in [1, 2]]",
    "[x for x in range(10**9)]",
    "{x: 1 for x in [1]}",
    "(x for x in [1])",
    "9**9**9",
    "2 << 99999999999",
    "'a'*10**9",
    "'a' * 1000000000",
    "1000000000 * 'a'",
    "[0] * 1000000000",
    "lambda: 1",
    "(lambda: 1)()",
    "(v := 3)",
    "*request",
    "[*request.names]",
    "{**request}",
    "len(*[text])",
    "len(object=text)",
    "await v",
    "(yield v)",
    "text[::-1]",
    "b'bytes'",
    "1j",
    "...",
    "v if v",
    "v; v",
    "v = 3",
    "import os",
    "while True: pass",
    "print(v)",
    "type(v)",
    "~v",
    "v @ v",
    "v | v",
    "_v",
    "request._n",
    "e\u0301",
    "ｅval('1')",
    "v is 2",
    "\0",
    "",
    "   ",
    "(" * 1000 + ")" * 1000,
    "[" * 1000 + "]" * 1000,
    "-" * 1999 + "1",
    "not " * 400 + "v",
    "+".join("1" * 900),
    "v" * 2001,
    "99999999999999999999",
    "1e400",
    "'" + "a" * 1500 + "'",
    "[" + "1," * 300 + "]",
]


@pytest.mark.parametrize("source", ESCAPES)
def test_what_leaves_the_grammar_is_refused_before_it_runs(source: str) -> None:
    assert expressions.check(source)
    with pytest.raises(errors.ExpressionRejected):
        expressions.evaluate(source, DATA)


@pytest.mark.parametrize(
    "source",
    [
        "unknown",
        "v > text",
        "request.none > 1",
        "text.field",
        "request['missing']",
        "request.names[9]",
        "request.names['a']",
        "request[0]",
        "text[0]",
        "text * v",
        "request.names + request.names",
        "text - 1",
        "len(v)",
        "len()",
        "str(request)",
        "int('x')",
        "int('" + "9" * 40 + "')",
        "int(True)",
        "sum(text)",
        "min([])",
        "sorted([1, 'a'])",
        "round(1.5, 99)",
        "date('2026-02-30')",
        "date(3)",
        "working_days(-1)",
        "working_days('3')",
        "months(99999)",
        "hours(True)",
        "starts_with(v, 'a')",
        "any(v)",
        "[v] in request",
    ],
)
def test_what_does_not_suit_its_variables_is_refused_when_it_runs(source: str) -> None:
    assert expressions.check(source) is None
    with pytest.raises(errors.ExpressionRejected):
        expressions.evaluate(source, DATA)


@pytest.mark.parametrize(
    "source", ["v / 0", "v % 0", "v // (1 - 1)", "1 / 0 if v else 2", "999999999999999 * 99", "True + 1"]
)
def test_a_calculation_that_can_only_fail_is_refused_before_it_runs(source: str) -> None:
    assert expressions.check(source)
    assert expressions.check_script(f"w = {source}")
    with pytest.raises(errors.ExpressionRejected):
        expressions.evaluate(source, DATA)


def test_a_text_cannot_be_grown_beyond_its_limit() -> None:
    variables = {"t": "a" * 900}
    script = "\n".join(["t = t + t"] * 50)

    with pytest.raises(errors.ExpressionRejected, match="límite"):
        expressions.execute(script, variables)


@pytest.mark.parametrize(
    "source",
    [
        "import os",
        "x.y = 1",
        "x, y = 1, 2",
        "x += 1",
        "del v",
        "x = y = 1",
        "office = 1",
        "f()",
        "_x = 1",
        "if v:\n  x = 1",
    ],
)
def test_a_script_holds_assignments_only(source: str) -> None:
    assert expressions.check_script(source)
    with pytest.raises(errors.ExpressionRejected):
        expressions.execute(source, {"v": 1})


def test_a_script_sees_what_it_assigned() -> None:
    variables: dict[str, Any] = {"v": 2}

    expressions.execute("a = v + 1  # a remark\nb = [a, v]", variables)

    assert variables == {"v": 2, "a": 3, "b": [3, 2]}


def test_the_fields_that_an_expression_reads_are_known() -> None:
    found = expressions.reads("request.a.b + len(request['c']) + v if office.papers else [w, {'k': x.y}]")

    assert found == {("request", "a"), ("request", "c"), ("v", None), ("office", "papers"), ("w", None), ("x", "y")}


@given(st.text(max_size=60))
def test_any_text_is_accepted_or_refused_and_nothing_else(source: str) -> None:
    complaint = expressions.check(source)

    try:
        expressions.evaluate(source, DATA)
    except errors.ExpressionRejected:
        return
    assert complaint is None


ATOMS = st.sampled_from(
    ["v", "text", "request", "request.n", "1", "'a'", "None", "[]", "{}", "True", "0", "1.5", "999999999999"]
)
TREES = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/", "//", "%", "<", "==", "in", "and", "or"]), inner).map(
            lambda parts: f"({parts[0]} {parts[1]} {parts[2]})"
        ),
        st.tuples(inner, inner).map(lambda parts: f"[{parts[0]}, {parts[1]}]"),
        st.tuples(st.sampled_from(sorted(functions.KNOWN)), inner).map(lambda parts: f"{parts[0]}({parts[1]})"),
        inner.map(lambda part: f"({part})[0]"),
        inner.map(lambda part: f"({part}).n"),
    ),
    max_leaves=25,
)


@given(TREES)
def test_what_the_grammar_lets_through_gives_a_value_or_a_refusal_at_once(source: str) -> None:
    begun = time.perf_counter()

    with contextlib.suppress(errors.ExpressionRejected):
        expressions.evaluate(source, DATA)

    assert time.perf_counter() - begun < 1
