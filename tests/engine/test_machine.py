"""Cases move from rest to rest; what they report is what an office must do."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from app.domain import errors
from app.engine import machine
from tests.engine import drawing
from tests.engine.drawing import END, NOON, START, begin, boundary, diagram, flow, flows, load, node, service, user

ASK_AND_TELL = diagram(
    START,
    user("ask", "request"),
    service(
        "tell",
        "told",
        '<spiffworkflow:retry retries="3" backoff_base="7"/>',
        to="request.ref",
        urgent="request.n > 3",
        papers="office.papers.accepted",
    ),
    user("close"),
    END,
    flows("start ask tell close end"),
)


def test_a_case_runs_from_its_start_to_its_end() -> None:
    case = begin(load(ASK_AND_TELL))
    assert [(t.element, t.name, t.form, t.lane) for t in case.step.tasks] == [("ask", "Task ask", "form", "")]

    case.complete("ask", {"n": 4, "ref": "r-1", "name": "Marta"}, office={"papers": {"accepted": 2}})
    call = case.step.calls[0]
    assert (call.operator, call.params) == ("mail.notify", {"to": "r-1", "urgent": True, "papers": 2})
    assert (call.retries, call.backoff_seconds) == (3, 7)

    case.answer("tell", {"at": "today"})
    assert case.open == {"close"}

    case.complete("close")
    assert case.step.ended
    assert case.open == set()


def test_of_a_group_only_the_fields_that_an_expression_reads_enter_the_state() -> None:
    spec = load(ASK_AND_TELL.replace(b"request.n", b"request.child.n"))

    kept = machine.prune(spec, "ask", {"child": {"n": 1, "name": "Marta"}, "n": 2, "ref": "r"})

    assert kept == {"child": {"n": 1}, "ref": "r"}


def test_the_transitions_of_a_step_come_in_order() -> None:
    case = begin(load(ASK_AND_TELL))
    case.complete("ask", {"n": 1, "ref": "r"}, office={"papers": {}})

    case.answer("tell")

    seen = [(t.element, t.origin, t.target) for t in case.step.transitions]
    assert seen == [("tell", "started", "completed"), ("close", "future", "ready")]


def test_only_answers_that_an_expression_reads_enter_the_state() -> None:
    case = begin(load(ASK_AND_TELL))

    case.complete("ask", {"n": 4, "ref": "r-1", "name": "Marta"}, office={"papers": {"accepted": 2}})

    assert b"Marta" not in case.step.state
    assert machine.prune(case.spec, "ask", {"n": 1, "x": 2, "ref": "r"}) == {"n": 1, "ref": "r"}
    assert machine.prune(case.spec, "close", {"n": 1}) == {}


def test_the_facts_of_the_office_stay_until_newer_ones_come() -> None:
    source = diagram(
        START, user("a"), service("b", x="office.n"), service("c", x="office.n"), END, flows("start a b c end")
    )
    case = begin(load(source), office={"n": 1})
    case.complete("a")
    assert case.step.calls[0].params == {"x": 1}

    case.move(machine.answer, case.find("b"), {}, office={"n": 2})

    assert case.step.calls[0].params == {"x": 2}


def test_a_second_click_is_refused_and_harms_nothing() -> None:
    case = begin(load(ASK_AND_TELL))
    first = case.find("ask")
    case.complete("ask", {"n": 1, "ref": "r"}, office={"papers": {}})

    with pytest.raises(errors.TaskNotReady):
        case.move(machine.complete, first, {})
    with pytest.raises(errors.TaskNotReady):
        case.move(machine.complete, uuid4(), {})
    with pytest.raises(errors.TaskNotReady):
        case.move(machine.complete, case.find("tell"), {})
    with pytest.raises(errors.TaskNotReady):
        case.move(machine.answer, first, {})


def test_the_same_move_gives_the_same_step_twice() -> None:
    case = begin(load(ASK_AND_TELL))
    state, task = case.step.state, case.find("ask")

    one, two = (
        machine.complete(
            case.spec, state, task, {"n": 1}, now=NOON, calendar=drawing.CALENDAR, office={"papers": {"accepted": 0}}
        )
        for _ in "ab"
    )

    assert one == two


def test_values_that_are_not_json_are_refused() -> None:
    spec = load(ASK_AND_TELL)

    for value in (object(), float("nan"), {1: 2}, b"bytes", 2**64, NOON):
        with pytest.raises(errors.Invalid):
            begin(spec, {"x": value})


def test_an_expression_that_does_not_suit_its_variables_names_its_element() -> None:
    case = begin(load(ASK_AND_TELL))

    with pytest.raises(errors.ExpressionRejected, match="tell"):
        case.complete("ask", {"ref": "r"}, office={})


CHOICE = diagram(
    START,
    user("ask", "request"),
    node("exclusiveGateway", "which", default="f_which_small"),
    user("big"),
    user("small"),
    node("exclusiveGateway", "merge"),
    END,
    flows("start ask which small merge end", "big merge"),
    flow("which", "big", "request.n > 10"),
)


@pytest.mark.parametrize(("n", "then"), [(11, "big"), (10, "small")])
def test_an_exclusive_gateway_takes_one_way(n: int, then: str) -> None:
    case = begin(load(CHOICE))

    case.complete("ask", {"n": n})

    assert case.open == {then}
    case.complete(then)
    assert case.step.ended


def test_an_inclusive_gateway_takes_every_way_that_holds_and_waits_for_them() -> None:
    source = diagram(
        START,
        user("ask", "request"),
        node("inclusiveGateway", "which", default="f_which_c"),
        user("a"),
        user("b"),
        user("c"),
        node("inclusiveGateway", "merge"),
        user("last"),
        END,
        flows("start ask which", "which c merge", "a merge", "b merge last end"),
        flow("which", "a", "request.n > 1"),
        flow("which", "b", "request.n > 2"),
    )
    case = begin(load(source))

    case.complete("ask", {"n": 3})
    assert case.open == {"a", "b"}
    case.complete("b")
    assert case.open == {"a"}
    case.complete("a")

    assert case.open == {"last"}


PARALLEL = diagram(
    START,
    drawing.script("set", "v = 1"),
    node("parallelGateway", "split"),
    service("a", "v"),
    service("b", "w"),
    user("c", "x"),
    node("parallelGateway", "join"),
    service("after", v="v.n", w="w.n"),
    END,
    flows("start set split a join after end", "split b join", "split c join"),
)


@pytest.mark.parametrize("order", ["abc", "acb", "bac", "bca", "cab", "cba"])
def test_a_parallel_join_keeps_what_each_branch_changed_whatever_the_order(order: str) -> None:
    case = begin(load(PARALLEL))
    assert case.open == {"a", "b", "c"}

    for name in order:
        assert "after" not in case.open
        if name == "c":
            case.complete(name)
        else:
            case.answer(name, {"n": name})

    assert case.step.calls[0].params == {"v": "a", "w": "b"}
    case.answer("after")
    assert case.step.ended


PARALLEL_LOOP = diagram(
    START,
    node("exclusiveGateway", "again"),
    node("parallelGateway", "split"),
    user("a", "one"),
    user("b", "two"),
    node("parallelGateway", "join"),
    node("exclusiveGateway", "enough", default="f_enough_again"),
    END,
    flows("start again split a join enough again", "split b join"),
    flow("enough", "end", "one.stop and two.stop"),
)


def test_a_parallel_join_in_a_loop_counts_its_own_round_only() -> None:
    case = begin(load(PARALLEL_LOOP))
    for first, second in ("ab", "ba", "ab", "ba"):
        case.complete(first, {"stop": False})
        assert case.open == {second}
        case.complete(second, {"stop": False})
        assert case.open == {"a", "b"}

    case.complete("b", {"stop": True})
    assert case.open == {"a"}
    case.complete("a", {"stop": True})

    assert case.step.ended


def guarded(*boundaries: str, ends: str) -> bytes:
    errors_known = '<bpmn:error id="e1" name="down" errorCode="E1"/><bpmn:error id="any" name="any"/>'
    return diagram(
        START,
        service("call", "r"),
        *boundaries,
        user("mend"),
        user("other"),
        END,
        flows("start call end", ends, "mend end", "other end"),
        beside=errors_known,
    )


ONE_ERROR = guarded(boundary("broken", "call", '<bpmn:errorEventDefinition errorRef="e1"/>'), ends="broken mend")


def test_a_failed_call_takes_its_error_boundary_and_its_late_answer_is_refused() -> None:
    case = begin(load(ONE_ERROR))
    call = case.find("call")

    case.fail("call", "E1")

    assert case.open == {"mend"}
    assert ("call", "started", "cancelled") in case.history
    for act in (machine.answer, machine.fail):
        with pytest.raises(errors.TaskNotReady):
            case.move(act, call, *(({},) if act is machine.answer else ("E1", "again")))
    case.complete("mend")
    assert case.step.ended


def test_an_error_that_nothing_catches_is_left_to_a_person() -> None:
    case = begin(load(ONE_ERROR))

    with pytest.raises(errors.ErrorNotCaught):
        case.fail("call", "E2")

    case.answer("call")
    assert case.step.ended


@pytest.mark.parametrize(("code", "then"), [("E1", "mend"), ("E9", "other")])
def test_the_boundary_with_the_very_code_goes_before_the_one_for_any(code: str, then: str) -> None:
    source = guarded(
        boundary("any_error", "call", "<bpmn:errorEventDefinition/>"),
        boundary("broken", "call", '<bpmn:errorEventDefinition errorRef="e1"/>'),
        ends="any_error other",
    ).replace(b"</bpmn:process>", flows("broken mend").encode() + b"</bpmn:process>")
    case = begin(load(source))

    case.fail("call", code)

    assert case.open == {then}


def test_an_error_goes_to_the_boundary_of_its_own_call() -> None:
    def guard(name: str) -> str:
        return boundary(f"broken_{name}", name, '<bpmn:errorEventDefinition errorRef="e1"/>')

    source = diagram(
        START,
        node("parallelGateway", "split"),
        service("a"),
        service("b"),
        guard("a"),
        guard("b"),
        user("mend_a"),
        user("mend_b"),
        END,
        flows("start split a end", "split b end", "broken_a mend_a end", "broken_b mend_b end"),
        beside='<bpmn:error id="e1" name="down" errorCode="E1"/>',
    )
    case = begin(load(source))

    case.fail("b", "E1")

    assert case.open == {"a", "mend_b"}


def test_a_timer_boundary_withdraws_the_task_and_its_late_answer() -> None:
    source = diagram(
        START,
        user("ask", "request"),
        boundary("late", "ask", drawing.timed('"P10D"')),
        user("lapse"),
        END,
        flows("start ask end", "late lapse end"),
    )
    case = begin(load(source))
    task = case.find("ask")
    assert [(t.element, t.due_at) for t in case.step.timers] == [("late", datetime(2026, 4, 9, 10, tzinfo=UTC))]

    assert case.wait(timedelta(days=9)).transitions == ()
    case.wait(timedelta(days=1))

    assert case.open == {"lapse"}
    assert case.dues == {}
    with pytest.raises(errors.TaskNotReady):
        case.move(machine.complete, task, {})


def test_a_task_done_in_time_withdraws_its_timer() -> None:
    source = diagram(
        START, user("ask"), boundary("late", "ask", drawing.timed("hours(2)")), END, flows("start ask end", "late end")
    )
    case = begin(load(source))

    case.complete("ask")

    assert case.dues == {}
    assert case.step.ended


def test_a_reminder_comes_round_again_without_stopping_the_task() -> None:
    source = diagram(
        START,
        user("ask"),
        boundary("nudge", "ask", drawing.timed('"R3/P7D"', "timeCycle"), interrupts=False),
        service("remind"),
        node("endEvent", "reminded"),
        END,
        flows("start ask end", "nudge remind reminded"),
    )
    case = begin(load(source))
    timer = case.step.timers[0].task_id
    assert case.dues == {timer: NOON + timedelta(days=7)}

    for week in (1, 2):
        assert [call.element for call in case.wait(timedelta(days=7)).calls] == ["remind"]
        assert case.dues == {timer: NOON + timedelta(days=7 * (week + 1))}
    case.wait(timedelta(days=7))

    assert case.dues == {}
    assert len(case.calls) == 3
    case.complete("ask")
    for call in list(case.calls):
        case.move(machine.answer, call, {})
    assert case.step.ended


def test_a_message_reaches_the_event_that_waits_for_it() -> None:
    source = diagram(
        START,
        node(
            "receiveTask",
            "wait",
            drawing.extensions("<spiffworkflow:messageVariable>news</spiffworkflow:messageVariable>"),
            messageRef="m_paid",
        ),
        service("tell", sum="news.sum"),
        END,
        flows("start wait tell end"),
        beside=drawing.message("paid"),
    )
    case = begin(load(source))
    [listener] = machine.listeners(case.spec, case.step.state)
    assert (listener.element, listener.name) == ("wait", "paid")
    with pytest.raises(errors.TaskNotReady):
        case.hear("unpaid")
    with pytest.raises(errors.TaskNotReady):
        case.hear("paid", task_id=uuid4())

    case.hear("paid", {"sum": 12}, task_id=listener.task_id)

    assert case.step.calls[0].params == {"sum": 12}
    with pytest.raises(errors.TaskNotReady):
        case.hear("paid", {"sum": 12})


def event_choice() -> bytes:
    return diagram(
        START,
        node("eventBasedGateway", "race"),
        node("intermediateCatchEvent", "paid", drawing.hears("paid", "news")),
        node("intermediateCatchEvent", "soon", drawing.timed('"P3D"')),
        node("intermediateCatchEvent", "late", drawing.timed('"P1D"')),
        user("thank"),
        user("urge"),
        user("give_up"),
        END,
        flows("start race paid thank end", "race soon urge end", "race late give_up end"),
        beside=drawing.message("paid"),
    )


def test_an_event_gateway_goes_where_the_first_event_leads() -> None:
    case = begin(load(event_choice()))
    assert list(case.dues.values()) == [NOON + timedelta(days=1)]

    case.hear("paid", {"sum": 1})

    assert case.open == {"thank"}
    assert case.dues == {}


def test_an_event_gateway_takes_only_the_timer_that_is_due() -> None:
    case = begin(load(event_choice()))

    case.wait(timedelta(days=1))

    assert case.open == {"give_up"}


def test_a_terminate_end_withdraws_everything() -> None:
    source = diagram(
        START,
        node("parallelGateway", "split"),
        user("a"),
        service("b"),
        node("endEvent", "stop", "<bpmn:terminateEventDefinition/>"),
        END,
        flows("start split a stop", "split b end"),
    )
    case = begin(load(source))

    case.complete("a")

    assert case.step.ended
    assert case.open == set()


def test_a_signal_reaches_the_other_branch() -> None:
    source = diagram(
        START,
        node("parallelGateway", "split"),
        node("intermediateCatchEvent", "hear", '<bpmn:signalEventDefinition signalRef="s1"/>'),
        user("ask"),
        node("intermediateThrowEvent", "shout", '<bpmn:signalEventDefinition signalRef="s1"/>'),
        user("heard"),
        END,
        flows("start split hear heard end", "split ask shout end"),
        beside='<bpmn:signal id="s1" name="fire"/>',
    )
    case = begin(load(source))

    case.complete("ask")

    assert case.open == {"heard"}


def test_a_diagram_that_never_rests_is_stopped() -> None:
    source = diagram(
        START,
        node("exclusiveGateway", "again"),
        drawing.script("work", "x = 1"),
        node("exclusiveGateway", "enough", default="f_enough_again"),
        END,
        flows("start again work enough again"),
        flow("enough", "end", "x > 1"),
    )

    with pytest.raises(errors.DiagramRejected, match="sin descanso"):
        begin(load(source))


def test_a_loop_goes_on_beyond_a_thousand_levels_and_then_ends() -> None:
    source = diagram(
        START,
        user("turn", "last"),
        node("exclusiveGateway", "enough", default="f_enough_turn"),
        END,
        flows("start turn enough turn"),
        flow("enough", "end", "last.stop"),
    )
    case = begin(load(source))
    for _ in range(560):
        case.complete("turn", {"stop": False})
        case.history.clear()
        assert case.open == {"turn"}
        assert not case.step.ended

    case.complete("turn", {"stop": True})

    assert case.step.ended
