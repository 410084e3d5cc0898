"""What a verification says, in words that pages and files can carry."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

MANIFEST_KEY = "/VENT_Evidence"


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom to believe: root certificates, more authorities and revocation lists (all DER), and the office's arc."""

    roots: tuple[bytes, ...]
    arc: str
    authorities: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """One signature. `kind` is citizen, seal, stamp or other; `signed_at` is proven by a time stamp or None.

    `changes` says what came after it (none, lta_updates, form_filling, annotations, other); `covers` is the
    number of bytes up to the end of its revision; an empty `problems` means that it holds.
    """

    field: str
    kind: str
    signer: str = ""
    signer_id: str = ""
    signed_at: datetime | None = None
    level: str = ""
    changes: str = "none"
    manifest: bytes | None = None
    manifest_bound: bool | None = None
    covers: int = 0
    problems: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether nothing speaks against this signature."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class Report:
    """The whole document.

    `verdict` is valid, altered, incomplete, untrusted, unsigned or unreadable. `matches` says whether the
    file is byte for byte the one that was issued, None when that was not asked. `level` is the lowest
    level of its signatures (B-B, B-T, B-LT, B-LTA) or "". `modifications` names what was done to it.
    """

    verdict: str
    sha256: str
    matches: bool | None
    level: str
    signatures: tuple[SignatureReport, ...]
    modifications: tuple[str, ...]
    missing: tuple[str, ...] = ()

    @property
    def valid(self) -> bool:
        """Whether the document is complete, unchanged and trusted."""
        return self.verdict == "valid"


def to_json(report: Report) -> dict[str, Any]:
    """Return `report` as JSON values."""
    return {
        **asdict(report),
        "signatures": [
            {
                **asdict(one),
                "signed_at": one.signed_at.isoformat() if one.signed_at else None,
                "manifest": one.manifest.decode("utf-8", "replace") if one.manifest is not None else None,
            }
            for one in report.signatures
        ],
    }


def from_json(tree: Mapping[str, Any]) -> Report:
    """Return the report that `to_json` was given."""
    signatures = tuple(
        SignatureReport(
            **{
                **one,
                "signed_at": datetime.fromisoformat(one["signed_at"]) if one["signed_at"] else None,
                "manifest": one["manifest"].encode() if one["manifest"] is not None else None,
                "problems": tuple(one["problems"]),
            }
        )
        for one in tree["signatures"]
    )
    lists = {name: tuple(tree[name]) for name in ("modifications", "missing")}
    return Report(**{**tree, "signatures": signatures, **lists})
