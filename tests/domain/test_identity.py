"""Levels of identity."""

import pytest

from app.domain import identity
from app.domain.identity import Level
from app.domain.malformed import Malformed

WORDS = ["declared", "code", "official", "certificate"]


def test_the_levels_grow_in_certainty() -> None:
    assert [level.word for level in sorted(Level)] == WORDS


@pytest.mark.parametrize("word", WORDS)
def test_a_level_is_read_as_it_is_written(word: str) -> None:
    assert identity.level(word).word == word


@pytest.mark.parametrize("word", ["", "Declared", "OFFICIAL", "certainly", "1"])
def test_another_word_is_no_level(word: str) -> None:
    with pytest.raises(Malformed, match="kind"):
        identity.level(word)


@pytest.mark.parametrize("known", list(Level))
@pytest.mark.parametrize("demanded", list(Level))
def test_a_level_meets_itself_and_what_is_below(known: Level, demanded: Level) -> None:
    assert known.meets(demanded) == (WORDS.index(known.word) >= WORDS.index(demanded.word))


def test_only_those_whom_an_official_or_a_certificate_vouches_for_may_sign() -> None:
    assert [level for level in Level if identity.may_sign(level)] == [Level.OFFICIAL, Level.CERTIFICATE]
