"""What a text message costs: its alphabet and how many messages it is sent as.

Source: 3GPP TS 23.038 section 6.2.1 (alphabet of 7 bits), TS 23.040 section 9.2.3.24.1 (parts).
"""

from dataclasses import dataclass
from typing import Final

_BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_ESCAPED: Final = frozenset("\f^{}\\[~]|€")
_GSM_ALONE, _GSM_PART = 160, 153
_UCS_ALONE, _UCS_PART = 70, 67


@dataclass(frozen=True, slots=True)
class Length:
    """How long a text is, in units of its alphabet ("gsm7" or "ucs2"), and how many messages are paid for.

    `dear` are the characters that keep it out of the cheap alphabet.
    """

    alphabet: str
    units: int
    messages: int
    dear: tuple[str, ...] = ()


def length(text: str) -> Length:
    """Return what `text` is sent as. An escaped character takes two units of 7 bits; others outside make it UCS-2."""
    dear = tuple(dict.fromkeys(one for one in text if one not in _BASIC and one not in _ESCAPED))
    if dear:
        sizes = [len(one.encode("utf-16-be")) // 2 for one in text]
        return Length("ucs2", sum(sizes), _messages(sizes, _UCS_ALONE, _UCS_PART), dear)
    sizes = [2 if one in _ESCAPED else 1 for one in text]
    return Length("gsm7", sum(sizes), _messages(sizes, _GSM_ALONE, _GSM_PART))


def _messages(sizes: list[int], alone: int, part: int) -> int:
    """Return how many messages hold characters of these `sizes`; none is split between two."""
    if sum(sizes) <= alone:
        return 1
    count, room = 1, part
    for size in sizes:
        if size > room:
            count, room = count + 1, part
        room -= size
    return count
