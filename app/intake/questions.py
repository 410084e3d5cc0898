"""The WTForms fields of a form: each takes what a browser posts and yields one JSON answer.

A question keeps what was typed even when it cannot be accepted, so that a page shows it again and
a draft loses nothing: `answer` is the stored form of a good answer, the typed text of a bad one, and
None when nothing was given.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from wtforms import Field as WtField
from wtforms.utils import unset_value

from app.domain import procedure
from app.domain.procedure import Texts
from app.domain.work import Json
from app.intake import readings, words
from app.intake.definition import Field
from app.intake.readings import Refused, Terms

KEPT_MOST: Final = 100
"""Of what cannot be an answer, this many characters or values are kept to be shown again."""

_POSITION: Final = re.compile(r"[0-9]{1,3}", re.ASCII)


class Question(WtField):
    """One question of a page, in the reader's language.

    `hidden` is true while its condition does not hold. `when` is what is left of that condition for
    the browser to ask, None when nothing is; `only_if` says it in words.
    """

    def __init__(
        self, *, spec: Field, terms: Terms, when: procedure.Condition | None = None, only_if: str = "", **bound: Any
    ) -> None:
        super().__init__(self._text(spec.label, terms), description=self._text(spec.hint, terms), **bound)
        self.spec = spec
        self.terms = terms
        self.when = when
        self.only_if = only_if
        self.hidden = False
        self.answer: Json = None
        self.refusal: Refused | None = None

    @staticmethod
    def _text(texts: Texts, terms: Terms) -> str:
        return procedure.text(texts, terms.language)

    def process(self, formdata: Any, data: Any = None, extra_filters: Sequence[Any] | None = None) -> None:
        """Take the posted answer, or show the stored one."""
        del extra_filters
        self.errors = ()
        self.prefill(None if data is unset_value else data)
        if formdata is not None:
            self.take(formdata)
        self.data = self.answer

    def prefill(self, value: Any) -> None:
        """Show a stored answer."""
        raise NotImplementedError

    def take(self, posted: Any) -> None:
        """Read what the browser posted."""
        raise NotImplementedError

    @property
    def anchor(self) -> str:
        """The id that the error summary links to."""
        return str(self.id)

    @property
    def fault(self) -> str:
        """The first error, "" without one."""
        return self.errors[0] if self.errors else ""

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Say in `errors` why the answer cannot be accepted, if it cannot."""
        del form, extra_validators
        self.errors = self.problems()
        return not self.errors

    def problems(self) -> list[str]:
        """Return the sentence that says what is wrong, if anything is."""
        if self.answer is None:
            return [self.say_required()] if self.spec.required else []
        return [self.say_refused(self.refusal)] if self.refusal else []

    def summary(self) -> list[tuple[str, str]]:
        """Return the anchor and the sentence of every error."""
        return [(self.anchor, sentence) for sentence in self.errors]

    def reckon(self, answers: Mapping[str, Json]) -> None:
        """Work out what depends on the other answers."""

    def edit(self, posted: Any) -> bool:
        """Do what an `_add` or `_remove` button asks of this question and return whether one did."""
        del posted
        return False

    def dropped(self, posted: Any) -> int | None:
        """Return the position that a `_remove` button asks to take out of this question, as in "people:1"."""
        name, _, position = str(posted.get("_remove") or "").rpartition(":")
        return int(position) if name == self.name and _POSITION.fullmatch(position) else None

    def say(self, key: str, **values: object) -> str:
        """Return a sentence about this question in the reader's language."""
        return words.say(key, self.terms.language, **{"label": self.label.text, **values})

    def say_required(self) -> str:
        """Return the sentence that asks for the missing answer."""
        own = self.spec.messages.get("required")
        key = f"required_{self.spec.kind}"
        return self._text(own, self.terms) if own else self.say(key if key in words.CATALOGUE else "required")

    def say_refused(self, refusal: Refused) -> str:
        """Return the sentence that says why the answer is not accepted."""
        own = self.spec.messages.get("invalid")
        return self._text(own, self.terms) if own else self.say(refusal.key, **refusal.values)


class TypedQuestion(Question):
    """A question answered by typing into one box."""

    typed = ""

    def prefill(self, value: Any) -> None:
        """Show a stored answer as people type it."""
        self._judge(readings.show(self.spec, value))

    def take(self, posted: Any) -> None:
        """Read the box."""
        self._judge(str(posted.get(self.name) or ""))

    def _judge(self, typed: str) -> None:
        self.typed, self.answer, self.refusal = typed, None, None
        if readings.blank(typed):
            return
        try:
            self.answer = readings.read(self.spec, typed)
        except Refused as refusal:
            self.answer, self.refusal = typed, refusal


class DateQuestion(Question):
    """A date in three boxes: name-d, name-m, name-y."""

    parts: Mapping[str, str] = {"d": "", "m": "", "y": ""}

    @property
    def anchor(self) -> str:
        """The first box."""
        return f"{self.id}-d"

    def prefill(self, value: Any) -> None:
        """Show a stored date, or the three parts of one that could not be read."""
        year, month, day = str(value).split("-", 2) if isinstance(value, str) and value.count("-") >= 2 else ("",) * 3  # noqa: PLR2004
        self._judge(year, month.lstrip("0") or month, day.lstrip("0") or day)

    def take(self, posted: Any) -> None:
        """Read the three boxes."""
        self._judge(*(str(posted.get(f"{self.name}-{part}") or "").strip()[:KEPT_MOST] for part in "ymd"))

    def _judge(self, year: str, month: str, day: str) -> None:
        self.parts, self.answer, self.refusal = {"d": day, "m": month, "y": year}, None, None
        if not year and not month and not day:
            return
        text = f"{year}-{month.zfill(2) if month else ''}-{day.zfill(2) if day else ''}"
        try:
            self.answer = readings.read_date(self.spec, text, self.terms)
        except Refused as refusal:
            self.answer, self.refusal = text, refusal
