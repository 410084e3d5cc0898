"""Put the entity's seal on what it issues. Not a use case."""

from collections.abc import Iterable

from app.documents import signing
from app.documents.signing import Place
from app.ports import Outside
from app.services import keys, sentences, sheets
from app.services.entities import Entity


def seal(outside: Outside, entity: Entity, language: str, pdf: bytes) -> bytes:
    """Return `pdf` with the entity's last seal (PAdES B-LTA). Raises what the time-stamping authority raises."""
    now = outside.clock.now()
    told = sheets.long_time(now.astimezone(entity.zone), language)
    lines = _lines([sentences.say("sealed_by", language, name=entity.name), told], entity, language)
    return signing.seal(pdf, keys.opened(outside), Place(sheets.SEAL_FIELD, now, lines), outside.timestamps, last=True)


def _lines(lines: Iterable[str], entity: Entity, language: str) -> tuple[str, ...]:
    return (*lines, sentences.say("demonstration_mark", language)) if entity.demonstration else tuple(lines)
