"""Questions answered by ticking, choosing or uploading."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from app.intake.definition import FILES_MOST
from app.intake.questions import KEPT_MOST, Question
from app.intake.readings import Refused

TICKED: Final = "1"


@dataclass(frozen=True, slots=True)
class Shown:
    """One radio or checkbox as the page shows it."""

    id: str
    value: str
    label: str
    hint: str
    checked: bool


class ChoiceQuestion(Question):
    """One of several answers, as radios."""

    given: Sequence[str] = ()

    @property
    def values(self) -> list[str]:
        """The answers that may be given."""
        return [option.value for option in self.spec.options]

    @property
    def shown(self) -> list[Shown]:
        """The radios or checkboxes in order; the first has the question's own id."""
        return [
            Shown(
                f"{self.id}-{at}" if at else str(self.id),
                option.value,
                self._text(option.label, self.terms),
                self._text(option.hint, self.terms),
                option.value in self.given,
            )
            for at, option in enumerate(self.spec.options)
        ]

    def prefill(self, value: Any) -> None:
        """Show a stored answer."""
        self._judge([value] if isinstance(value, str) else [])

    def take(self, posted: Any) -> None:
        """Read the radio; a second value of the same name is not heard."""
        self._judge(posted.getlist(self.name)[:1])

    def _judge(self, given: list[str]) -> None:
        self.given = [value for value in given if value]
        self.answer = self.given[0] if self.given else None
        self.refusal = None if self.answer in self.values else Refused("choice")


class MultiQuestion(ChoiceQuestion):
    """Several of several answers, as checkboxes."""

    def prefill(self, value: Any) -> None:
        """Show stored answers."""
        self._judge([one for one in value if isinstance(one, str)] if isinstance(value, list) else [])

    def take(self, posted: Any) -> None:
        """Read the ticked boxes."""
        self._judge(posted.getlist(self.name))

    def _judge(self, given: list[str]) -> None:
        """Keep the answers in the order of the options, forged ones last."""
        named = set(given)
        forged = sorted(named - set(self.values) - {""})[:KEPT_MOST]
        self.given = [value for value in self.values if value in named] + forged
        self.answer = list(self.given) or None
        self.refusal = Refused("choice") if forged else self._count_refused()

    def _count_refused(self) -> Refused | None:
        least, most = self.spec.least, self.spec.most
        if isinstance(least, int) and len(self.given) < least:
            return Refused("too_few", least=least)
        if isinstance(most, int) and len(self.given) > most:
            return Refused("too_many", most=most)
        return None


class AcceptQuestion(Question):
    """A single box to tick. Ticked is True; not ticked is no answer."""

    ticked = False

    def prefill(self, value: Any) -> None:
        """Show a stored answer."""
        self._judge(TICKED if value is True else value)

    def take(self, posted: Any) -> None:
        """Read the box."""
        self._judge(posted.get(self.name))

    def _judge(self, given: Any) -> None:
        self.ticked = given == TICKED
        self.answer = True if self.ticked else (str(given) if given else None)
        self.refusal = None if self.ticked else Refused("accept")


class FilesQuestion(Question):
    """Files that were uploaded apart: the answer lists the ids of their documents.

    Whether an id is a document of the person who posts it is for the caller to check.
    """

    given: Sequence[str] = ()

    @property
    def anchor(self) -> str:
        """The file widget."""
        return f"{self.id}-file"

    def prefill(self, value: Any) -> None:
        """Show the stored ids."""
        self._judge([one for one in value if isinstance(one, str)] if isinstance(value, list) else [])

    def take(self, posted: Any) -> None:
        """Read the hidden fields that carry the ids."""
        self._judge(posted.getlist(self.name))

    def edit(self, posted: Any) -> bool:
        """Take one file out of the answer; the document itself is the caller's to erase."""
        position = self.dropped(posted)
        if position is not None:
            self._judge([one for at, one in enumerate(self.given) if at != position])
            self.data = self.answer
        return position is not None

    def _judge(self, given: list[str]) -> None:
        self.given = list(dict.fromkeys(one[:KEPT_MOST] for one in given if one))[:KEPT_MOST]
        self.answer = list(self.given) or None
        most = self.spec.most if isinstance(self.spec.most, int) else FILES_MOST
        least = self.spec.least if isinstance(self.spec.least, int) else 1
        self.refusal = None
        if not all(map(is_document_id, self.given)):
            self.refusal = Refused("file")
        elif len(self.given) < least:
            self.refusal = Refused("too_few", least=least)
        elif len(self.given) > most:
            self.refusal = Refused("too_many", most=most)


def is_document_id(text: str) -> bool:
    """Return whether `text` is a document's id as it is stored."""
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
