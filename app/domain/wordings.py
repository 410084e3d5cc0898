"""The office's own messages: which there are, what their texts may and must name, and how a text is filled.

A text holds {places} and nothing cleverer. In an e-mail some places are blocks, such as the facts of an appointment:
each stands in a paragraph of its own.
"""

import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

MAIL, SMS, PART = "mail", "sms", "part"
"""What a message is sent as; a part is a passage that e-mails quote."""
BLOCKS: Final = frozenset({"appointment", "bring", "button", "terms"})
"""Places that stand in a paragraph of their own: facts, a list, the button with its links, a passage."""
LONGEST_SUBJECT, LONGEST_BODY, LONGEST_SMS = 150, 6000, 300
"""Characters of a text as it is written, places unfilled."""

_CASE: Final = frozenset({"name", "procedure", "number", "entity"})
_HOUR: Final = frozenset({"date", "time", "place", "office"})
_APPOINTMENT: Final = _CASE | _HOUR | BLOCKS


@dataclass(frozen=True, slots=True)
class Wording:
    """A message of the office's own. `places` may stand in its texts; those in `needed` must, in the body."""

    name: str
    kind: str
    places: frozenset[str]
    needed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a text: in "subject" or "body", a stable word, and the place that it is about."""

    field: str
    code: str
    place: str = ""


def _mail(name: str, places: frozenset[str], *needed: str) -> Wording:
    return Wording(name, MAIL, places, frozenset(needed))


def _sms(name: str, places: frozenset[str], *needed: str) -> Wording:
    return Wording(name, SMS, places | {"entity"}, frozenset(needed))


_ALL: Final = (
    _mail("booked", _APPOINTMENT, "appointment", "terms", "button"),
    _mail("moved", _APPOINTMENT, "appointment", "terms", "button"),
    _mail("moved_by_office", _APPOINTMENT | {"reason"}, "appointment", "reason", "terms", "button"),
    _mail("cancelled", _CASE | _HOUR | {"button"}, "date", "time", "button"),
    _mail("cancelled_by_office", _CASE | _HOUR | {"button", "reason"}, "date", "time", "reason", "button"),
    _mail("day_before", _APPOINTMENT, "appointment", "button"),
    _mail("soon", _APPOINTMENT, "appointment", "button"),
    _mail("missed", _CASE | _HOUR | {"button"}, "date", "button"),
    Wording("terms", PART, frozenset({"procedure", "entity"})),
    _sms("booked_sms", _HOUR | {"link"}, "date", "time", "link"),
    _sms("moved_sms", _HOUR | {"link"}, "date", "time", "link"),
    _sms("moved_by_office_sms", _HOUR | {"link", "reason"}, "date", "time", "reason", "link"),
    _sms("cancelled_sms", _HOUR, "date", "time"),
    _sms("cancelled_by_office_sms", _HOUR | {"reason"}, "date", "time", "reason"),
    _sms("day_before_sms", _HOUR | {"link"}, "time", "link"),
    _sms("soon_sms", _HOUR | {"link"}, "time", "link"),
    _mail("link", _CASE | {"button", "days"}, "button"),
    _mail("link_again", _CASE | {"button", "days"}, "button"),
    _sms("code_sms", frozenset({"code"}), "code"),
    _sms("booking_sms", frozenset({"code"}), "code"),
    _mail("returned", _CASE | {"button", "paper"}, "paper", "button"),
    _mail("notification", _CASE | {"button", "until"}, "until", "button"),
    _mail("notification_offered", _CASE | {"button", "until"}, "until", "button"),
    _mail("notification_letter", _CASE | {"button"}, "button"),
    _sms("notification_sms", frozenset({"number", "until"}), "number", "until"),
    _sms("notification_letter_sms", frozenset({"number"}), "number"),
    _mail("sign", _CASE | {"button", "document"}, "document", "button"),
    _mail("issued", _CASE | {"button", "document"}, "document", "button"),
    _mail("sign_reminder", _CASE | {"button", "document"}, "document", "button"),
    _mail("sign_refused", _CASE | {"button", "document"}, "document"),
    _sms("sign_sms", frozenset({"code", "csv"}), "code", "csv"),
    _sms("mobile_gone_sms", frozenset({"number"}), "number"),
    _sms("mobile_new_sms", frozenset({"number"}), "number"),
)
CATALOGUE: Final[Mapping[str, Wording]] = {one.name: one for one in _ALL}
"""Every message by its name, in the order in which people meet them."""


def names(template: str) -> list[str]:
    """Return the names in braces of a text, in their order. Raises `ValueError` for anything cleverer."""
    return [name for _, name in _pieces(template) if name]


def filled(template: str, values: Mapping[str, str]) -> str:
    """Return a text with `values` in its places. Raises `ValueError` as `names`, `KeyError` for one without a value."""
    return "".join(literal + (values[name] if name else "") for literal, name in _pieces(template))


def paragraphs(body: str) -> list[str]:
    """Return the paragraphs of a body: an empty line parts them."""
    blocks = body.replace("\r\n", "\n").split("\n\n")
    return [block.strip() for block in blocks if block.strip()]


def block(paragraph: str) -> str:
    """Return the block that a paragraph consists of, "" when it is words."""
    name = paragraph.strip()[1:-1]
    return name if name in BLOCKS and paragraph.strip() == f"{{{name}}}" else ""


def faults(wording: Wording, subject: str, body: str) -> list[Fault]:
    """Return everything that is wrong with the texts of a message, none when they may be used."""
    found = [*_field_faults(wording, "subject", subject)] if wording.kind == MAIL else []
    found += _field_faults(wording, "body", body)
    if not any(one.field == "body" and one.code in {"empty", "malformed"} for one in found):
        named = set(names(body))
        found += [Fault("body", "missing", place) for place in sorted(wording.needed - named)]
        found += [Fault("body", "not_alone", place) for place in _crowded(body)]
    return found


def _field_faults(wording: Wording, field: str, text: str) -> Iterator[Fault]:
    if not text.strip():
        yield Fault(field, "empty")
        return
    longest = LONGEST_SUBJECT if field == "subject" else LONGEST_SMS if wording.kind == SMS else LONGEST_BODY
    if len(text) > longest:
        yield Fault(field, "too_long", str(longest))
    try:
        named = names(text)
    except ValueError:
        yield Fault(field, "malformed")
        return
    allowed = wording.places - BLOCKS if field == "subject" else wording.places
    for place in dict.fromkeys(named):
        if place not in allowed:
            yield Fault(field, "unknown", place)


def _crowded(body: str) -> list[str]:
    """Return the blocks that share a paragraph with something."""
    shared = [name for one in paragraphs(body) if not block(one) for name in names(one) if name in BLOCKS]
    return list(dict.fromkeys(shared))


def _pieces(template: str) -> Iterator[tuple[str, str]]:
    for literal, name, spec, turn in string.Formatter().parse(template):
        if name is not None and (not name.isidentifier() or spec or turn):
            raise ValueError("a place is a name in braces and nothing else")
        yield literal, name or ""
