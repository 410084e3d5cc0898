"""Follow a page of the tutorials to the letter: its files, its commands, and what it says to do on the pages.

What a page may hold: a fence of a file under its name in bold, a `diff` fence that mends it, a `console` fence of
commands with what they answer, and numbered lists of what to do, in the words of `VERBS`. On the pages, *italics*
are words on the screen and `code` is what is typed. Everything else is for people only.
"""

import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin

from demo.browser import Browser
from demo.mismatch import Mismatch, demand
from demo.pages import File, Form, Page
from demo.post import wait

SMS: Final = "/demostracion/sms"
VERBS: Final = ("open", "follow", "write", "choose", "tick", "press", "put", "see", "sign in")
_FENCE: Final = re.compile(
    r"^(?:\*\*`(?P<file>[^`]+)`\*\*\n\n)?```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE
)
_ITEM: Final = re.compile(r"^\d+\. (.*?)(?=^\d+\. |^#|^$|\Z)", re.DOTALL | re.MULTILINE)
_CLAUSE: Final = re.compile(rf"\b({'|'.join(VERBS)})\b", re.IGNORECASE)
_WORDS: Final = re.compile(r"(?<!\*)\*([^*]+)\*(?!\*)")
_TYPED: Final = re.compile(r"`([^`]+)`")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")
_HASH: Final = re.compile(r"\b[0-9a-f]{12}\b")
_CODE: Final = re.compile(r"(?<!\d)\d{6}(?!\d)")
_SECTION: Final = re.compile(r"^## (.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Fence:
    """A block of code. `file` is the name above it, "" for none."""

    file: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing to do on a page: a verb, the words on the screen and what is typed."""

    verb: str
    words: tuple[str, ...]
    typed: tuple[str, ...]


def fences(page: str) -> Iterator[Fence]:
    """Yield the blocks of code of a page, in order."""
    for found in _FENCE.finditer(page):
        yield Fence(found["file"] or "", found["kind"], found["text"])


def sections(page: str) -> dict[str, str]:
    """Return the sections of a page by their titles."""
    _, *rest = _SECTION.split(page)
    return dict(zip(rest[::2], rest[1::2], strict=True))


def deeds(section: str) -> list[Deed]:
    """Return what the numbered lists of a section say to do, in order."""
    return [deed for item in _ITEM.findall(section) for deed in _deeds(" ".join(item.split()))]


def _deeds(item: str) -> Iterator[Deed]:
    _, *rest = _CLAUSE.split(item)
    for verb, clause in zip(rest[::2], rest[1::2], strict=True):
        yield Deed(verb.lower(), tuple(_WORDS.findall(_TYPED.sub("", clause))), tuple(_TYPED.findall(clause)))


@dataclass(slots=True)
class Desk:
    """The machine of whoever follows a tutorial: `folder` stands beside the checkout."""

    checkout: Path
    environment: Mapping[str, str]

    def do(self, fence: Fence) -> None:
        """Write a file, mend it, or run commands and compare what they answer. Raises Mismatch."""
        if fence.kind == "console":
            self._console(fence.text)
        elif fence.kind == "diff":
            self._mend(fence)
        elif fence.file:
            path = self.checkout / fence.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(fence.text, encoding="utf-8")

    def _mend(self, fence: Fence) -> None:
        path = self.checkout / fence.file
        lines = fence.text.splitlines()
        old = "\n".join(line[1:] for line in lines if line.startswith("-"))
        new = "\n".join(line[1:] for line in lines if line.startswith("+"))
        text = path.read_text(encoding="utf-8")
        demand(text.count(old) == 1, f"en {fence.file} no está una sola vez: {old}")
        path.write_text(text.replace(old, new), encoding="utf-8")

    def _console(self, text: str) -> None:
        _, *commands = re.split(r"^\$ ", text, flags=re.MULTILINE)
        for command in commands:
            asked, _, shown = command.partition("\n")
            done = subprocess.run(
                ["/bin/sh", "-c", asked],
                cwd=self.checkout,
                env=self.environment,
                capture_output=True,
                text=True,
                check=False,
            )
            demand(
                _plain(done.stdout) == _plain(shown), f"«{asked}» responde:\n{done.stdout}{done.stderr}\ny no:\n{shown}"
            )


def _plain(text: str) -> str:
    return _HASH.sub("HASH", _DAY.sub("DAY", text)).strip()


@dataclass(slots=True)
class Hands:
    """Somebody at the pages, who finds everything by its words."""

    browser: Browser
    files: Mapping[str, File]
    form: Form | None = None
    patience: float = 60.0
    page: Page = field(init=False)
    known: set[str] = field(default_factory=set)

    def do(self, deed: Deed) -> None:
        """Do one thing. Raises Mismatch when the page does not offer it."""
        getattr(self, f"_{deed.verb.replace(' ', '_')}")(deed)

    def codes(self, where: str = SMS) -> set[str]:
        """Return the codes in the text messages that have come."""
        messages = self.browser.go(where).tree.xpath("//*[contains(@class,'v-sms')]")
        return {found for message in messages for found in _CODE.findall(_said(message))}

    def _open(self, deed: Deed) -> None:
        self._go(deed.typed[0])

    def _follow(self, deed: Deed) -> None:
        self._go(wait(lambda: self._link(deed.words[0]), f"el enlace «{deed.words[0]}»", self.patience))

    def _see(self, deed: Deed) -> None:
        for words in deed.words:
            wait(lambda words=words: words in self._fresh().text, f"«{words}»", self.patience)  # type: ignore[misc]

    def _write(self, deed: Deed) -> None:
        for typed, label in zip(deed.typed, deed.words, strict=True):
            value = self._code(typed) if typed.startswith("/") else typed
            name = self._labelled(label).get("name")
            self._filling(name).fill({name: value})

    def _code(self, where: str) -> str:
        """Return the code that has come to the page of the text messages."""
        fresh = wait(lambda: self.codes(where) - self.known, f"un código nuevo en {where}", self.patience)
        self.known |= fresh
        return fresh.pop()

    def _choose(self, deed: Deed) -> None:
        for label in deed.words:
            box = self._labelled(label)
            self._filling(box.get("name")).fill({box.get("name"): box.get("value")})

    def _tick(self, deed: Deed) -> None:
        self._choose(deed)

    def _put(self, deed: Deed) -> None:
        for name, label in zip(deed.typed, deed.words, strict=True):
            field = self._labelled(label).get("name")
            self._filling(field).attach(field, self.files[name])

    def _press(self, deed: Deed) -> None:
        button = self._button(deed.words[0])
        form = self.form if self.form is not None and button in set(self.form.element.iter()) else self._form_of(button)
        pressed = (button.get("name"), button.get("value") or "") if button.get("name") else None
        self._arrive(self.browser.press(form, pressed))

    def _go(self, where: str) -> None:
        self._arrive(self.browser.go(where))

    def _arrive(self, page: Page) -> None:
        self.page, self.form = page, None

    def _fresh(self) -> Page:
        self._go(self.page.url)
        return self.page

    def _link(self, words: str) -> str | None:
        for tree in (self.page.tree, self._fresh().tree):
            links = [link for link in tree.xpath("//a[@href]") if words in _said(link)]
            if links:
                nearest = min(links, key=lambda link: len(_said(link)))
                return str(urljoin(self.page.url, nearest.get("href")))
        return None

    def _labelled(self, words: str) -> Any:
        tree = self.form.element.getroottree() if self.form is not None else self.page.tree
        for label in tree.xpath("//label[@for]"):
            if _said(label).startswith(words):
                return tree.xpath("//*[@id=$name]", name=label.get("for"))[0]
        raise Mismatch(f"en «{self.page.heading}» ({self.page.url}) nada se llama «{words}»")

    def _filling(self, name: str) -> Form:
        if self.form is None or name not in self.form.names:
            self.form = next(one for one in self.page.forms() if name in one.names)
        return self.form

    def _button(self, words: str) -> Any:
        for button in self.page.tree.xpath("//button[not(@type) or @type='submit']"):
            if _said(button).startswith(words):
                return button
        raise Mismatch(f"en «{self.page.heading}» ({self.page.url}) no hay botón «{words}»: {self.page.text[:300]}")

    def _form_of(self, button: Any) -> Form:
        inside = set(button.iterancestors())
        return next(one for one in self.page.forms() if one.element in inside)


def _said(element: Any) -> str:
    return " ".join(element.text_content().split())
