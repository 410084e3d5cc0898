"""The built-in texts of the office's own messages."""

import pytest

from app.domain import sms, wordings
from app.domain.wordings import CATALOGUE, MAIL, SMS
from app.services.messaging import wording
from app.services.messaging.wording_texts import BODIES, SUBJECTS

LANGUAGES = ("es", "ca")
TEXT_MESSAGES = sorted(name for name, one in CATALOGUE.items() if one.kind == SMS)


def test_every_message_has_a_built_in_text_and_nothing_else_has_one() -> None:
    assert set(BODIES) == set(CATALOGUE)
    assert set(SUBJECTS) == {name for name, one in CATALOGUE.items() if one.kind == MAIL}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_a_built_in_text_keeps_the_rules(name: str, language: str) -> None:
    said = wording.built_in(name, language)

    assert wordings.faults(CATALOGUE[name], said.subject, said.body) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", TEXT_MESSAGES)
def test_a_built_in_text_message_keeps_to_the_cheap_alphabet(name: str, language: str) -> None:
    said = wording.built_in(name, language)
    filled = wordings.filled(said.body, dict.fromkeys(CATALOGUE[name].places, ""))

    assert sms.length(filled).dear == ()
