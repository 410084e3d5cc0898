"""Read YAML and JSON from strangers: small, flat, without aliases, tags or repeated keys."""

import json
from collections.abc import Hashable
from typing import Any, Final

import yaml
from yaml.nodes import MappingNode

LARGEST: Final = 200_000
DEEPEST: Final = 24


class Unreadable(ValueError):
    """A source cannot be read; the message says why, for its author."""


class _Loader(yaml.SafeLoader):
    """The safe loader, without merges and repeated keys."""

    def construct_mapping(self, node: MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [key.value for key, _ in node.value]
        twice = {str(key) for key in keys if keys.count(key) > 1}
        if twice:
            raise Unreadable(f"the key {min(twice)} is there twice (line {node.start_mark.line + 1})")
        return super().construct_mapping(node, deep=deep)


def from_yaml(content: bytes) -> Any:
    """Return what a YAML source holds. Raises `Unreadable`."""
    text = _text(content)
    try:
        _refuse_tricks(text)
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a subclass of the safe loader
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        where = f" (line {mark.line + 1})" if mark else ""
        raise Unreadable(f"this is no YAML{where}") from None
    except (ValueError, RecursionError) as fault:
        if isinstance(fault, Unreadable):
            raise
        raise Unreadable("a value cannot be read") from None


def from_json(content: bytes) -> Any:
    """Return what a JSON source holds. Raises `Unreadable`."""
    text = _text(content)
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except json.JSONDecodeError as fault:
        raise Unreadable(f"this is no JSON (line {fault.lineno})") from None
    except RecursionError:
        raise Unreadable("it is nested too deeply") from None


def _text(content: bytes) -> str:
    if len(content) > LARGEST:
        raise Unreadable(f"it is larger than {LARGEST // 1000} kB")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("it is not written in UTF-8") from None


def _refuse_tricks(text: str) -> None:
    """Refuse aliases, which can blow a small source up, tags of our parser, and deep nesting."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise Unreadable("anchors and aliases are not allowed")
        if getattr(event, "tag", None):
            raise Unreadable("tags are not allowed")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise Unreadable("it is nested too deeply")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise Unreadable(f"the key {next(key for key in keys if keys.count(key) > 1)} is there twice")
    return found


def _no_constant(name: str) -> Any:
    raise Unreadable(f"{name} is no number")
