"""What the documents say exists."""

import re
from functools import cache
from pathlib import Path

import pytest

from tests.architecture import callgraph

ROOT = callgraph.ROOT
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
SECTIONS = ["Context", "Decision", "Consequences", "What would change our mind"]


@cache
def _pages() -> list[Path]:
    return [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


def _anchors(page: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", _pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    broken = []
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        path, _, anchor = target.partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        found = (page.parent / path).resolve() if path else page
        if not found.exists() or (anchor and found.suffix == ".md" and anchor not in _anchors(found)):
            broken.append(target)

    assert broken == []


def test_every_decision_has_its_four_parts_and_fits_a_page() -> None:
    decisions = sorted((ROOT / "docs" / "adr").glob("0*.md"))

    assert [int(path.name[:4]) for path in decisions] == list(range(1, len(decisions) + 1))
    for path in decisions:
        text = path.read_text(encoding="utf-8")
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == SECTIONS, path.name
        assert len(text.splitlines()) <= 80, path.name
        assert path.name in (ROOT / "docs" / "adr" / "README.md").read_text(encoding="utf-8")


def test_every_article_of_law_names_code_and_tests_that_exist() -> None:
    text = (ROOT / "docs" / "legal" / "articles.md").read_text(encoding="utf-8")
    named = re.findall(r"`([\w/]+\.(?:py|typ))(?:::(\w+))?`", text)

    assert named
    for path, test in named:
        assert (ROOT / path).is_file(), path
        assert not test or f"def {test}(" in (ROOT / path).read_text(encoding="utf-8"), test


def test_every_page_can_be_reached_from_the_index() -> None:
    seen: set[Path] = set()
    ahead = [ROOT / "README.md"]
    while ahead:
        page = ahead.pop()
        if page in seen or not page.is_file():
            continue
        seen.add(page)
        for target in LINK.findall(page.read_text(encoding="utf-8")):
            found = (page.parent / target.partition("#")[0]).resolve()
            ahead += [found] if found.suffix == ".md" else [found / "README.md"]

    assert {str(page.relative_to(ROOT)) for page in _pages()} - {str(page.relative_to(ROOT)) for page in seen} == set()


@pytest.mark.parametrize("page", _pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_every_file_named_in_code_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = re.findall(r"`((?:app|workers|tests|docs|tools|forms|bpmn|ui)/[\w./-]*[\w/])`", text)

    assert [name for name in named if not (ROOT / name).exists()] == []
