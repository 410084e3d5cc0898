"""The one way in which the normalising functions of the domain refuse what a person wrote."""


class Malformed(ValueError):
    """A number or name is not what it should be.

    `reason` is a stable word that forms turn into a sentence: "empty", "characters", "length",
    "kind", "country", "checksum". The refused text itself is never kept: it may be personal data.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
