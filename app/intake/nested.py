"""Questions made of other questions, and what is shown without being asked."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.domain.work import Json
from app.intake import calculations
from app.intake.definition import ENTRIES_MOST
from app.intake.questions import Question
from app.intake.sheet import Sheet


class Silent(Question):
    """Something to read; it takes no answer."""

    def prefill(self, value: Any) -> None:
        """Show nothing."""

    def take(self, posted: Any) -> None:
        """Read nothing."""


class Calculated(Silent):
    """A value worked out from other answers; `result` is how it is shown."""

    result = ""

    def reckon(self, answers: Mapping[str, Json]) -> None:
        """Work the value out."""
        self.result = calculations.show(self.spec, answers, self.terms)


class Nested(Question):
    """A question made of other questions; `entries` are their forms."""

    entries: Sequence[Sheet] = ()

    def __init__(self, *, inner: type[Sheet], **bound: Any) -> None:
        super().__init__(**bound)
        self.inner = inner

    @property
    def anchor(self) -> str:
        """The first question inside, or the question itself when it has no entry."""
        return self.entries[0].questions()[0].anchor if self.entries else str(self.id)

    def summary(self) -> list[tuple[str, str]]:
        """Return its own errors and those of the questions inside."""
        return super().summary() + [error for entry in self.entries for error in entry.summary()]

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Check the questions inside too."""
        return super().validate(form, extra_validators) and not self.summary()


class BlockQuestion(Nested):
    """Several questions under one name, answered once."""

    def prefill(self, value: Any) -> None:
        """Show stored answers."""
        self._open(lambda: self.inner(prefix=f"{self.name}-", data=value if isinstance(value, Mapping) else {}))

    def take(self, posted: Any) -> None:
        """Read the questions inside."""
        self._open(lambda: self.inner(posted, prefix=f"{self.name}-"))

    def _open(self, entry: Callable[[], Sheet]) -> None:
        self.entries = [entry()]
        self.answer = self.entries[0].answers() or None

    def problems(self) -> list[str]:
        """Leave the errors to the questions inside; speak up only when all of them are silent."""
        if self.answer is None and not self.spec.required:
            return []
        if self.entries[0].validate() and self.answer is None:
            return [self.say_required()]
        return []


class GroupQuestion(Nested):
    """The same questions asked for one or more entries: name-0-..., name-1-..."""

    numbered: dict[int, Sheet]

    @property
    def least(self) -> int:
        """How many entries there must be."""
        least = self.spec.least if isinstance(self.spec.least, int) else 1
        return least if self.spec.required else 0

    @property
    def most(self) -> int:
        """How many entries there may be."""
        return self.spec.most if isinstance(self.spec.most, int) else ENTRIES_MOST

    @property
    def may_grow(self) -> bool:
        """Whether another entry may be added."""
        return len(self.entries) < self.most

    def prefill(self, value: Any) -> None:
        """Show stored entries, and an empty one where none is."""
        self._show([entry for entry in value if isinstance(entry, Mapping)] if isinstance(value, list) else [])

    def take(self, posted: Any) -> None:
        """Read the entries under the numbers that they were posted with, at most one more than there may be."""
        asked = re.compile(re.escape(str(self.name)) + r"-([0-9]{1,4})-", re.ASCII)
        found = sorted({int(match[1]) for key in posted if (match := asked.match(key))})[: self.most + 1]
        self.numbered = {at: self.inner(posted, prefix=f"{self.name}-{at}-") for at in found}
        self._collect()

    def edit(self, posted: Any) -> bool:
        """Open one more empty entry, if there may be one, or take one away."""
        position = self.dropped(posted)
        if posted.get("_add") == self.name:
            self._show([*self._answers(), *[{}] * self.may_grow])
        elif position is not None:
            self.numbered.pop(position, None)
            self._show(self._answers())
        else:
            return False
        return True

    def _answers(self) -> list[dict[str, Json]]:
        return [entry.answers() for entry in self.numbered.values()]

    def _show(self, entries: Sequence[Mapping[str, Json]]) -> None:
        wanted = [*entries, *[{}] * (max(self.least, 1) - len(entries))]
        self.numbered = {at: self.inner(prefix=f"{self.name}-{at}-", data=each) for at, each in enumerate(wanted)}
        self._collect()

    def _collect(self) -> None:
        self.entries = list(self.numbered.values())
        self.answer = [answers for answers in self._answers() if answers] or None

    def problems(self) -> list[str]:
        """Check the entries that must be there or hold something, then how many there are."""
        given = [answers for answers in self._answers() if answers]
        self._show(given)  # empty entries go, so that those given stand first
        checked = self.entries[: max(len(given), self.least)]
        valid = [entry.validate() for entry in checked]
        if not all(valid):
            return []
        if len(given) < self.least:
            return [self.say_required() if not given else self.say("too_few", least=self.least)]
        least = self.spec.least if isinstance(self.spec.least, int) else 0
        if given and len(given) < least:
            return [self.say("too_few", least=least)]
        return [self.say("too_many", most=self.most)] if len(given) > self.most else []
