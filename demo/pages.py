"""Pages as a browser without JavaScript sees them: links to follow, forms to fill in and send."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from lxml import html

from demo.mismatch import Mismatch, demand

OK = 200
_SPACE = re.compile(r"\s+")

File = tuple[str, bytes, str]
"""What a file field sends: name, content, declared type."""


@dataclass(slots=True)
class Form:
    """A form of a page, being filled in. `forged` is what no page lets anybody type, sent all the same."""

    url: str
    method: str
    element: Any
    files: dict[str, File] = field(default_factory=dict)
    forged: dict[str, str] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        """Return the names of the fields that can be filled in."""
        return [name for name in self.element.inputs.keys() if name != "csrf_token"]  # noqa: SIM118 - no mapping

    def fill(self, values: Mapping[str, str | Sequence[str]]) -> "Form":
        """Type, choose or tick what `values` has for the fields of this form; others are left as they are.

        Raises Mismatch for a choice that the page does not offer.
        """
        for name in self.names:
            if name in values:
                self._put(name, values[name])
        return self

    def attach(self, name: str, file: File) -> "Form":
        """Choose a file."""
        demand(name in self.names, f"la página no tiene donde poner el archivo «{name}»")
        self.files[name] = file
        return self

    def sent(self) -> list[tuple[str, str]]:
        """Return what a browser would send, files and button apart."""
        honest = [(str(name), str(value)) for name, value in self.element.form_values() if name not in self.files]
        return [*(pair for pair in honest if pair[0] not in self.forged), *self.forged.items()]

    def _put(self, name: str, value: str | Sequence[str]) -> None:
        box = self.element.inputs[name]
        try:
            if isinstance(box, html.CheckboxGroup):
                box.value = {value} if isinstance(value, str) else set(value)
            elif getattr(box, "checkable", False) and not isinstance(box, html.RadioGroup):
                box.checked = bool(value)
            else:
                box.value = value
        except (ValueError, KeyError) as error:
            raise Mismatch(f"el campo «{name}» no ofrece «{value}»") from error


@dataclass(frozen=True, slots=True)
class Page:
    """An answer of the office. `tree` is None when it is no HTML."""

    url: str
    status: int
    kind: str
    headers: Mapping[str, str]
    body: bytes
    tree: Any = None

    @property
    def text(self) -> str:
        """Return the words of the page's main part."""
        if self.tree is None:
            return ""
        found = self.tree.xpath("//main")
        return _words(found[0] if found else self.tree)

    @property
    def heading(self) -> str:
        """Return the main heading."""
        found = self.tree.xpath("//h1") if self.tree is not None else []
        return _words(found[0]) if found else ""

    @property
    def errors(self) -> list[str]:
        """Return the sentences of the error summary."""
        if self.tree is None:
            return []
        return [_words(item) for item in self.tree.xpath("//*[contains(@class,'v-error-summary__list')]/li")]

    @property
    def knots(self) -> dict[str, str]:
        """Return the steps of a case as the page shows them: title and state."""
        found = {}
        for knot in self.tree.xpath("//li[contains(concat(' ',@class,' '),' v-knot ')]"):
            state = re.search(r"v-knot--(done|now|next|waiting|error|plain)", knot.get("class", ""))
            title = knot.xpath(".//*[contains(@class,'v-knot__title')]/text()")
            found[" ".join(title).strip()] = state[1] if state else ""
        return found

    def good(self) -> "Page":
        """Return the page when it is an ordinary one. Raises Mismatch with what it says otherwise."""
        said = "; ".join(self.errors) or self.heading or self.kind
        demand(self.status == OK, f"{self.url} ha respondido {self.status}: {said}")
        return self

    def forms(self) -> list[Form]:
        """Return the page's forms."""
        if self.tree is None:
            return []
        return [
            Form(urljoin(self.url, one.get("action") or self.url), (one.get("method") or "get").lower(), one)
            for one in self.tree.forms
        ]

    def form(self, wanted: str = "", *, having: str = "") -> Form:
        """Return the form of the main part whose address holds `wanted` and that has the field `having`."""
        inside = set(self.tree.xpath("//main//form")) if self.tree is not None else set()
        for one in self.forms():
            if one.element in inside and re.search(wanted, one.url) and (not having or having in one.names):
                return one
        raise Mismatch(f"en «{self.heading}» ({self.url}) falta el formulario {wanted or having or 'esperado'}")

    def links(self, wanted: str) -> list[str]:
        """Return the addresses of the links whose words or address hold `wanted`, a regular expression."""
        if self.tree is None:
            return []
        return [
            urljoin(self.url, link.get("href"))
            for link in self.tree.xpath("//main//a[@href]")
            if re.search(wanted, _words(link)) or re.search(wanted, link.get("href"))
        ]

    def link(self, wanted: str) -> str:
        """Return the first of `links`. Raises Mismatch when there is none."""
        found = self.links(wanted)
        demand(found, f"en «{self.heading}» ({self.url}) falta el enlace «{wanted}»")
        return found[0]

    def pictures(self) -> list[str]:
        """Return the addresses of the pictures of the main part."""
        return [urljoin(self.url, one.get("src")) for one in self.tree.xpath("//main//img[@src]")]


def read(url: str, status: int, headers: Mapping[str, str], body: bytes) -> Page:
    """Return an answer as a page."""
    kind = headers.get("Content-Type", "").partition(";")[0].strip()
    tree = html.document_fromstring(body.decode(), base_url=url) if kind == "text/html" and body else None
    return Page(url, status, kind, headers, body, tree)


def _words(element: Any) -> str:
    return _SPACE.sub(" ", element.text_content()).strip()
