"""A WTForms form whose questions hide, answer and complain together."""

from collections.abc import Mapping
from typing import Any, ClassVar

from wtforms import Form

from app.domain.work import Json
from app.intake import conditions, words
from app.intake.questions import Question
from app.intake.readings import Terms


class Sheet(Form):
    """A page, or one entry of a group, of which the visible questions are answered and checked."""

    terms: ClassVar[Terms]
    context: ClassVar[Mapping[str, Json]] = {}

    def process(self, *given: Any, **named: Any) -> None:
        """Read the answers and find which questions are asked."""
        super().process(*given, **named)
        self.answers()

    def questions(self) -> list[Question]:
        """Return the page's questions in order, hidden ones included."""
        return [each for each in self if isinstance(each, Question)]

    def answers(self) -> dict[str, Json]:
        """Return the answers as they stand, marking the questions whose condition does not hold as hidden.

        Good answers are in their stored form, others as they were typed. What was not answered, and
        what is hidden, is not in it.
        """
        found: dict[str, Json] = {}
        for each in self.questions():
            each.hidden = not conditions.holds(each.when, found)
            if not each.hidden and each.answer is not None:
                found[each.short_name] = each.answer
        for each in self.questions():
            each.reckon({**self.context, **found})
        return found

    def validate(self, extra_validators: Any = None) -> bool:
        """Check every visible question."""
        del extra_validators
        self.answers()
        for each in self.questions():
            each.errors = ()
        valid = [each.validate(self) for each in self.questions() if not each.hidden]
        return all(valid)

    def summary(self) -> list[tuple[str, str]]:
        """Return the anchor and the sentence of every error, in the order of the page."""
        return [error for each in self.questions() if not each.hidden for error in each.summary()]

    def say(self, key: str, **values: object) -> str:
        """Return a sentence in the reader's language."""
        return words.say(key, self.terms.language, **values)

    def edit(self, posted: Any) -> bool:
        """Do what an `_add` or `_remove` button asks and return whether one was pressed.

        `_add` names a group; `_remove` names a group or a list of files and a position: "people:1".
        """
        return any(each.edit(posted) for each in self.questions())
