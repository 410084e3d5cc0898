"""Keep the workflows of the last moves alive, so that a busy case need not be read again.

A workflow is found by the digest of the very state it stands for, and handed out once: whoever
takes it owns it. So nothing is shared, a move that fails or is rolled back loses its workflow and
nothing else, and leaving this module out changes no result.
"""

import hashlib
import threading
from collections import OrderedDict

from app.engine.flow import Flow

MOST = 128

_GUARD = threading.Lock()
_FLOWS: OrderedDict[bytes, tuple[Flow, int]] = OrderedDict()


def take(state: bytes) -> tuple[Flow, int] | None:
    """Take out the workflow that stands for `state`, with its serial; None when there is none."""
    with _GUARD:
        return _FLOWS.pop(hashlib.sha256(state).digest(), None)


def keep(state: bytes, flow: Flow, serial: int) -> None:
    """Keep `flow`, which nobody may touch any more, for the next move from `state`."""
    with _GUARD:
        _FLOWS[hashlib.sha256(state).digest()] = (flow, serial)
        while len(_FLOWS) > MOST:
            _FLOWS.popitem(last=False)


def forget() -> None:
    """Drop every workflow."""
    with _GUARD:
        _FLOWS.clear()
