"""Every route declares who may call it, and one that does not is closed."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import pytest
from flask import Flask, request

from app.domain import procedure
from app.settings import Settings
from app.store.db import db
from app.web import frame, gate
from tools import routes


@cache
def _office() -> Flask:
    return routes.office()


def _endpoints() -> list[str]:
    return sorted({rule.endpoint for rule in _office().url_map.iter_rules() if rule.endpoint != "static"})


@pytest.mark.parametrize("endpoint", _endpoints())
def test_a_route_declares_who_may_call_it(endpoint: str) -> None:
    with _office().app_context():
        audience = gate.audience_of(endpoint)

    assert audience is not None
    assert set(audience.roles) <= set(procedure.STAFF)


def test_everything_of_the_desk_is_for_staff_but_its_door() -> None:
    with _office().app_context():
        open_ones = {
            rule.endpoint
            for rule in _office().url_map.iter_rules()
            if rule.rule.startswith("/oficina") and getattr(gate.audience_of(rule.endpoint), "kind", "") != "staff"
        }

    assert {endpoint.partition(".")[0] for endpoint in open_ones} == {"clerk_door"}


def test_everything_of_a_case_is_for_its_citizen() -> None:
    with _office().app_context():
        kinds = {
            getattr(gate.audience_of(rule.endpoint), "kind", "")
            for rule in _office().url_map.iter_rules()
            if rule.rule == "/tramite" or rule.rule.startswith("/tramite/")
        }

    assert kinds == {"citizen"}


def test_only_the_demonstrations_inboxes_are_for_the_demonstration() -> None:
    with _office().app_context():
        embedded = {name for name in _endpoints() if getattr(gate.audience_of(name), "kind", "") == "embedded"}

    assert {name.partition(".")[0] for name in embedded} == {"inboxes"}


@contextmanager
def _running(settings: Settings) -> Iterator[Flask]:
    made = routes.office(settings)
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


def test_a_route_that_declares_nothing_is_closed(settings: Settings) -> None:
    with _running(settings) as made:
        made.add_url_rule("/olvidada", "forgotten", lambda: "shown to everybody")

        answer = made.test_client().get("/olvidada")

    assert answer.status_code == 404


@pytest.mark.parametrize("address", ["/demostracion/buzon", "/demostracion/sms"])
def test_the_inboxes_do_not_exist_outside_the_demonstration(settings: Settings, address: str) -> None:
    with _running(settings.model_copy(update={"embedded": False})) as made:
        answer = made.test_client().get(address)

    assert answer.status_code == 404


@frame.limiter.limit("1 per hour")
@gate.open_to("public")
def _counted() -> str:
    return "once"


def _limits(settings: Settings, proxies: int) -> list[int]:
    """Return how an office behind `proxies` answers one visitor after too many, and then another."""
    with _running(settings.model_copy(update={"trusted_proxies": proxies})) as made:
        made.add_url_rule("/contada", "counted", _counted)
        browser = made.test_client()
        return [
            browser.get("/contada", headers={"X-Forwarded-For": address}).status_code
            for address in ("192.0.2.1", "192.0.2.1", "192.0.2.2")
        ]


def test_visitors_behind_a_trusted_proxy_have_limits_of_their_own(settings: Settings) -> None:
    assert _limits(settings, 1) == [200, 429, 200]


def test_an_address_that_no_trusted_proxy_vouches_for_is_ignored(settings: Settings) -> None:
    assert _limits(settings, 0) == [200, 429, 429]


def test_an_address_that_a_visitor_adds_before_the_proxy_is_ignored(settings: Settings) -> None:
    with _running(settings.model_copy(update={"trusted_proxies": 1})) as made:
        made.add_url_rule("/quien", "who", gate.open_to("public")(lambda: request.remote_addr or ""))

        answer = made.test_client().get("/quien", headers={"X-Forwarded-For": "198.51.100.9, 192.0.2.1"})

    assert answer.text == "192.0.2.1"


def test_an_unknown_kind_of_audience_is_refused() -> None:
    with pytest.raises(ValueError, match="everybody"):
        gate.open_to("everybody")


def test_addresses_that_change_something_take_posts_only() -> None:
    both = {rule.rule for rule in _office().url_map.iter_rules() if {"GET", "POST"} <= (rule.methods or set())}

    assert both == set()
