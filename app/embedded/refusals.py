"""What ./ventanilla says when it cannot go on."""

from app.domain import errors


class Refused(errors.OfficeError):
    """The office cannot start here. `reason` and `remedy` are Spanish sentences for the terminal."""

    code = "embedded.refused"
    status = 503

    def __init__(self, reason: str, remedy: str = "") -> None:
        super().__init__(f"{reason} {remedy}".strip())
        self.reason = reason
        self.remedy = remedy
