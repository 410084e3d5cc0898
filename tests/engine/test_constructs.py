"""Subprocesses, called processes, repetitions, decision tables and scripts."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from app.domain import errors
from app.engine import machine
from tests.engine import drawing
from tests.engine.drawing import END, START, Case, boundary, diagram, flow, flows, load, node, script, service, user

BROKEN = '<bpmn:errorEventDefinition errorRef="e1"/>'
INNER = node("startEvent", "in") + user("inner", "said") + node("endEvent", "out") + flows("in inner out")
DOWN = '<bpmn:error id="e1" name="down" errorCode="E1"/>'


Begin = Callable[..., Case]


@pytest.fixture(params=["warm", "cold"])
def begin(request: pytest.FixtureRequest) -> Begin:
    return partial(drawing.begin, cold=request.param == "cold")


def test_a_subprocess_runs_and_gives_its_variables_back(begin: Begin) -> None:
    source = diagram(
        START, node("subProcess", "sub", INNER), service("tell", x="said.ref"), END, flows("start sub tell end")
    )
    case = begin(load(source))
    assert case.open == {"inner"}

    case.complete("inner", {"ref": "r"})

    assert case.step.calls[0].params == {"x": "r"}
    case.answer("tell")
    assert case.step.ended


def test_a_subprocess_in_a_subprocess_is_withdrawn_with_the_outer_one(begin: Begin) -> None:
    deep = node("startEvent", "in2") + user("deep") + node("endEvent", "out2") + flows("in2 deep out2")
    middle = (
        node("startEvent", "in")
        + node("subProcess", "sub2", deep)
        + node("parallelGateway", "split")
        + user("beside")
        + node("endEvent", "out")
        + flows("in split sub2 out", "split beside out")
    )
    source = diagram(
        START,
        node("subProcess", "sub", middle),
        boundary("late", "sub", drawing.timed('"P1D"')),
        user("lapse"),
        END,
        flows("start sub end", "late lapse end"),
    )
    case = begin(load(source))
    assert case.open == {"deep", "beside"}

    case.wait(timedelta(days=1))

    assert case.open == {"lapse"}
    case.complete("lapse")
    assert case.step.ended


def test_an_error_in_a_called_process_reaches_the_boundary_of_its_call(begin: Begin) -> None:
    called = (
        '<bpmn:process id="q" isExecutable="true">'
        + node("startEvent", "qs")
        + service("call")
        + node("endEvent", "qe")
        + flows("qs call qe")
        + "</bpmn:process>"
    )
    source = diagram(
        START,
        node("callActivity", "sub", calledElement="q"),
        boundary("broken", "sub", '<bpmn:errorEventDefinition errorRef="e1"/>'),
        user("mend"),
        END,
        flows("start sub end", "broken mend end"),
        beside=DOWN + called,
    )
    case = begin(load(source))
    assert case.open == {"call"}

    case.fail("call", "E1")

    assert case.open == {"mend"}


def test_a_process_that_calls_itself_is_refused() -> None:
    source = diagram(START, node("callActivity", "sub", calledElement="p"), END, flows("start sub end"))

    with pytest.raises(errors.DiagramRejected, match="círculo"):
        load(source)


def repeat(inside: str = "", *, one_by_one: bool = False) -> str:
    return (
        f'<bpmn:multiInstanceLoopCharacteristics isSequential="{str(one_by_one).lower()}">'
        "<bpmn:loopDataInputRef>people</bpmn:loopDataInputRef><bpmn:loopDataOutputRef>results</bpmn:loopDataOutputRef>"
        '<bpmn:inputDataItem id="person" name="person"/><bpmn:outputDataItem id="said" name="said"/>'
        f"{inside}</bpmn:multiInstanceLoopCharacteristics>"
    )


def times(number: str, *, one_by_one: bool = False) -> str:
    return (
        f'<bpmn:multiInstanceLoopCharacteristics isSequential="{str(one_by_one).lower()}">'
        f"<bpmn:loopCardinality>{number}</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>"
    )


@pytest.mark.parametrize("one_by_one", [False, True])
@pytest.mark.parametrize(("number", "words"), [(501, "501 veces"), (10**9, "el máximo es 500"), (-1, "-1 veces")])
def test_a_task_that_would_be_repeated_too_often_is_refused_before_it_begins(
    number: int, words: str, *, one_by_one: bool
) -> None:
    source = diagram(START, user("ask", repeat=times("n", one_by_one=one_by_one)), END, flows("start ask end"))

    with pytest.raises(errors.DiagramRejected, match=rf"^ask: .*{words}"):
        drawing.begin(load(source), {"n": number})


@pytest.mark.parametrize("one_by_one", [False, True])
def test_a_task_that_is_repeated_over_no_number_is_refused(*, one_by_one: bool) -> None:
    source = diagram(START, user("ask", repeat=times("n", one_by_one=one_by_one)), END, flows("start ask end"))

    with pytest.raises(errors.DiagramRejected, match=r"^ask: .*no es un número entero"):
        drawing.begin(load(source), {"n": "many"})


@pytest.mark.parametrize("one_by_one", [False, True])
def test_a_list_that_is_too_long_to_go_through_is_refused(*, one_by_one: bool) -> None:
    source = diagram(START, user("ask", "said", repeat=repeat(one_by_one=one_by_one)), END, flows("start ask end"))
    spec = load(source)

    with pytest.raises(errors.DiagramRejected, match=r"^ask: .*501 veces"):
        drawing.begin(spec, {"people": [{}] * 501})
    assert drawing.begin(spec, {"people": [{}] * 500}).open == {"ask"}


def test_repetitions_within_repetitions_are_stopped_before_they_fill_the_memory() -> None:
    inner = node("startEvent", "in") + user("ask", repeat=times("500")) + node("endEvent", "out") + flows("in ask out")
    source = diagram(START, node("subProcess", "sub", times("400") + inner), END, flows("start sub end"))

    with pytest.raises(errors.DiagramRejected, match="50000 tareas"):
        drawing.begin(load(source))


def test_an_error_end_of_a_subprocess_reaches_its_boundary(begin: Begin) -> None:
    inner = node("startEvent", "in") + user("inner") + node("endEvent", "bad", BROKEN) + flows("in inner bad")
    source = diagram(
        START,
        node("subProcess", "sub", inner),
        boundary("broken", "sub", BROKEN),
        user("mend"),
        END,
        flows("start sub end", "broken mend end"),
        beside=DOWN,
    )
    case = begin(load(source))

    case.complete("inner")

    assert case.open == {"mend"}
    case.complete("mend")
    assert case.step.ended


def test_repeated_subprocesses_are_withdrawn_together(begin: Begin) -> None:
    inner = node("startEvent", "in") + service("call", x="person") + node("endEvent", "out") + flows("in call out")
    repeated = (
        "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopDataInputRef>people</bpmn:loopDataInputRef>"
        '<bpmn:inputDataItem id="person" name="person"/></bpmn:multiInstanceLoopCharacteristics>'
    )
    source = diagram(
        START,
        node("subProcess", "sub", repeated + inner),
        boundary("broken", "sub", BROKEN),
        user("mend"),
        END,
        flows("start sub end", "broken mend end"),
        beside=DOWN,
    )
    case = begin(load(source), {"people": ["a", "b", "c"]})
    assert sorted(str(call.params["x"]) for call in case.calls.values()) == ["a", "b", "c"]
    case.answer("call")

    case.fail("call", "E1")

    assert case.open == {"mend"}
    case.complete("mend")
    assert case.step.ended


@pytest.mark.parametrize("one_by_one", [True, False])
def test_a_task_is_repeated_for_each_item(begin: Begin, one_by_one: bool) -> None:
    source = diagram(
        START,
        service("ask", "said", repeat=repeat(one_by_one=one_by_one), who="person"),
        service("tell", x="results"),
        END,
        flows("start ask tell end"),
    )
    case = begin(load(source), {"people": ["a", "b", "c"]})
    assert len(case.calls) == (1 if one_by_one else 3)
    asked = []

    while case.open == {"ask"}:
        asked.append(next(iter(case.calls.values())).params["who"])
        case.answer("ask", {"n": asked[-1]})

    assert asked == ["a", "b", "c"]
    assert case.step.calls[0].params == {"x": [{"n": "a"}, {"n": "b"}, {"n": "c"}]}


def test_a_repetition_goes_on_in_another_process_of_the_office() -> None:
    source = diagram(START, service("ask", "said", repeat=repeat(), who="person"), END, flows("start ask end"))
    case = drawing.begin(load(source), {"people": ["a", "b"]}, cold=True)

    while case.calls:
        case.spec = load(source)
        case.answer("ask")

    assert case.step.ended


def test_a_failure_in_a_repetition_withdraws_the_other_items(begin: Begin) -> None:
    source = diagram(
        START,
        service("ask", "said", repeat=repeat(), who="person"),
        boundary("broken", "ask", '<bpmn:errorEventDefinition errorRef="e1"/>'),
        user("mend"),
        END,
        flows("start ask end", "broken mend end"),
        beside=DOWN,
    )
    case = begin(load(source), {"people": ["a", "b"]})

    case.fail("ask", "E1")

    assert case.open == {"mend"}


def test_repeated_people_each_get_a_task_and_a_deadline_withdraws_them(begin: Begin) -> None:
    source = diagram(
        START,
        user("ask", "said", repeat=repeat()),
        boundary("late", "ask", drawing.timed("working_days(2)")),
        END,
        flows("start ask end", "late end"),
    )
    case = begin(load(source), {"people": ["a", "b"]})
    assert len(case.tasks) == 2
    case.complete("ask")

    case.wait(timedelta(days=5))

    assert case.open == set()
    assert case.step.ended


def test_a_standard_loop_goes_on_while_its_condition_holds(begin: Begin) -> None:
    loop = node("standardLoopCharacteristics", "l", "<bpmn:loopCondition>not said.stop</bpmn:loopCondition>")
    case = begin(load(diagram(START, user("ask", "said", repeat=loop), END, flows("start ask end"))))

    case.complete("ask", {"stop": False})
    assert case.open == {"ask"}
    case.complete("ask", {"stop": True})

    assert case.step.ended


def table(policy: str, *rules: tuple[str, str], output: str = "grade") -> bytes:
    rows = "".join(
        f'<rule id="r{n}"><inputEntry id="i{n}"><text>{test.replace("<", "&lt;")}</text></inputEntry>'
        f'<outputEntry id="o{n}"><text>{value}</text></outputEntry></rule>'
        for n, (test, value) in enumerate(rules)
    )
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="http://x">'
        f'<decision id="grading" name="g"><decisionTable id="t" hitPolicy="{policy}">'
        '<input id="in1" label="n"><inputExpression id="e1" typeRef="number"><text>request.n</text>'
        "</inputExpression></input>"
        f'<output id="out1" name="{output}" typeRef="string"/>{rows}</decisionTable></decision></definitions>'
    ).encode()


GRADED = diagram(
    START,
    user("ask", "request"),
    node(
        "businessRuleTask",
        "grade_it",
        drawing.extensions("<spiffworkflow:calledDecisionId>grading</spiffworkflow:calledDecisionId>"),
    ),
    service("tell", x="grade"),
    END,
    flows("start ask grade_it tell end"),
)


@pytest.mark.parametrize(
    ("policy", "n", "grade"),
    [
        ("UNIQUE", 3, "low"),
        ("UNIQUE", 5, "five"),
        ("UNIQUE", 7, "odd"),
        ("FIRST", 3, "low"),
        ("COLLECT", 3, ["low"]),
        ("COLLECT", 99, []),
    ],
)
def test_a_decision_table_gives_the_outputs_of_its_rows(begin: Begin, policy: str, n: int, grade: object) -> None:
    rows = [("< 4", '"low"'), ("5", '"five"'), ("in [7, 9]", '"odd"')]
    case = begin(load(GRADED, d=table(policy, *rows)))

    case.complete("ask", {"n": n, "unread": 1})

    assert case.step.calls[0].params == {"x": grade}


@pytest.mark.parametrize(("policy", "grade"), [("FIRST", "a"), ("COLLECT", ["a", "b"])])
def test_rows_that_hold_together_follow_the_hit_policy(begin: Begin, policy: str, grade: object) -> None:
    case = begin(load(GRADED, d=table(policy, ("< 4", '"a"'), ("-", '"b"'))))

    case.complete("ask", {"n": 1})

    assert case.step.calls[0].params == {"x": grade}


def test_two_rows_of_a_unique_table_may_not_hold_at_once(begin: Begin) -> None:
    case = begin(load(GRADED, d=table("UNIQUE", ("< 4", '"a"'), ("-", '"b"'))))

    with pytest.raises(errors.ExpressionRejected, match="UNIQUE"):
        case.complete("ask", {"n": 1})


@pytest.mark.parametrize("policy", ["RULE ORDER", "ANY", "PRIORITY", "OUTPUT ORDER"])
def test_hit_policies_that_are_not_honoured_are_refused(policy: str) -> None:
    with pytest.raises(errors.DiagramRejected, match="política de aciertos"):
        load(GRADED, d=table(policy, ("1", '"a"')))


def test_a_table_replaces_what_its_last_round_left(begin: Begin) -> None:
    source = diagram(
        START,
        user("ask", "request"),
        node(
            "businessRuleTask",
            "grade_it",
            drawing.extensions("<spiffworkflow:calledDecisionId>grading</spiffworkflow:calledDecisionId>"),
        ),
        node("exclusiveGateway", "enough", default="f_enough_ask"),
        service("tell", x="grade"),
        END,
        flows("start ask grade_it enough ask", "tell end"),
        flow("enough", "tell", "request.stop"),
    )
    case = begin(load(source, d=table("COLLECT", ("< 4", '"a"'), ("< 3", '"b"'), ("< 2", '"c"'))))
    case.complete("ask", {"n": 1})

    case.complete("ask", {"n": 3, "stop": True})

    assert case.step.calls[0].params == {"x": ["a"]}


def test_a_script_assigns_variables(begin: Begin) -> None:
    source = diagram(
        START,
        script("s", "a = 2\n b = a * 3 ".replace("\n ", "\n")),
        service("tell", x="a + b"),
        END,
        flows("start s tell end"),
    )

    assert begin(load(source)).step.calls[0].params == {"x": 8}


def test_states_of_the_same_history_differ_in_their_ids_only(begin: Begin) -> None:
    spec = load(diagram(START, node("subProcess", "sub", INNER), END, flows("start sub end")))
    one, two = begin(spec), begin(spec)

    assert len(one.step.state) == len(two.step.state)
    assert [t[1:] for t in one.history] == [t[1:] for t in two.history]
    assert machine.listeners(spec, one.step.state) == ()
