"""Read what authors write, collecting every fault with its place instead of stopping at the first."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

from app.domain.procedure import Texts

LANGUAGES: Final = ("es", "ca")
"""The languages that every text must have in the first release."""


class Reader:
    """Reads one source. `faults` says where (a dotted path) and what; reading goes on with empty values."""

    most: ClassVar[Mapping[str, int]] = {"pages": 40, "fields": 60, "options": 100}

    def __init__(self, languages: Sequence[str] = LANGUAGES) -> None:
        self.languages = tuple(languages)
        self.faults: dict[str, str] = {}

    def fault(self, at: str, message: str) -> None:
        """Note a fault; the first at a place stays."""
        self.faults.setdefault(at.strip("."), message)

    def mapping(self, source: Any, at: str, keys: set[str]) -> Mapping[str, Any]:
        """Return `source` if it is an object with none but the known keys."""
        if not isinstance(source, Mapping):
            self.fault(at, "must be an object")
            return {}
        for key in source.keys() - keys:
            self.fault(f"{at}.{key}", "unknown key")
        return source

    def items(self, found: Mapping[str, Any], key: str, at: str) -> list[Any]:
        """Return a list of at least one."""
        value = found.get(key)
        if not isinstance(value, list) or not 0 < len(value) <= self.most.get(key, 100):
            self.fault(f"{at}.{key}", f"must be a list of one to {self.most.get(key, 100)}")
            return []
        return value

    def typed(self, found: Mapping[str, Any], key: str, at: str, wanted: type, default: Any) -> Any:
        """Return a value of exactly the `wanted` type."""
        value = found.get(key, default)
        if value is not None and type(value) is not wanted:
            self.fault(f"{at}.{key}", f"must be of type {wanted.__name__}")
            return default
        return value

    def texts(self, source: Any, at: str) -> Texts:
        """Return a text in every language."""
        if not isinstance(source, Mapping):
            self.fault(at, "must have a text for every language")
            return {}
        for language in self.languages:
            if not isinstance(source.get(language), str) or not source[language].strip():
                self.fault(f"{at}.{language}", "the text is missing")
        return {str(language): str(text) for language, text in source.items()}

    def word(self, value: Any, at: str, shape: re.Pattern[str]) -> str:
        """Return a word of the given shape."""
        if not isinstance(value, str) or not shape.fullmatch(value):
            self.fault(at, f"must match {shape.pattern}")
            return ""
        return value

    def unique(self, names: Sequence[str], at: str, what: str) -> None:
        """Note names that are there more than once."""
        for name in sorted({name for name in names if name and names.count(name) > 1}):
            self.fault(f"{at}.{name}", f"the {what} is there twice")

    def optional(self, found: Mapping[str, Any], key: str, at: str) -> Texts:
        """Return a text that need not be there."""
        return self.texts(found[key], f"{at}.{key}") if key in found else {}

    def choice(self, value: Any, at: str, allowed: tuple[str, ...]) -> str:
        """Return `value` when it is one of the `allowed` words."""
        if not isinstance(value, str) or value not in allowed:
            self.fault(at, f"must be one of {', '.join(allowed)}")
            return ""
        return value
