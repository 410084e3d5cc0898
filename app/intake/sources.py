"""Read YAML and JSON from strangers: small, flat, without aliases, tags or repeated keys."""

import codecs
import json
from collections import Counter
from collections.abc import Hashable, Iterable
from typing import Any, Final

import yaml
from yaml.nodes import MappingNode

LARGEST: Final = 200_000
DEEPEST: Final = 24
NOT_UTF8: Final = "No está escrito en UTF-8."


class Unreadable(ValueError):
    """A source cannot be read; the message says why, for its author."""


class _Loader(yaml.SafeLoader):
    """The safe loader, without merges and repeated keys."""

    def construct_mapping(self, node: MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        twice = _twice(str(key.value) for key, _ in node.value)
        if twice:
            raise Unreadable(f"La clave «{min(twice)}» está dos veces (línea {node.start_mark.line + 1}).")
        return super().construct_mapping(node, deep=deep)


def from_yaml(content: bytes) -> Any:
    """Return what a YAML source holds. Raises `Unreadable`."""
    text = _text(content)
    try:
        _refuse_tricks(text)
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a subclass of the safe loader
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        where = f", línea {mark.line + 1}" if mark else ""
        raise Unreadable(f"No se entiende como YAML{where}.") from None
    except (ValueError, RecursionError) as fault:
        if isinstance(fault, Unreadable):
            raise
        raise Unreadable("Hay un valor que no se entiende.") from None


def from_json(content: bytes) -> Any:
    """Return what a JSON source holds. Raises `Unreadable`."""
    text = _text(content)
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except json.JSONDecodeError as fault:
        raise Unreadable(f"No se entiende como JSON, línea {fault.lineno}.") from None
    except RecursionError:
        raise Unreadable("Está anidado a demasiada profundidad.") from None


def in_utf8(content: bytes) -> tuple[bytes, str]:
    """Return `content` in UTF-8 whatever it was written in, with a complaint when that was something else."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        return content.decode("utf-16" if wide else "latin-1", "replace").encode("utf-8", "replace"), NOT_UTF8
    return content, ""


def _twice(keys: Iterable[str]) -> set[str]:
    return {key for key, times in Counter(keys).items() if times > 1}


def _text(content: bytes) -> str:
    if len(content) > LARGEST:
        raise Unreadable(f"Ocupa más de {LARGEST // 1000} kB.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(NOT_UTF8) from None


def _refuse_tricks(text: str) -> None:
    """Refuse aliases, which can blow a small source up, tags of our parser, and deep nesting."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise Unreadable("No se admiten anclas ni alias (& y *).")
        if getattr(event, "tag", None):
            raise Unreadable("No se admiten etiquetas (!).")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise Unreadable("Está anidado a demasiada profundidad.")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Unreadable(f"La clave «{min(_twice(key for key, _ in pairs))}» está dos veces.")
    return found


def _no_constant(name: str) -> Any:
    raise Unreadable(f"{name} no es un número.")
