"""The description of the API says what it does, and faults are problem documents."""

import re
from functools import cache
from typing import Any

import pytest
from flask import Flask
from openapi_spec_validator import validate

from app.web import gate
from app.web.api import openapi
from tests.api.conftest import Town
from tools import routes


@cache
def _office() -> Flask:
    return routes.office()


@cache
def _document() -> dict[str, Any]:
    with _office().app_context():
        return openapi.document(_office())


def _rules() -> list[Any]:
    return [rule for rule in _office().url_map.iter_rules() if rule.rule.startswith("/api/")]


def test_the_description_is_openapi_3_1() -> None:
    validate(_document())

    assert _document()["openapi"].startswith("3.1")


def test_every_route_of_the_api_is_described_and_nothing_else() -> None:
    described = {(path, method.upper()) for path, methods in _document()["paths"].items() for method in methods}
    served = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method)
        for rule in _rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    assert described == served - {("/api/v1/openapi.json", "GET")}


def test_every_operation_says_who_may_call_it_as_its_route_does() -> None:
    for rule in _rules():
        view = _office().view_functions[rule.endpoint]
        if not hasattr(view, "operation"):
            continue
        with _office().app_context():
            audience = gate.audience_of(rule.endpoint)
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        method = next(iter((rule.methods or set()) - {"HEAD", "OPTIONS"})).lower()
        secured = _document()["paths"][path][method]["security"]

        assert audience is not None
        public: list[dict[str, list[str]]] = [{"booking": []}] if view.operation.bearer else []
        assert secured == {"public": public, "citizen": [{"visit": []}], "staff": [{"key": []}]}[audience.kind]


def test_every_operation_has_its_own_name_and_a_summary() -> None:
    found = [one for methods in _document()["paths"].values() for one in methods.values()]

    assert len({one["operationId"] for one in found}) == len(found)
    assert all(one["summary"] and one["tags"] for one in found)


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("GET", "/nothing", None, 404, "http.404"),
        ("GET", "/case", None, 401, "access.unknown"),
        ("DELETE", "/procedures", None, 405, "http.405"),
        ("GET", "/procedures/nothing", None, 404, "office.not_found"),
        ("POST", "/sessions", {"challenge": "no uuid", "code": "1"}, 422, "input.invalid"),
        ("POST", "/sessions", {"more": 1}, 422, "input.invalid"),
        ("POST", "/sessions", [1, 2], 422, "input.invalid"),
    ],
)
def test_a_fault_is_a_problem_document(town: Town, method: str, path: str, body: Any, status: int, code: str) -> None:
    answer = town.client.open(f"/api/v1{path}", method=method, json=body)

    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    found = answer.get_json()
    assert (found["status"], found["code"], found["type"]) == (status, code, f"urn:ventanilla:{code}")
    assert found["title"]


def test_a_body_that_is_no_json_is_refused_in_words(town: Town) -> None:
    typed = town.client.post("/api/v1/sessions", data="challenge=1", content_type="application/x-www-form-urlencoded")
    broken = town.client.post("/api/v1/sessions", data="{", content_type="application/json")

    assert [typed.status_code, broken.status_code] == [422, 422]


def test_whoever_does_not_say_who_they_are_is_told_how(town: Town) -> None:
    answer = town.client.get("/api/v1/case", headers={"Authorization": "Bearer nonsense"})

    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")


def test_the_served_description_is_the_one_of_the_reference(town: Town) -> None:
    assert town.client.get("/api/v1/openapi.json").get_json() == _document()
