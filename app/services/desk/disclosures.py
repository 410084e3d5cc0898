"""What the evidence of a case only commits to, opened for the staff: reasons in full, corrected values in part.

The openings are sealed under the case's key. They are read here for whoever may read the case, and once they are
destroyed nothing is left to read.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.domain import masks
from app.evidence import commitments
from app.services import record
from app.services.cases import CaseFile
from app.store.tables import EventBodyRow

_TELLING: Final = frozenset(
    {
        *("appointment.cancelled", "appointment.changed", "decision.returned", "document.returned", "sign.refused"),
        *("identity.refused", "incident.completed_by_hand", "incident.skipped", "party.changed"),
    }
)
"""Events whose reason the staff read."""
_CORRECTED: Final = "party.changed"


@dataclass(frozen=True, slots=True)
class Correction:
    """A detail of a person that was corrected, by its name, with its old and new value.

    They are masked where they are personal: enough to recognise, too little to use. "" is none.
    """

    what: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Disclosed:
    """What the staff may read of an event."""

    reason: str = ""
    corrections: tuple[Correction, ...] = ()


def of(file: CaseFile, body: EventBodyRow, event: Mapping[str, Any]) -> Disclosed:
    """Return what the staff may read of an event of a case. The caller has checked who may read the case.

    Raises `EvidenceMalformed` or `SealBroken` when the openings are not the event's.
    """
    if body.type not in _TELLING or body.opening is None:
        return Disclosed()
    committed = {name: bytes.fromhex(digest) for name, digest in event["commit"].items()}
    values = commitments.opened(committed, file.seal.open(body.opening, record.OPENING))
    changed = event["data"].get("changed", ()) if body.type == _CORRECTED else ()
    corrections = [
        Correction(name, _masked(name, str(values[f"old_{name}"])), _masked(name, str(values[f"new_{name}"])))
        for name in changed
    ]
    return Disclosed(str(values.get("reason", "")), tuple(corrections))


def _masked(name: str, value: str) -> str:
    return _MASKS.get(name, _hidden)(value) if value else ""


def _hidden(_value: str) -> str:
    return "•••"


_MASKS: Final[Mapping[str, Callable[[str], str]]] = {
    "mobile": masks.phone,
    "email": masks.email,
    "id_number": masks.document,
    "id_type": str.upper,
    "id_country": str,
}
