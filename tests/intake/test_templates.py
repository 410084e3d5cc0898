"""The fields as HTML: valid, labelled, and every link and description leads somewhere."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import html5lib
import jinja2
import pytest

from app.domain.work import Json
from app.intake import forms
from tests.intake.browser import TODAY
from tests.intake.builders import at, choice, field, form, page
from tests.intake.strategies import PLAIN

TEMPLATES = Path(__file__).parents[2] / "app" / "web" / "templates"


def everything() -> list[dict[str, Any]]:
    hint = {"es": "Pista", "ca": "Pista"}
    plain = [kind for kind in PLAIN if kind not in {"choice", "multi"}]
    made = [field(f"f_{kind}", kind, hint=hint, required=kind != "info") for kind in plain]
    made += [choice(f"f_{kind}", "a", "b", kind=kind, hint=hint, required=True) for kind in ("choice", "multi")]
    inner = [
        field("n", "name", required=True),
        field("i", "person_id"),
        field("d", "date", when={"field": "i.type", "eq": "dni"}),
    ]
    made.append(field("g", "group", required=True, max=3, fields=inner))
    made.append(field("b", "block", required=True, fields=inner))
    made.append(field("c", "calc", calc={"count": "g"}))
    made.append(field("w", "text", voluntary=True, when={"field": "f_choice", "eq": "a"}))
    return made


def html(posted: dict[str, str] | None) -> str:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined
    )
    module: Any = environment.get_template("forms/fields.html").module
    sheet = page(form(*everything()), posted)
    return f"{module.error_summary(sheet)}{module.fields(sheet)}"


FILLED = {"f_choice": "b", "g-0-n": "R2", "g-1-n": "x", "g-1-i-number": "1", "f_text": "<script>alert('\"')</script>"}


@pytest.mark.parametrize("posted", [None, {}, FILLED], ids=["fresh", "empty", "wrong"])
def test_the_markup_is_valid_and_whole(posted: dict[str, str] | None) -> None:
    made = html(posted)

    html5lib.HTMLParser(strict=True).parseFragment(made)
    ids = re.findall(r'\bid="([^"]+)"', made)
    assert [name for name, count in Counter(ids).items() if count > 1] == []
    for attribute in ('href="#', 'aria-describedby="', ' for="'):
        named = {name for value in re.findall(re.escape(attribute) + r'([^"]+)"', made) for name in value.split()}
        assert named <= set(ids), attribute
    assert "style=" not in made
    assert "<script" not in made


def test_every_box_has_a_name_and_a_label() -> None:
    made = html(None)
    labelled = set(re.findall(r' for="([^"]+)"', made))

    for box in re.findall(r"<(?:input|select|textarea)\b[^>]*>", made):
        if 'type="hidden"' not in box:
            (name,) = re.findall(r'\bid="([^"]+)"', box)
            assert name in labelled


def test_conditions_reach_the_browser_as_data_and_other_readers_as_words() -> None:
    made = html(None)

    assert 'data-when=\'{"eq": "a", "field": "f_choice"}\' data-prefix=""' in made
    assert 'data-prefix="g-0-"' in made
    assert '<noscript><p class="v-hint v-only-if">(solo si en «f_choice» responde «A»)</p></noscript>' in made
    assert "(voluntario)" in made


def test_what_was_typed_is_shown_again_and_cannot_break_out() -> None:
    made = html(FILLED)

    assert "&lt;script&gt;alert(&#39;&#34;&#39;)&lt;/script&gt;" in made
    assert 'value="R2"' in made


def test_a_page_shown_from_kept_answers_is_filled_in() -> None:
    made = form(field("fee", "money"), field("day", "date"), field("iban", "iban"))
    kept: dict[str, Json] = {"fee": 1250, "day": "2026-01-02", "iban": "ES9121000418450200051332"}

    sheet = forms.page_class(made, "p", "es", {}, today=TODAY)(data=forms.decode(made, "p", kept))

    assert at(sheet, "fee").typed == "12,50"
    assert at(sheet, "day").parts == {"d": "2", "m": "1", "y": "2026"}
    assert at(sheet, "iban").typed == "ES91 2100 0418 4502 0005 1332"
