"""What was built is what is served: small, versioned, self-contained."""

import hashlib
import re

import pytest
from flask import Flask

from app.web import assets
from tests.look import office

DIST = office.WEB / "static" / "dist"


def test_the_manifest_tells_the_truth_about_every_built_file() -> None:
    files = {path.relative_to(DIST).as_posix(): path for path in DIST.rglob("*") if path.is_file()}
    del files["manifest.json"]

    assert assets.versions() == {
        name: hashlib.sha256(path.read_bytes()).hexdigest()[:10] for name, path in sorted(files.items())
    }


def test_the_stylesheet_stays_under_70_kb_and_the_script_under_20() -> None:
    assert (DIST / "pages.css").stat().st_size < 70_000
    assert (DIST / "pages.js").stat().st_size < 20_000


@pytest.mark.parametrize("name", ["pages.css", "pages.js"])
def test_nothing_is_fetched_from_elsewhere(name: str) -> None:
    text = (DIST / name).read_text(encoding="utf-8")

    assert re.findall(r"https?://|url\((?!\./|\"\./)", text) == []


def test_every_font_that_the_stylesheet_names_was_built() -> None:
    named = re.findall(r"url\(\"?\./([^)\"]+)", (DIST / "pages.css").read_text(encoding="utf-8"))

    assert named
    assert set(named) <= set(assets.versions())


def test_licences_of_fonts_and_icons_go_along() -> None:
    legal = (DIST / "LEGAL.txt").read_text(encoding="utf-8")

    for words in ("SIL OPEN FONT LICENSE Version 1.1", "Tabler Icons", "MIT License", "EUPL-1.2"):
        assert words in legal


def test_an_address_changes_with_the_content_except_for_fonts() -> None:
    app = Flask("addresses")

    with app.test_request_context("/"):
        sheet = assets.address("pages.css", app.url_for)
        font = assets.address("fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2", app.url_for)

    assert sheet == f"/static/dist/pages.css?v={assets.versions()['pages.css']}"
    assert font == "/static/dist/fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2"


def test_what_was_never_built_is_refused() -> None:
    with pytest.raises(KeyError):
        assets.address("missing.css", lambda *_args, **_values: "")
