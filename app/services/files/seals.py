"""Put the entity's seal on what it issues. Not a use case."""

from collections.abc import Iterable

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from app.documents import signing
from app.documents.signing import Place
from app.ports import Outside
from app.services import keys, sentences
from app.services.entities import Entity
from app.services.files import sheets


def seal(outside: Outside, entity: Entity, language: str, pdf: bytes, about: str = "") -> bytes:
    """Return `pdf` with the entity's last seal (PAdES B-LTA), its mark with a line `about` what is sealed.

    Raises what the time-stamping authority raises.
    """
    now = outside.clock.now()
    told = sheets.long_time(now.astimezone(entity.zone), language)
    said = [sentences.say("sealed_by", language, name=entity.name), *([about] if about else []), told]
    place = Place(sheets.SEAL_FIELD, now, _lines(said, entity, language))
    return signing.seal(pdf, keys.opened(outside, entity.id), place, outside.timestamps, last=True)


def _lines(lines: Iterable[str], entity: Entity, language: str) -> tuple[str, ...]:
    return (*lines, sentences.say("demonstration_mark", language)) if entity.demonstration else tuple(lines)


def detached(outside: Outside, entity: str, content: bytes) -> bytes:
    """Return a detached CMS signature (DER) of `content` by the entity's seal, with the chain up to the root."""
    found = keys.opened(outside, entity)
    builder = pkcs7.PKCS7SignatureBuilder().set_data(content)
    builder = builder.add_signer(found.seal.certificate, found.seal.key, hashes.SHA256())
    builder = builder.add_certificate(found.services.certificate)
    return builder.sign(Encoding.DER, [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary])
