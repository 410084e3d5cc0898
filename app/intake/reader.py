"""Read what authors write, collecting every fault with its place instead of stopping at the first."""

import difflib
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar, Final

from app.domain.procedure import Texts

LANGUAGES: Final = ("es", "ca")
"""The languages that every text must have in the first release."""


_TYPES: Final[Mapping[type, str]] = {
    str: "un texto",
    int: "un número entero",
    bool: "true o false",
    list: "una lista",
    dict: "un objeto",
}
_SHAPES: Final[Mapping[str, str]] = {
    r"[a-z][a-z0-9_]{0,59}": "una palabra de minúsculas sin tilde, cifras y _, que empiece por letra",
    r"[a-z][a-z0-9_-]{0,59}": "una palabra de minúsculas sin tilde, cifras, _ y -, que empiece por letra",
    r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}": "una palabra de letras sin tilde, cifras y los signos _ . : -",
    r"[A-Za-z_][A-Za-z0-9_.-]{0,99}": "el id de un elemento del diagrama",
    r"[A-Z]{2,5}": "de dos a cinco mayúsculas",
    r"(?:[0-9]{6,7})?": "seis o siete cifras",
    r"documents/[a-z][a-z0-9_-]*\.typ": "documents/NOMBRE.typ",
    r"TD[0-9]{2}": "de TD01 a TD99",
    r"\S.{0,199}": "un texto de una línea, de 200 caracteres como mucho",
}


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
            self.fault(at, "Debe ser un objeto, con nombres y valores.")
            return {}
        for key in source.keys() - keys:
            self.fault(f"{at}.{key}", _unknown(str(key), keys))
        return source

    def items(self, found: Mapping[str, Any], key: str, at: str) -> list[Any]:
        """Return a list of at least one."""
        value = found.get(key)
        if not isinstance(value, list) or not 0 < len(value) <= self.most.get(key, 100):
            self.fault(f"{at}.{key}", f"Debe ser una lista de uno a {self.most.get(key, 100)}.")
            return []
        return value

    def typed(self, found: Mapping[str, Any], key: str, at: str, wanted: type, default: Any) -> Any:
        """Return a value of exactly the `wanted` type."""
        value = found.get(key, default)
        if value is not None and type(value) is not wanted:
            self.fault(f"{at}.{key}", f"Debe ser {_TYPES.get(wanted, wanted.__name__)}.")
            return default
        return value

    def texts(self, source: Any, at: str) -> Texts:
        """Return a text in every language."""
        if not isinstance(source, Mapping):
            self.fault(at, "Debe llevar un texto en cada idioma.")
            return {}
        for language in self.languages:
            if not isinstance(source.get(language), str) or not source[language].strip():
                self.fault(f"{at}.{language}", "Falta el texto.")
        return {str(language): str(text) for language, text in source.items()}

    def word(self, value: Any, at: str, shape: re.Pattern[str]) -> str:
        """Return a word of the given shape."""
        if not isinstance(value, str) or not shape.fullmatch(value):
            self.fault(at, _shaped(value, shape))
            return ""
        return value

    def unique(self, names: Sequence[str], at: str, what: str) -> None:
        """Note names that are there more than once."""
        for name in sorted({name for name in names if name and names.count(name) > 1}):
            self.fault(f"{at}.{name}", f"Hay dos veces el mismo nombre de {what}: «{name}».")

    def optional(self, found: Mapping[str, Any], key: str, at: str) -> Texts:
        """Return a text that need not be there."""
        return self.texts(found[key], f"{at}.{key}") if key in found else {}

    def choice(self, value: Any, at: str, allowed: tuple[str, ...]) -> str:
        """Return `value` when it is one of the `allowed` words."""
        if not isinstance(value, str) or value not in allowed:
            self.fault(at, f"Debe ser uno de: {', '.join(allowed)}.")
            return ""
        return value


def _unknown(key: str, keys: set[str]) -> str:
    """Return why a key is refused, with the one that was perhaps meant."""
    return f"La clave «{key}» no existe{meant(key, keys)}."


def meant(name: str, names: Collection[str]) -> str:
    """Return a question about the one of `names` that was perhaps meant, "" when none is like it."""
    near = difflib.get_close_matches(name, sorted(names), n=1)
    return f" (¿quiso decir «{near[0]}»?)" if near else ""


def _shaped(value: object, shape: re.Pattern[str]) -> str:
    """Return why a value does not have the shape of its place."""
    wanted = _SHAPES.get(shape.pattern) or ("una dirección https://…" if "https" in shape.pattern else shape.pattern)
    return f"Debe ser {wanted}." if value is not None else f"Falta: debe ser {wanted}."
