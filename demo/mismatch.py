"""What the drive says when the office did not do what it promises."""


class Mismatch(Exception):
    """Something is not as it should be; the message says what, in Spanish, for whoever runs the drive."""


def demand(claim: object, otherwise: str) -> None:
    """Go on when `claim` holds. Raises Mismatch with the sentence `otherwise`."""
    if not claim:
        raise Mismatch(otherwise)
