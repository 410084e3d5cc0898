"""Every text of the pages exists in every enabled language."""

import io
from pathlib import Path

import pytest
from babel.messages import Catalog, extract, mofile, pofile

from tests.look import office

ROOT = Path(__file__).parents[2]
METHODS = [("web/**.py", "python"), ("web/templates/**.html", "jinja2")]
OPTIONS = {"web/templates/**.html": {"silent": "false", "newstyle_gettext": "true"}}


def texts() -> set[str]:
    found = extract.extract_from_dir(ROOT / "app", METHODS, OPTIONS)
    return {message if isinstance(message, str) else message[0] for _file, _line, message, _comments, _context in found}


@pytest.fixture(scope="module")
def catalan() -> Catalog:
    with (office.WEB / "translations" / "ca" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return pofile.read_po(file, locale="ca")


def test_every_text_is_translated(catalan: Catalog) -> None:
    translated = {
        message.id if isinstance(message.id, str) else message.id[0]
        for message in catalan
        if message.id and all([message.string] if isinstance(message.string, str) else message.string or [""])
    }

    assert texts() - translated == set()


def test_no_translation_is_left_over(catalan: Catalog) -> None:
    ids = {message.id if isinstance(message.id, str) else message.id[0] for message in catalan if message.id}

    assert ids - texts() == set()


def test_placeholders_agree(catalan: Catalog) -> None:
    assert [error for message in catalan if message.id for error in message.check(catalan)] == []


def test_nobody_is_addressed_as_usted_in_catalan(catalan: Catalog) -> None:
    words = " ".join(str(message.string) for message in catalan if message.id)

    assert "vostè" not in words.lower()


def test_the_compiled_catalogue_is_that_of_the_texts(catalan: Catalog) -> None:
    compiled = io.BytesIO()
    mofile.write_mo(compiled, catalan)
    stored = office.WEB / "translations" / "ca" / "LC_MESSAGES" / "messages.mo"

    assert stored.read_bytes() == compiled.getvalue()
