"""Every template renders with its samples, in every language, as clean HTML without inline style or script."""

import re
from pathlib import Path

import html5lib
import pytest
from flask import Flask

from tests.look import office, samples

TEMPLATES = office.WEB / "templates"
FRAMES = ("layouts/", "macros/", "base", "forms/", "clerk/_")
NAMES = sorted(office.pages())


@pytest.fixture(scope="module")
def app() -> Flask:
    return office.create()


@pytest.fixture(params=["es", "ca"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def page(app: Flask, name: str, language: str) -> str:
    response = app.test_client().get(f"/{name}?lang={language}")
    assert response.status_code == 200
    return response.get_data(as_text=True)


def test_every_page_has_a_sample() -> None:
    drawn = {one.template for one in office.pages().values()}
    files = {path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html")}

    assert {name for name in files if not name.startswith(FRAMES)} - drawn == set()


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_well_formed(app: Flask, name: str, language: str) -> None:
    html = page(app, name, language)

    html5lib.HTMLParser(strict=True).parse(html)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_has_one_heading_unique_ids_and_its_language(app: Flask, name: str, language: str) -> None:
    html = page(app, name, language)
    ids = re.findall(r'\sid="([^"]+)"', html)

    assert len(re.findall(r"<h1[ >]", html)) == 1
    assert sorted(ids) == sorted(set(ids))
    assert f'<html lang="{language}">' in html


@pytest.mark.parametrize("name", NAMES)
def test_a_page_keeps_the_content_security_policy(app: Flask, name: str) -> None:
    html = page(app, name, "es")

    assert re.findall(r'\sstyle="', html) == []
    assert re.findall(r'\son[a-z]+="', html) == []
    assert [tag for tag in re.findall(r"<script[^>]*>", html) if "src=" not in tag] == []
    assert "<style" not in html


@pytest.mark.parametrize("name", NAMES)
def test_every_form_that_posts_carries_the_token(app: Flask, name: str) -> None:
    html = page(app, name, "es")

    for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", html, flags=re.DOTALL):
        assert 'name="csrf_token"' in form


@pytest.mark.parametrize("name", NAMES)
def test_every_page_leads_to_accessibility_privacy_and_the_legal_notice(app: Flask, name: str) -> None:
    html = page(app, name, "es")

    for address in ("/accessibility", "/privacy", "/legal"):
        assert f'href="{address}"' in html


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_only_known_icons_are_asked_for(path: Path) -> None:
    known = set(
        re.findall(r'^  "([a-z-]+)": "M', (TEMPLATES / "macros" / "icons.html").read_text("utf-8"), re.MULTILINE)
    )
    asked = set(re.findall(r'\bicon\("([a-z-]+)"', path.read_text("utf-8")))

    assert asked - known == set()


def test_what_people_typed_is_escaped(app: Flask) -> None:
    with app.test_request_context("/"):
        html = office.render(
            samples.Page("public/home.html", {**samples.PAGES["home"].context, "query": '"><img src=x>'})
        )

    assert "<img src=x>" not in html
