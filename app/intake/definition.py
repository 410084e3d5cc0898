"""A form as its author wrote it, once parsed: pages of fields, nothing about HTML or HTTP."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from app.domain.procedure import Condition, Texts

TYPED: Final = frozenset(
    {
        "text",
        "textarea",
        "name",
        "nif",
        "iban",
        "bic",
        "tel",
        "email",
        "integer",
        "money",
        "cadastral",
        "postcode",
        "document",
    }
)
"""Kinds that are answered by typing into one box."""

SILENT: Final = frozenset({"info", "calc"})
"""Kinds that show something and take no answer."""

NESTED: Final = frozenset({"group", "block"})
"""Kinds made of other fields: `group` is a list of entries, `block` a single one."""

KINDS: Final = TYPED | SILENT | NESTED | {"person_id", "date", "choice", "multi", "accept", "file"}

PERSON_ID_TYPES: Final = ("dni", "nie", "passport", "eu_id")
EVERY_ID_TYPE: Final = ("dni", "nie", "tie", "passport", "eu_id")
TEXT_MOST: Final = 200
TEXTAREA_MOST: Final = 4000
ENTRIES_MOST: Final = 20
FILES_MOST: Final = 10
MONEY_MOST: Final = 100_000_000_000
INTEGER_MOST: Final = 999_999_999_999
FIRST_DATE: Final = "1900-01-01"
LAST_DATE: Final = "9999-12-31"
TODAY: Final = "today"

RESERVED: Final = frozenset(
    {"answers", "data", "errors", "form_errors", "language", "meta", "Meta", "page", "populate_obj", "post_process"}
    | {
        "process",
        "questions",
        "say",
        "specs",
        "summary",
        "terms",
        "today",
        "validate",
        "csrf_token",
        "edit",
        "context",
        "visible",
    }
)
"""Names that a field may not have because the page or the request already uses them."""


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers of a choice."""

    value: str
    label: Texts
    hint: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Field:
    """One question.

    `least` and `most` bound whatever the kind counts: characters, the number, cents, entries, files,
    ticked options; for dates they are ISO dates or "today". `means` names what the answer is, so that
    the office need not know the field's name ("party:holder", "identity.document"). `messages` replaces
    the sentences for "required" and "invalid".
    """

    name: str
    kind: str
    label: Texts
    hint: Texts = field(default_factory=dict)
    required: bool = False
    voluntary: bool = False
    when: Condition | None = None
    options: tuple[Option, ...] = ()
    fields: tuple["Field", ...] = ()
    least: int | str | None = None
    most: int | str | None = None
    pattern: str | None = None
    mobile: bool = False
    types: tuple[str, ...] = ()
    accept: tuple[str, ...] = ()
    calc: Mapping[str, object] = field(default_factory=dict)
    messages: Mapping[str, Texts] = field(default_factory=dict)
    rows: int = 5
    width: int = 0
    autocomplete: str = ""
    spellcheck: bool = True
    means: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a form. A page whose condition does not hold is skipped whole."""

    id: str
    title: Texts
    fields: tuple[Field, ...]
    intro: Texts = field(default_factory=dict)
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class FormDefinition:
    """A form: its pages in order. `version` is the author's own label."""

    id: str
    version: str
    title: Texts
    pages: tuple[Page, ...]

    def page(self, page_id: str) -> Page:
        """Return the page `page_id`. Raises `KeyError` when the form has none of that name."""
        for page in self.pages:
            if page.id == page_id:
                return page
        raise KeyError(page_id)

    def fields(self) -> Iterator[Field]:
        """Yield every field of every page in order, each with its page's condition joined to its own."""
        for page in self.pages:
            for each in page.fields:
                yield joined(page, each)


def joined(page: Page, each: Field) -> Field:
    """Return `each` with the condition of its page joined to its own."""
    if page.when is None:
        return each
    return replace(each, when=page.when if each.when is None else {"all": [page.when, each.when]})
