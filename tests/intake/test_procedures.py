"""Procedures' texts: what is read, what is refused, and that every fault says where it is."""

import json
import time
from typing import Any

import pytest
import yaml

from app.domain import procedure as rules
from app.domain.errors import Invalid
from app.intake import procedures, sources
from tests.intake.built_in import read

SOURCES = read("domiciliacion")


def changed(**changes: Any) -> dict[str, bytes]:
    """Return the built-in sources with some keys of procedure.yaml replaced; None takes a key away."""
    made = yaml.safe_load(SOURCES["procedure.yaml"])
    made.update(changes)
    kept = {key: value for key, value in made.items() if value is not None}
    return {**SOURCES, "procedure.yaml": json.dumps(kept, ensure_ascii=False).encode()}


def places(given: dict[str, bytes]) -> set[str]:
    return {problem.element for problem in procedures.problems(given)}


def test_the_built_in_procedure_is_whole() -> None:
    procedure = procedures.parse(SOURCES)

    assert procedures.problems(SOURCES) == []
    assert procedure.code == "DOM"
    assert procedure.lanes["Oficina de atención"].role == "clerk"
    assert procedure.lanes["Ventanilla"].machine
    assert procedure.lane_names(party="holder") == ["Titular de la cuenta"]
    assert [paper.slot for paper in procedure.papers if paper.when is None] == ["identity"]


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"code": "dom"}, "code"),
        ({"title": {"es": "Domiciliar"}}, "title.ca"),
        ({"title": None}, "title"),
        ({"silence": "maybe"}, "silence"),
        ({"max_term": {"months": 3, "working_days": 2}}, "max_term"),
        ({"max_term": {"months": "3"}}, "max_term.months"),
        ({"lanes": {"Ciudadanía": {"party": "applicant", "role": "clerk"}}}, "lanes.Ciudadanía"),
        ({"lanes": {"Oficina": {"role": "boss"}}}, "lanes.Oficina.role"),
        ({"lanes": {"Ventanilla": {"machine": False}}}, "lanes.Ventanilla"),
        ({"start_level": "sure"}, "start_level"),
        ({"channels": ["fax"]}, "channels.0"),
        ({"legal_basis": [{"title": "Ley", "url": "javascript:alert(1)"}]}, "legal_basis.0.url"),
        ({"surprise": 1}, "surprise"),
        ({"steps": []}, "steps"),
    ],
)
def test_a_fault_of_the_texts_is_named_by_its_place(changes: dict[str, Any], place: str) -> None:
    given = changed(**changes)

    assert place in places(given)
    with pytest.raises(Invalid) as caught:
        procedures.parse(given)
    assert place in caught.value.problems


def message(**texts: str) -> dict[str, Any]:
    return {"accepted": {"subject": {"es": "a", "ca": "a"}, "body": texts}}


@pytest.mark.parametrize("body", ["{name.__class__}", "{name!r}", "{name:>10}", "{0}", "{", "{}", "{a b}"])
def test_a_message_may_only_hold_names_in_braces(body: str) -> None:
    assert "messages.accepted.body" in places(changed(messages=message(es=body, ca=body)))


def test_a_message_has_the_same_blanks_in_every_language() -> None:
    assert "messages.accepted.body" in places(changed(messages=message(es="{name}", ca="{nom}")))


def test_names_that_lead_nowhere_are_found() -> None:
    text = {"es": "x", "ca": "x"}
    lanes = {**yaml.safe_load(SOURCES["procedure.yaml"])["lanes"], "Nadie": {"party": "nobody"}}
    given = changed(
        lanes=lanes,
        papers=[
            {"slot": "a", "title": text, "by": "stranger"},
            {"slot": "b", "title": text, "by": "applicant", "when": {"field": "no_such_field", "eq": "x"}},
            {"slot": "b", "title": text, "by": "applicant", "when": {"field": "holder_same", "eq": False}},
        ],
        documents={"mandate": {"title": text, "template": "documents/none.typ", "eni_type": "TD14"}},
        steps=[{"element": "nowhere", "title": text, "who": "office"}],
        outcomes={"never": {"title": text, "tone": "done"}},
    )

    assert places(given) == {
        "lanes.Nadie",
        "papers.0.by",
        "papers.1.when",
        "papers.1.slot",
        "papers.2.when",
        "papers.2.slot",
        "documents.mandate.template",
        "steps.0.elements",
        "outcomes.never",
    }


def test_a_fault_of_a_form_is_named_with_its_file() -> None:
    given = {**SOURCES, "forms/review.json": b'{"id": "review"}', "forms/x.json": SOURCES["forms/correction.json"]}

    found = {(problem.file, problem.element) for problem in procedures.problems(given)}

    assert ("forms/review.json", "pages") in found
    assert ("forms/x.json", "id") in found


def test_the_texts_alone_are_enough_to_read_them_and_nothing_is_not() -> None:
    assert procedures.parse({"procedure.yaml": SOURCES["procedure.yaml"]}).id == "domiciliacion"
    assert places({}) == {""}
    with pytest.raises(Invalid):
        procedures.parse({})


def test_a_file_in_another_encoding_is_told_so_beside_all_that_is_wrong_with_it() -> None:
    texts = "id: Año\ntítulo: x".encode
    form = '{"id": "x", "año": 1}'.encode

    for encoding in ("latin-1", "utf-16"):
        told = procedures.text_problems("procedure.yaml", texts(encoding))
        asked = procedures.form_problems("x.json", form(encoding))

        assert [one.message for one in told if not one.element] == ["No está escrito en UTF-8."]
        assert "No está escrito en UTF-8." in [one.message for one in asked]
        assert {one.element for one in told} >= {"", "id"}
        assert {one.element for one in asked} >= {"", "version"}


def test_a_text_with_thousands_of_keys_is_read_as_fast_as_it_is_long() -> None:
    def seconds(number: int) -> float:
        keys = "\n".join(f"k{at}: 1" for at in range(number)).encode()
        begun = time.process_time()
        sources.from_yaml(keys)
        return time.process_time() - begun

    assert seconds(16_000) / min(seconds(2_000) for _ in range(3)) < 24


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a: &x [1]\nb: *x", "anclas"),
        (b"a: !!python/object/apply:os.system ['true']", "etiquetas"),
        (b"a: !!str 1", "etiquetas"),
        (b"a: 1\na: 2", "dos veces"),
        (b"[" * 30 + b"]" * 30, "profundidad"),
        (b"[" * 100_000, "profundidad"),
        (b"a" * 200_001, "200 kB"),
        (b"\xff\xfe", "UTF-8"),
        (b"a: [1", "línea 1"),
        (b"a: 2026-13-40", "no se entiende"),
        (b"? [1]\n: 2", "como YAML"),
        (b"a: b: c", "como YAML"),
    ],
)
def test_yaml_that_is_no_plain_text_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(sources.Unreadable, match=said):
        sources.from_yaml(content)


@pytest.mark.parametrize(
    "content", [b"{", b'{"a": 1, "a": 2}', b"[" * 100_000, b'{"a": NaN}', b"\xff", b'"' + b"a" * 200_001 + b'"']
)
def test_json_that_says_two_things_or_none_is_refused(content: bytes) -> None:
    with pytest.raises(sources.Unreadable):
        sources.from_json(content)


def test_a_text_is_read_in_the_nearest_language_there_is() -> None:
    texts = {"es": "Sí", "ca": "Sí, és clar", "eu": ""}

    assert rules.text(texts, "ca-valencia") == "Sí, és clar"
    assert rules.text(texts, "eu") == "Sí"
    assert rules.Procedure.text({"gl": "Si"}, "es") == "Si"
    assert rules.text({}, "es") == ""
