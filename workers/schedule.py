"""What beat starts, and how often."""

from typing import Any

SCHEDULE: dict[str, dict[str, Any]] = {
    "relay": {"task": "relay.run", "schedule": 1.0, "options": {"expires": 5, "queue": "default"}},
    "terms": {"task": "terms.run", "schedule": 60.0, "options": {"expires": 50, "queue": "default"}},
    "digests": {"task": "digests.run", "schedule": 60.0, "options": {"expires": 50, "queue": "default"}},
    "notifications": {"task": "notifications.run", "schedule": 20.0, "options": {"expires": 15, "queue": "default"}},
    "appointments": {"task": "appointments.run", "schedule": 20.0, "options": {"expires": 15, "queue": "default"}},
    "signatures": {"task": "signatures.run", "schedule": 300.0, "options": {"expires": 240, "queue": "default"}},
    "cells": {"task": "cells.run", "schedule": 3600.0, "options": {"expires": 600, "queue": "default"}},
}
