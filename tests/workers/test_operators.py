"""Operators: the palette of the modeler, thin and free of procedures."""

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

import workers.operators
from app.domain.errors import OperatorFailed
from app.domain.work import Json
from app.operators import CATALOGUE, Context, Pending
from app.ports import (
    Applied,
    CallRef,
    DecisionOrder,
    DecisionRef,
    DocumentRef,
    DwellingFound,
    EntryRef,
    Examined,
    Extract,
    LivesThere,
    Looked,
    MandateOrder,
    Office,
    PersonFound,
    Registered,
    Registration,
    TermOrder,
)

CALL = CallRef("ribalba", UUID(int=1), UUID(int=2))
ROOT = Path(workers.operators.__file__).parent


@dataclass
class Desk:
    """Every port of the office at once; remembers what it was asked."""

    asked: list[tuple[Any, ...]] = field(default_factory=list)

    def render(
        self, call: CallRef, *, document: str, answers: Sequence[str], values: Mapping[str, Json]
    ) -> DocumentRef:
        self.asked.append((call, document, list(answers), dict(values)))
        return DocumentRef("d", "ab", "CSV")

    def request(self, call: CallRef, *, document: str, signers: Sequence[str], order: str) -> None:
        self.asked.append((call, document, list(signers), order))

    def enter(self, call: CallRef, *, document: str, summary: str, office: str) -> EntryRef:
        self.asked.append((call, document, summary, office))
        return EntryRef("2026-E-RE-000001", "at", "legal", "r", "CSV")

    def notify(self, call: CallRef, *, to: str, message: str, values: Mapping[str, Json]) -> str:
        self.asked.append((call, to, message, dict(values)))
        return "m"

    def invite(self, call: CallRef, *, role: str, answers: str, group: str) -> str:
        self.asked.append((call, role, answers, group))
        return "p"

    def represent(self, call: CallRef, *, role: str, represented: str, answers: str, group: str) -> str:
        self.asked.append((call, role, represented, answers, group))
        return "q"

    def record(self, call: CallRef, *, order: MandateOrder) -> str:
        self.asked.append((call, order))
        return order.reference

    def start(self, call: CallRef, *, order: TermOrder) -> tuple[str, str]:
        self.asked.append((call, order))
        return "t", "2027-02-23"

    def pause(self, call: CallRef, *, kind: str, reason: str) -> str:
        self.asked.append((call, kind, reason))
        return "2026-12-01"

    def resume(self, call: CallRef, *, kind: str) -> str:
        self.asked.append((call, kind))
        return "2027-03-05"

    def meet(self, call: CallRef, *, kind: str) -> str:
        self.asked.append((call, kind))
        return "2027-01-08"

    def reserve(self, call: CallRef) -> tuple[str, str]:
        self.asked.append((call,))
        return "REF", "ES00"

    def find_person(self, call: CallRef, *, answers: str, group: str) -> PersonFound:
        self.asked.append((call, answers, group))
        return PersonFound(True, "p", True, "d", "2020-01-01", True)

    def find_dwelling(self, call: CallRef, *, answers: str, group: str) -> DwellingFound:
        self.asked.append((call, answers, group))
        return DwellingFound("none")

    def lives_there(self, call: CallRef, *, answers: str, group: str, dwelling: str) -> LivesThere:
        self.asked.append((call, answers, group, dwelling))
        return LivesThere(lives=False)

    def register(self, call: CallRef, *, change: Registration) -> Registered:
        self.asked.append((call, change))
        return Registered("m", "s", "2026-11-23")

    def extract(self, call: CallRef, *, dwelling: str, resident: str, scope: str) -> Extract:
        self.asked.append((call, dwelling, resident, scope))
        return Extract("r", 2)

    def look_up(self, call: CallRef, *, table: str, key: str, day: str) -> Looked:
        self.asked.append((call, table, key, day))
        return Looked(True, {"a": 1}, "2026-01-01")

    def examine(self, call: CallRef, *, grant_call: str, answers: str, home_group: str) -> Examined:
        self.asked.append((call, grant_call, answers, home_group))
        raise OperatorFailed("home_unknown")

    def apply(self, call: CallRef, *, grant_call: str, answers: str, home_group: str, entry_number: str) -> Applied:
        self.asked.append((call, grant_call, answers, home_group, entry_number))
        return Applied("a", 2)

    def award(self, call: CallRef, *, application: str, resolution: str) -> str:
        self.asked.append((call, application, resolution))
        return "w"

    def order_payment(self, call: CallRef, *, award: str, answers: str, payee: str) -> str:
        self.asked.append((call, award, answers, payee))
        return "PAG"


@dataclass
class Decided:
    """Records what is to be decided."""

    asked: list[tuple[Any, ...]]

    def request(self, call: CallRef, *, order: DecisionOrder) -> None:
        self.asked.append((call, order))

    def automate(self, call: CallRef, *, order: DecisionOrder) -> DecisionRef:
        self.asked.append((call, order))
        return DecisionRef("r", "2026-A-000001", "d", "ab", "CSV", "mayor", "2026-11-23T10:00:00+00:00")


@dataclass
class Board:
    """Where the office notifies; remembers what it was asked where the desk does."""

    asked: list[tuple[Any, ...]]

    def notify(self, call: CallRef, *, to: str, document: str, level: str, compulsory: bool) -> str:
        self.asked.append((call, to, document, level, compulsory))
        return "n"


@pytest.fixture
def desk() -> Desk:
    workers.operators.load()
    return Desk()


def run(desk: Desk, name: str, **params: Json) -> dict[str, Any] | Pending:
    office = Office(
        documents=desk,
        signatures=desk,
        register=desk,
        notices=desk,
        notifications=Board(desk.asked),
        parties=desk,
        mandates=desk,
        decisions=Decided(desk.asked),
        padron=desk,
        tables=desk,
        grants=desk,
        terms=desk,
    )
    return CATALOGUE[name].call(Context(CALL, office), params)


def test_the_catalogue_fills_once_whatever_is_loaded_again() -> None:
    workers.operators.load()
    before = sorted(CATALOGUE)

    workers.operators.load()

    assert sorted(CATALOGUE) == before
    assert {"documents.render", "signature.request", "registry.enter", "mail.notify"} <= set(before)


def test_every_operator_says_in_one_sentence_what_it_does(desk: Desk) -> None:
    assert not desk.asked
    for known in CATALOGUE.values():
        assert re.fullmatch(r"[A-Z][^.]+\.", known.summary), known.name


def test_operators_hand_over_what_they_were_given_and_no_more(desk: Desk) -> None:
    assert run(desk, "documents.render", document="x", answers=["a"]) == {"document": "d", "sha256": "ab", "csv": "CSV"}
    assert run(desk, "registry.enter", document="d", summary="s") == {
        "number": "2026-E-RE-000001",
        "at": "at",
        "legal_date": "legal",
        "receipt": "r",
        "receipt_csv": "CSV",
    }
    assert run(desk, "mail.notify", to="t", message="m", values={"a": 1}) == {"reference": "m"}
    assert run(desk, "parties.invite", role="r", answers="a", group="g") == {"party": "p"}
    assert run(desk, "mandates.reserve") == {"reference": "REF", "creditor": "ES00"}
    assert desk.asked == [
        (CALL, "x", ["a"], {}),
        (CALL, "d", "s", ""),
        (CALL, "t", "m", {"a": 1}),
        (CALL, "r", "a", "g"),
        (CALL,),
    ]


def test_a_notification_may_be_opened_with_a_code_unless_the_diagram_demands_more(desk: Desk) -> None:
    assert run(desk, "notifications.notify", to="t", document="d") == {"notification": "n"}
    run(desk, "notifications.notify", to="t", document="d", level="certificate", compulsory=True)

    assert desk.asked == [(CALL, "t", "d", "code", False), (CALL, "t", "d", "certificate", True)]


def test_operators_of_grants_and_tables_hand_over_what_they_were_given(desk: Desk) -> None:
    looked = run(desk, "tables.look_up", table="t", key="k")
    applied = run(desk, "grants.apply", call="c", answers="a", home_group="h", entry_number="n")
    awarded = run(desk, "grants.award", application="a", resolution="r")
    ordered = run(desk, "grants.order_payment", award="w", answers="a", payee="p")
    with pytest.raises(OperatorFailed):
        run(desk, "grants.examine", call="c", answers="a", home_group="h")

    assert looked == {"found": True, "row": {"a": 1}, "effective_from": "2026-01-01"}
    assert (applied, awarded, ordered) == ({"application": "a", "earlier": 2}, {"award": "w"}, {"reference": "PAG"})
    assert desk.asked == [
        (CALL, "t", "k", ""),
        (CALL, "c", "a", "h", "n"),
        (CALL, "a", "r"),
        (CALL, "w", "a", "p"),
        (CALL, "c", "a", "h"),
    ]


def test_the_operators_of_legal_time_say_days(desk: Desk) -> None:
    begun = {"term": "t", "due_on": "2027-02-23"}
    assert run(desk, "terms.begin", registered="2026-11-23") == begun
    assert run(desk, "terms.begin", registered="2026-11-23", kind="hearing", length="P10D", urgent=True) == begun
    assert run(desk, "terms.pause", reason="papers") == {"paused_on": "2026-12-01"}
    assert run(desk, "terms.resume") == {"due_on": "2027-03-05"}
    assert run(desk, "terms.meet") == {"met_on": "2027-01-08"}

    assert desk.asked == [
        (CALL, TermOrder("2026-11-23", "resolve", "", urgent=False)),
        (CALL, TermOrder("2026-11-23", "hearing", "P10D", urgent=True)),
        (CALL, "resolve", "papers"),
        (CALL, "resolve"),
        (CALL, "resolve"),
    ]


def test_a_signature_is_answered_later(desk: Desk) -> None:
    assert isinstance(run(desk, "signature.request", document="d", signers=["a", "b"]), Pending)
    assert isinstance(run(desk, "signature.request", document="d", signers=["a"], order="sequence"), Pending)
    assert set(CATALOGUE["signature.request"].result) == {"document", "sha256", "csv", "signed_at"}
    assert desk.asked == [(CALL, "d", ["a", "b"], "parallel"), (CALL, "d", ["a"], "sequence")]


def test_a_decision_of_a_body_comes_later_and_that_of_an_automated_act_at_once(desk: Desk) -> None:
    asked = {"document": "x", "answers": ["a"], "kind": "granted"}
    later = run(desk, "decisions.request", **asked, body="mayor")
    at_once = run(desk, "decisions.automate", **asked, act="note", values={"a": 1})

    assert isinstance(later, Pending)
    assert isinstance(at_once, dict)
    assert set(CATALOGUE["decisions.request"].result) == set(at_once)
    assert desk.asked == [
        (CALL, DecisionOrder("x", ["a"], {}, "granted", "mayor")),
        (CALL, DecisionOrder("x", ["a"], {"a": 1}, "granted", "note")),
    ]


def _mandate(desk: Desk, signed_at: str, **more: str | None) -> dict[str, Any] | Pending:
    return run(
        desk,
        "mandates.record",
        reference="R",
        document="d",
        answers="a",
        iban_field="i",
        debtor="x",
        payment_type="one_off",
        signed_at=signed_at,
        **more,
    )


def test_a_mandate_keeps_the_time_of_its_signature(desk: Desk) -> None:
    assert _mandate(desk, "2026-11-23T09:00:00+00:00") == {"reference": "R"}

    order = desk.asked[0][1]
    assert order == MandateOrder("R", "d", "a", "i", "x", "one_off", datetime(2026, 11, 23, 9, tzinfo=UTC))


@pytest.mark.parametrize("signed_at", ["", "yesterday", "2026-11-23T09:00:00"])
def test_a_time_that_is_none_is_told_to_the_diagram(desk: Desk, signed_at: str) -> None:
    with pytest.raises(OperatorFailed) as caught:
        _mandate(desk, signed_at)

    assert caught.value.error == "signed_at"


def test_a_mandate_keeps_the_day_it_begins_and_where_the_bank_is(desk: Desk) -> None:
    _mandate(desk, "2026-11-23T09:00:00+00:00", effective_from="2027-01-01", bic_field="account_bic")

    order = desk.asked[0][1]
    assert (order.effective_from, order.bic_field) == (date(2027, 1, 1), "account_bic")


def test_a_mandate_may_begin_at_once(desk: Desk) -> None:
    _mandate(desk, "2026-11-23T09:00:00+00:00", effective_from=None, bic_field=None)

    order = desk.asked[0][1]
    assert (order.effective_from, order.bic_field) == (None, "")


@pytest.mark.parametrize("day", ["soon", "2027-02-30", "1/1/2027"])
def test_a_day_that_is_none_is_told_to_the_diagram(desk: Desk, day: str) -> None:
    with pytest.raises(OperatorFailed) as caught:
        _mandate(desk, "2026-11-23T09:00:00+00:00", effective_from=day)

    assert caught.value.error == "effective_from"


@pytest.mark.parametrize("area", sorted(ROOT.glob("[a-z]*.py")), ids=lambda path: path.stem)
def test_operators_know_neither_each_other_nor_how_the_office_works(area: Path) -> None:
    tree = ast.parse(area.read_text(encoding="utf-8"))
    imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert not any(name.startswith(("workers", "app.services", "app.store")) for name in imported)


def test_the_residents_register_is_asked_in_its_own_words(desk: Desk) -> None:
    assert run(desk, "padron.find_person", answers="a", group="child") == {
        "found": True,
        "resident": "p",
        "registered": True,
        "dwelling": "d",
        "since": "2020-01-01",
        "agrees": True,
    }
    run(desk, "padron.find_dwelling", answers="a", group="home")
    run(desk, "padron.lives_there", answers="a", group="host", dwelling="d")
    run(desk, "padron.register", answers="a", people=["child"], cause="birth", dwelling="d", effective_on="2026-01-31")
    run(desk, "padron.extract", scope="individual", resident="p")

    change = Registration("a", ["child"], "birth", "d", "", date(2026, 1, 31))
    assert desk.asked[1:] == [
        (CALL, "a", "home"),
        (CALL, "a", "host", "d"),
        (CALL, change),
        (CALL, "", "p", "individual"),
    ]


def test_a_registration_on_no_day_fails_before_anything_is_asked(desk: Desk) -> None:
    with pytest.raises(OperatorFailed) as caught:
        run(desk, "padron.register", answers="a", people=["child"], cause="birth", effective_on="31/01/2026")

    assert caught.value.error == "effective_on"
    assert desk.asked == []


def test_a_represented_person_is_told_to_the_office(desk: Desk) -> None:
    found = run(desk, "parties.represent", role="applicant", represented="child", answers="r", group="minor")

    assert (found, desk.asked) == ({"party": "q"}, [(CALL, "applicant", "child", "r", "minor")])
