"""The two doors agree: what the pages accept, the schema accepts, and nothing else."""

from typing import Any

import hypothesis
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from app.intake import definition, forms
from tests.intake import browser, strategies


def accepted_by_schema(form: definition.FormDefinition, answers: dict[str, Any]) -> bool:
    return not forms.validate(form, answers, today=browser.TODAY)


@settings(max_examples=300, deadline=None, suppress_health_check=list(hypothesis.HealthCheck))
@given(st.data())
def test_pages_accept_answers_if_and_only_if_the_schema_does(data: st.DataObject) -> None:
    form = forms.parse(data.draw(strategies.definitions()))
    answers = data.draw(strategies.answers(form))

    agree(form, answers)


@pytest.mark.parametrize("kind", sorted(definition.KINDS - {"calc"}))
@settings(max_examples=100, deadline=None, suppress_health_check=list(hypothesis.HealthCheck))
@given(data=st.data())
def test_pages_and_schema_agree_at_the_edges_of_every_kind_of_question(kind: str, data: st.DataObject) -> None:
    form = forms.parse(data.draw(strategies.single(kind)))
    answers: dict[str, Any] = {"f0": data.draw(st.sampled_from(["yes", "yes", "no"]))}
    if data.draw(st.integers(0, 5)):
        answers["f1"] = data.draw(strategies.near(form.pages[0].fields[1]))

    agree(form, answers)


def agree(form: definition.FormDefinition, answers: dict[str, Any]) -> None:
    accepted, read = browser.fill_in(form, answers)

    event(f"accepted by the pages: {accepted}")
    assert accepted == accepted_by_schema(form, read), "what was read from the pages"
    assert (accepted and browser.same(form, read, answers)) == accepted_by_schema(form, answers), "what was meant"


@settings(max_examples=150, deadline=None, suppress_health_check=list(hypothesis.HealthCheck))
@given(st.data())
def test_accepted_answers_come_back_unchanged_when_their_pages_are_shown_and_posted_again(data: st.DataObject) -> None:
    form = forms.parse(data.draw(strategies.definitions()))
    _, first = browser.fill_in(form, data.draw(strategies.answers(form)))

    accepted, again = browser.fill_in(form, first)

    assert browser.same(form, again, first)
    assert accepted == accepted_by_schema(form, first)
    for page in form.pages:
        sheet = forms.page_class(form, page.id, "es", first, today=browser.TODAY)
        shown = forms.answers_of(sheet(data=forms.decode(form, page.id, first)))
        assert browser.same(form, shown, forms.decode(form, page.id, first))
