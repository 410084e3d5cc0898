"""Read what procedure.yaml says about appointments."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from app.domain.procedure import Advice, AppointmentNeeds, Condition, Longer, Reading
from app.intake import conditions, reader

_FORM: Final = re.compile(r"(?:[a-z][a-z0-9_-]{0,59})?", re.ASCII)
_URL: Final = re.compile(r"(?:https://[^\s<>\"]{1,300})?", re.ASCII)
_KINDS: Final = ("rules", "form", "instructions")
_SHORTEST, _LONGEST, _GRAIN = 5, 240, 5


class AppointmentReader(reader.Reader):
    """Reads the section `appointment`."""

    def appointment(self, found: Mapping[str, Any]) -> AppointmentNeeds | None:
        """Return what an appointment takes, None where there is no such section."""
        if "appointment" not in found:
            return None
        at = "appointment"
        said = self.mapping(found[at], at, {"minutes", "triage", "longer", "advice", "reading"})
        return AppointmentNeeds(
            minutes=self.minutes(said, at),
            triage=self.word(said.get("triage", ""), f"{at}.triage", _FORM),
            longer=tuple(self._longer(each, place) for each, place in self.each(said, "longer", at, empty=True)),
            advice=tuple(self._advice(each, place) for each, place in self.each(said, "advice", at, empty=True)),
            reading=tuple(self._reading(each, place) for each, place in self.each(said, "reading", at, empty=True)),
        )

    def minutes(self, found: Mapping[str, Any], at: str) -> int:
        """Return the length of an appointment."""
        minutes: int = self.typed(found, "minutes", at, int, 0) or 0
        if not _SHORTEST <= minutes <= _LONGEST or minutes % _GRAIN:
            self.fault(f"{at}.minutes", f"Va de {_SHORTEST} a {_LONGEST} minutos, de {_GRAIN} en {_GRAIN}.")
        return minutes

    def condition(self, found: Mapping[str, Any], at: str) -> Condition:
        """Return a condition that must be there."""
        when = found.get("when")
        faults = list(conditions.shape_problems(when)) if when is not None else ["Falta la condición."]
        for message in faults:
            self.fault(f"{at}.when", message)
        return {} if faults else when  # type: ignore[return-value]  # `shape_problems` found it to be one

    def each(
        self, found: Mapping[str, Any], key: str, at: str = "", *, empty: bool = False
    ) -> Iterator[tuple[Any, str]]:
        """Yield the entries of a list with their places."""
        if empty and found.get(key) in ([], None):
            return
        for number, entry in enumerate(self.items(found, key, at)):
            yield entry, f"{at}.{key}.{number}".strip(".")

    def _longer(self, source: Any, at: str) -> Longer:
        found = self.mapping(source, at, {"when", "minutes"})
        return Longer(self.condition(found, at), self.minutes(found, at))

    def _advice(self, source: Any, at: str) -> Advice:
        found = self.mapping(source, at, {"when", "text", "stop"})
        text = self.texts(found.get("text"), f"{at}.text")
        return Advice(self.condition(found, at), text, stop=self.typed(found, "stop", at, bool, False))

    def _reading(self, source: Any, at: str) -> Reading:
        found = self.mapping(source, at, {"kind", "title", "text", "url"})
        if "text" not in found and "url" not in found:
            self.fault(at, "Lleva «text», «url» o las dos cosas.")
        return Reading(
            kind=self.choice(found.get("kind"), f"{at}.kind", _KINDS),
            title=self.texts(found.get("title"), f"{at}.title"),
            text=self.optional(found, "text", at),
            url=self.word(found.get("url", ""), f"{at}.url", _URL),
        )
