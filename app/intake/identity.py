"""The question for an identity document."""

from collections.abc import Mapping, Sequence
from typing import Any

import babel

from app.domain import countries, people
from app.intake import readings
from app.intake.definition import PERSON_ID_TYPES
from app.intake.questions import Question
from app.intake.readings import Refused


class IdentityQuestion(Question):
    """An identity document: its type, its number and, when another country issued it, that country."""

    parts: Mapping[str, str] = {"type": "", "number": "", "country": ""}
    faults: Mapping[str, str] = {}

    @property
    def types(self) -> Sequence[str]:
        """The types of document that are accepted."""
        return self.spec.types or PERSON_ID_TYPES

    @property
    def countries(self) -> list[tuple[str, str]]:
        """The countries that may have issued it, code and name, in the order of the reader's alphabet."""
        names = babel.Locale.parse(self.terms.locale).territories
        listed = ((code, names.get(code, code)) for code in countries.ALPHA_2)
        return sorted(listed, key=lambda each: people.fold(each[1]))

    @property
    def asks_country(self) -> bool:
        """Whether one of the accepted types may come from another country."""
        return not readings.ABROAD.isdisjoint(self.types)

    @property
    def anchor(self) -> str:
        """The first part that is wrong."""
        return f"{self.id}-{next(iter(self.faults), 'type')}"

    def summary(self) -> list[tuple[str, str]]:
        """Return the errors, each with the part that it is about."""
        return [(f"{self.id}-{part}", sentence) for part, sentence in self.faults.items()]

    def prefill(self, value: Any) -> None:
        """Show a stored document."""
        given = value if isinstance(value, Mapping) else {}
        self._judge({part: found for part in self.parts if isinstance(found := given.get(part), str)})

    def take(self, posted: Any) -> None:
        """Read name-type, name-number and name-country."""
        self._judge({part: str(posted.get(f"{self.name}-{part}") or "") for part in self.parts})

    def _judge(self, given: Mapping[str, str]) -> None:
        parts = {part: given.get(part, "") for part in self.parts}
        if parts["type"] not in readings.ABROAD and parts["country"] in countries.ALPHA_2:
            parts["country"] = ""  # the list stays on the page; for a DNI or NIE its value has no meaning
        self.parts = parts
        self.refusals: dict[str, Refused] = dict(self._refusals(parts))
        number = parts["number"]
        if parts["type"] in self.types and "number" not in self.refusals:
            number = readings.read_number_of_document(parts["type"], number)
        kept = {"type": parts["type"], "number": number, "country": parts["country"]}
        self.answer = {part: text for part, text in kept.items() if not readings.blank(text)} or None

    def _refusals(self, parts: Mapping[str, str]) -> list[tuple[str, Refused]]:
        found: list[tuple[str, Refused]] = []
        kind = parts["type"]
        if kind not in self.types:
            found.append(("type", Refused("required_id_type")))
        if readings.blank(parts["number"]):
            found.append(("number", Refused("required_id_number")))
        elif kind in self.types:
            try:
                readings.read_number_of_document(kind, parts["number"])
            except Refused as refusal:
                found.append(("number", refusal))
        if kind in readings.ABROAD and parts["country"] not in countries.ALPHA_2:
            found.append(("country", Refused("required_id_country")))
        if kind not in readings.ABROAD and parts["country"]:
            found.append(("country", Refused("id_no_country")))
        return found

    def problems(self) -> list[str]:
        """Return a sentence for each part that is wrong, and keep them by part in `faults`."""
        self.faults = {}
        if self.answer is None and not self.spec.required:
            return []
        self.faults = {part: self.say(refusal.key, **refusal.values) for part, refusal in self.refusals.items()}
        return list(self.faults.values())
