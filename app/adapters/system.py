"""The machine's own clock."""

from datetime import UTC, datetime


class SystemClock:
    """Tells the time of this machine."""

    def now(self) -> datetime:
        """Return the present, aware UTC."""
        return datetime.now(UTC)
