"""Which call of a diagram asks something of the office."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class CallRef:
    """Which call of which case asks. `call_id` is the idempotency key of whatever is asked."""

    entity: str
    case_id: UUID
    call_id: UUID
