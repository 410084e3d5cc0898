"""Every text that people read exists in every enabled language."""

import json
import string
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

import workers.operators
from app.intake import procedures as texts
from app.intake import reader, words
from app.services import installation, sentences, wording_previews
from app.services.appointments import calendar_files, invitations, occasions
from app.services.messaging import digests, failure_words, wording, wording_texts, wording_words
from app.services.notifying import words as notification_words
from app.services.publishing import checking
from app.settings import Settings
from tests.architecture import callgraph

ROOT = callgraph.ROOT
TRANSLATIONS = ROOT / "app" / "web" / "translations"
ENABLED = str(Settings.model_fields["languages"].default).split(",")
SOURCE = "es"
SHORT = 6
"""A text of so many words may be the same in both languages."""

MODULES: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "app.intake.words": words.CATALOGUE,
    "app.services.appointments.calendar_files": calendar_files.TEXTS,
    "app.services.messaging.digests": digests.TEXTS,
    "app.services.messaging.failure_words.ABOUT": failure_words.ABOUT,
    "app.services.messaging.failure_words.CAUSES": failure_words.CAUSES,
    "app.services.messaging.failure_words.REMEDIES": failure_words.REMEDIES,
    "app.services.messaging.failure_words.WORK": failure_words.WORK,
    "app.services.appointments.invitations": invitations.TEXTS,
    "app.services.appointments.occasions": occasions.TEXTS,
    "app.services.notifying.words": notification_words.TEXTS,
    "app.services.sentences": sentences.TEXTS,
    "app.services.messaging.wording": wording.TEXTS,
    "app.services.wording_previews": wording_previews.TEXTS,
    "app.services.messaging.wording_words.PLACES": wording_words.PLACES,
    "app.services.messaging.wording_words.SAMPLE": wording_words.SAMPLE,
    "app.services.messaging.wording_words.TITLES": wording_words.TITLES,
    "app.services.messaging.wording_texts.BODIES": wording_texts.BODIES,
    "app.services.messaging.wording_texts.SUBJECTS": wording_texts.SUBJECTS,
    "app.services.sentences.DECLARATION": {"declaration": sentences.DECLARATION},
}


def test_the_readers_demand_the_enabled_languages() -> None:
    assert list(reader.LANGUAGES) == ENABLED


@pytest.mark.parametrize("module", sorted(MODULES))
def test_the_offices_own_sentences_are_in_every_language(module: str) -> None:
    for key, said in MODULES[module].items():
        assert sorted(said) == sorted(ENABLED), key
        assert all(text.strip() for text in said.values()), key


@pytest.mark.parametrize("module", sorted(MODULES))
def test_the_offices_own_sentences_have_the_same_places_in_every_language(module: str) -> None:
    odd = [key for key, said in MODULES[module].items() if len({_places(text) for text in said.values()}) > 1]

    assert odd == []


@pytest.mark.parametrize("name", sorted(installation.built_in(ROOT)))
def test_a_procedure_has_no_fault_and_no_missing_text(name: str) -> None:
    workers.operators.load()
    sources = installation.built_in(ROOT)[name]

    assert texts.problems(sources, ENABLED) == []
    assert checking.check(name, sources) == []


@pytest.mark.parametrize("name", sorted(installation.built_in(ROOT)))
def test_no_text_of_a_procedure_is_the_spanish_one_repeated(name: str) -> None:
    sources = installation.built_in(ROOT)[name]
    sets = [yaml.safe_load(sources["procedure.yaml"])]
    sets += [json.loads(content) for path, content in sources.items() if path.startswith("forms/")]

    repeated = [
        said[SOURCE] for one in sets for said in _texts(one) if _is_prose(said[SOURCE]) and len(set(said.values())) == 1
    ]

    assert repeated == []


def test_every_form_of_the_repository_belongs_to_a_procedure() -> None:
    used = {path for sources in installation.built_in(ROOT).values() for path in sources if path.startswith("forms/")}

    assert used == {f"forms/{path.name}" for path in (ROOT / "forms").glob("*.json")}


@cache
def _extracted(folder: Path) -> Catalog:
    """Return what the pages say, read from their sources as `pybabel extract` does."""
    out = folder / "messages.pot"
    command = [
        sys.executable,
        "-m",
        "babel.messages.frontend",
        "-q",
        "extract",
        "-F",
        "babel.cfg",
        "-o",
        str(out),
        "app",
    ]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    with out.open("rb") as file:
        return read_po(file)


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Return the messages of the pages."""
    return _extracted(tmp_path_factory.mktemp("texts"))


def _catalogue(language: str) -> Catalog:
    with (TRANSLATIONS / language.replace("-", "_") / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language.replace("-", "_"))


TRANSLATED = [language for language in ENABLED if language != SOURCE]


@pytest.mark.parametrize("language", TRANSLATED)
def test_everything_that_a_page_says_is_translated(said: Catalog, language: str) -> None:
    known = _catalogue(language)

    missing = [message.id for message in said if message.id and not _translated(known, message.id)]

    assert missing == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_a_guess(language: str) -> None:
    assert [message.id for message in _catalogue(language) if message.id and message.fuzzy] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_places_of_its_text(language: str) -> None:
    odd = [
        message.id
        for message in _catalogue(language)
        if message.id
        for text in _strings(message)
        if message.python_format
        and _named(text) != _named(message.id if isinstance(message.id, str) else message.id[1])
    ]

    assert odd == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_was_translated_is_still_said(said: Catalog, language: str) -> None:
    assert [
        message.id for message in _catalogue(language) if message.id and said.get(_single(message.id)) is None
    ] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_compiled_catalogue_is_the_written_one(language: str) -> None:
    folder = TRANSLATIONS / language.replace("-", "_") / "LC_MESSAGES"
    with (folder / "messages.mo").open("rb") as file:
        compiled = {_single(message.id): list(_strings(message)) for message in read_mo(file) if message.id}

    written = {_single(message.id): list(_strings(message)) for message in _catalogue(language) if message.id}

    assert compiled == written


def _translated(known: Catalog, wanted: Any) -> bool:
    found = known.get(_single(wanted))
    if found is None:
        return False
    return all(_strings(found))


def _strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def _single(message: Any) -> str:
    return message if isinstance(message, str) else str(message[0])


def _places(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def _named(text: str) -> set[str]:
    return {part.partition(")")[0] for part in text.split("%(")[1:]} - {"num"}


def _texts(source: Any) -> Iterator[Mapping[str, str]]:
    if isinstance(source, dict):
        if SOURCE in source and all(isinstance(text, str) for text in source.values()):
            yield source
        for value in source.values():
            yield from _texts(value)
    elif isinstance(source, list):
        for value in source:
            yield from _texts(value)


def _is_prose(text: str) -> bool:
    return len(text.split()) > SHORT
