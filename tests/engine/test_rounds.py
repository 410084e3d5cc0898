"""A path that comes round with nobody on it is named before it runs, when nothing can end it."""

import pytest

from app.engine import reach
from tests.engine import drawing
from tests.engine.drawing import END, START, diagram, extensions, flow, flows, node, script, service, timed
from tests.engine.test_lint import called, faults

ROUND = "El camino vuelve sobre sí mismo"
TABLE = (
    b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">'
    b'<decision id="k" name="k"><decisionTable id="t"><input id="i"><inputExpression id="ie"><text>x</text>'
    b'</inputExpression></input><output id="o" name="x"/><rule id="r"><inputEntry id="n"><text></text></inputEntry>'
    b'<outputEntry id="q"><text>2</text></outputEntry></rule></decisionTable></decision></definitions>'
)


def coming_round(work: str, condition: str = "x > 1") -> bytes:
    """Return a diagram that does `work` and comes back to it unless `condition` holds."""
    return diagram(
        START,
        script("first", "x = 0"),
        node("exclusiveGateway", "again"),
        work,
        node("exclusiveGateway", "enough", default="f_enough_again"),
        END,
        flows("start first again work enough again"),
        flow("enough", "end", condition),
    )


def rounds(source: bytes, **tables: bytes) -> list[str]:
    """Return where a round was found."""
    return [element for element, message in faults(source, **tables) if ROUND in message]


@pytest.mark.parametrize(
    "work",
    [
        script("work", "y = 1"),
        script("work", "x = 1"),
        script("work", "x = 1 - 3"),
        node("sendTask", "work", messageRef="m_word"),
    ],
)
def test_a_round_that_nothing_can_end_is_named(work: str) -> None:
    assert rounds(coming_round(work)) == ["again"]


@pytest.mark.parametrize(
    "work",
    [
        script("work", "x = x + 1"),
        script("work", "x = 2"),
        script("work", "y = 1\nx = y + 1"),
        called("k").replace('id="r"', 'id="work"'),
    ],
)
def test_a_round_whose_condition_something_on_it_may_change_is_left_to_the_running_case(work: str) -> None:
    assert rounds(coming_round(work), k=TABLE) == []


@pytest.mark.parametrize(
    "work",
    [
        drawing.user("work"),
        node("manualTask", "work"),
        service("work"),
        node("intermediateCatchEvent", "work", timed('"P1D"')),
        node("receiveTask", "work", messageRef="m_word"),
    ],
)
def test_a_round_with_somebody_or_something_to_wait_for_is_no_fault(work: str) -> None:
    assert rounds(coming_round(work)) == []


def test_a_round_in_a_subprocess_is_named_there() -> None:
    inside = (
        node("startEvent", "in")
        + script("again", "y = 1")
        + node("exclusiveGateway", "back", default="f_back_out")
        + node("endEvent", "out")
        + flows("in again back out")
        + flow("back", "again", "x > 1")
    )
    source = diagram(
        START, script("first", "x = 0"), node("subProcess", "sub", inside), END, flows("start first sub end")
    )

    assert rounds(source) == ["again"]


def test_a_gateway_that_leads_to_itself_is_a_round() -> None:
    source = diagram(
        START,
        script("first", "x = 0"),
        node("exclusiveGateway", "g", default="f_g_end"),
        END,
        flows("start first g end"),
        flow("g", "g", "x == 0"),
    )

    assert rounds(source) == ["g"]


def test_a_script_of_an_extension_counts_as_something_that_changes_a_condition() -> None:
    after = extensions("<spiffworkflow:postScript>x = x + 1</spiffworkflow:postScript>")

    assert rounds(coming_round(node("sendTask", "work", after, messageRef="m_word"))) == []


def test_rounds_are_told_apart_however_many_they_are() -> None:
    steps = {f"n{at}": [f"n{at + 1 - 2 * (at % 2)}", *([f"n{at + 2}"] if at < 9998 else [])] for at in range(10_000)}
    pairs = [frozenset({f"n{at}", f"n{at + 1}"}) for at in range(0, 10_000, 2)]

    assert set(reach.rounds(steps)) == set(pairs)
    assert list(reach.rounds({"a": ["b"], "b": []})) == []
