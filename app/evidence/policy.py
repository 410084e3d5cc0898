"""The policy with which a bundle is verified. It reaches the reader by another way than the bundle."""

import hashlib
import json
import ssl
from collections.abc import Sequence
from typing import Final

from app.evidence.canonical import Value

FORMAT: Final = "ventanilla-policy/1"
REQUIRED: Final = ("chain", "files", "manifest_signature")
"""What a reader asks of a bundle unless told otherwise."""


def build(
    tenant: str,
    seals: Sequence[bytes],
    roots: Sequence[bytes],
    *,
    organisation: str = "",
    require: Sequence[str] = REQUIRED,
    allow: Sequence[str] = (),
) -> dict[str, Value]:
    """Return the policy of `tenant` as JSON values.

    `seals` and `roots` are certificates in DER: those of the entity's seal, pinned by fingerprint,
    and the roots that they must lead to. `organisation` is the organizationIdentifier that a seal
    must bear ("VATES-P9900100D"). `require` lists what must be proved; "log", "witness", "anchor"
    and "qualified_timestamp" are words that no bundle of this release can satisfy. `allow` may
    hold "withheld": listed openings and documents may then be left out of the zip.
    """
    return {
        "format": FORMAT,
        "tenant": tenant,
        "seal": {
            "roots": [ssl.DER_cert_to_PEM_cert(root) for root in roots],
            "fingerprints": [hashlib.sha256(seal).hexdigest() for seal in seals],
            "organisation": organisation,
        },
        "require": list(require),
        "allow": list(allow),
    }


def encode(policy: dict[str, Value]) -> bytes:
    """Return the policy as a file that people can read."""
    return json.dumps(policy, indent=2, ensure_ascii=False, sort_keys=True).encode() + b"\n"
