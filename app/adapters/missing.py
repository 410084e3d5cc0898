"""What stands where an outside system was not configured: it says so, and what is owed stays owed."""

from app.domain.errors import OperatorUnavailable
from app.ports import Letter


class NoMail:
    """No mail server."""

    def send(self, letter: Letter) -> str:
        """Raise `OperatorUnavailable`: SMTP_URL is empty."""
        raise OperatorUnavailable(f"SMTP_URL is not set; {letter.reference} stays owed")


class NoSms:
    """No SMS gateway."""

    def send(self, to: str, text: str, reference: str) -> str:
        """Raise `OperatorUnavailable`: SMS_URL is empty."""
        del to, text
        raise OperatorUnavailable(f"SMS_URL is not set; {reference} stays owed")
