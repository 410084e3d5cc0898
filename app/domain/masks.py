"""Personal data shown in part, so that their owner knows them and nobody else learns them."""


def email(address: str) -> str:
    """Return an e-mail address with its first letter and its domain: c•••@ejemplo.es."""
    name, _, domain = address.partition("@")
    return f"{name[:1]}•••@{domain}"


def phone(number: str) -> str:
    """Return a telephone number with its last three digits: ••• ••• 678."""
    return f"••• ••• {number[-3:]}"


def document(number: str) -> str:
    """Return the number of an identity document with its last three signs: •••••78Z."""
    return f"•••••{number[-3:]}"
