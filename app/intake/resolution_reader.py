"""Read what procedure.yaml says about a resolution and about personal data."""

from collections.abc import Mapping
from typing import Any, Final

from app.domain import procedure as rules
from app.domain import wordings
from app.domain.procedure import Appeal, Paragraph, Privacy, ResolutionTexts, Retention
from app.intake.appointment_reader import AppointmentReader

_KEYS: Final = {"facts", "grounds", "decision", "ends_route", "appeals"}


class ResolutionReader(AppointmentReader):
    """Reads the section `resolution` of a document, and `privacy` of the procedure."""

    def resolution(self, found: Mapping[str, Any], at: str) -> ResolutionTexts | None:
        """Return what a resolution says, None for a document that is none."""
        if "resolution" not in found:
            return None
        said = self.mapping(found["resolution"], at, _KEYS)
        facts, grounds, decision = (self._paragraphs(said, key, at) for key in ("facts", "grounds", "decision"))
        return ResolutionTexts(
            facts=facts,
            grounds=grounds,
            decision=decision,
            ends_route=self.typed(said, "ends_route", at, bool, True),
            appeals=tuple(self._appeal(each, place) for each, place in self.each(said, "appeals", at)),
        )

    def privacy(self, found: Mapping[str, Any]) -> Privacy | None:
        """Return what the procedure does with personal data, None where it does not say."""
        if "privacy" not in found:
            return None
        said = self.mapping(found["privacy"], "privacy", {"purpose", "basis", "recipients", "retention"})
        texts = {key: self.texts(said.get(key), f"privacy.{key}") for key in ("purpose", "basis", "recipients")}
        kept = tuple(self._kept(each, place) for each, place in self.each(said, "retention", "privacy"))
        return Privacy(**texts, retention=kept)

    def _kept(self, source: Any, at: str) -> Retention:
        found = self.mapping(source, at, {"what", "period"})
        return Retention(self.texts(found.get("what"), f"{at}.what"), self.texts(found.get("period"), f"{at}.period"))

    def _paragraphs(self, found: Mapping[str, Any], key: str, at: str) -> tuple[Paragraph, ...]:
        return tuple(self._paragraph(each, place) for each, place in self.each(found, key, at))

    def _paragraph(self, source: Any, at: str) -> Paragraph:
        """Read a paragraph: its texts, or an object with `text` and `when`."""
        if not isinstance(source, Mapping) or "text" not in source:
            return Paragraph(self._placed(source, at))
        found = self.mapping(source, at, {"text", "when"})
        when = self.condition(found, at) if "when" in found else None
        return Paragraph(self._placed(found.get("text"), f"{at}.text"), when)

    def _appeal(self, source: Any, at: str) -> Appeal:
        """Read an appeal: its kind, or an object with `kind` and `before`."""
        if not isinstance(source, Mapping):
            source = {"kind": source}
        found = self.mapping(source, at, {"kind", "before"})
        kind = self.choice(found.get("kind"), f"{at}.kind", rules.APPEALS)
        if kind == "alzada" and "before" not in found:
            self.fault(f"{at}.before", "Diga ante qué órgano superior se interpone el recurso de alzada.")
        return Appeal(kind, self.optional(found, "before", at))

    def _placed(self, source: Any, at: str) -> rules.Texts:
        texts = self.texts(source, at)
        self.places(texts, at)
        return texts

    def places(self, texts: rules.Texts, at: str) -> None:
        """Note places that are no names, or not the same in every language."""
        used = {language: placeholders(text) for language, text in texts.items()}
        if any(names is None for names in used.values()):
            self.fault(at, "Entre llaves va un nombre y nada más, como {name}.")
        elif len({frozenset(names or ()) for names in used.values()}) > 1:
            self.fault(at, "Los textos de todos los idiomas deben usar los mismos nombres entre llaves.")


def placeholders(text: str) -> set[str] | None:
    """Return the names in braces of a text, None when something cleverer stands there."""
    try:
        return set(wordings.names(text))
    except ValueError:
        return None
