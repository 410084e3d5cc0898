"""Who acts. References are random pseudonyms: never a name, a number or a digest of one."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who does something, as evidence names it.

    `kind` is "citizen", "clerk", "worker" or "system"; `ref` a pseudonym; `auth` how the person
    came in ("link_sms", "password_totp", "" for machines). `roles` and `lanes` limit staff.
    """

    kind: str
    ref: str
    auth: str = ""
    roles: frozenset[str] = frozenset()

    @property
    def id(self) -> UUID:
        """Return the pseudonym as an id. Raises `ValueError` for machines, which have words."""
        return UUID(self.ref)


SYSTEM = Actor("system", "office")
"""The office itself, when nobody asked: timers, sweepers, installation."""


def worker(name: str) -> Actor:
    """Return the actor for the operator `name`."""
    return Actor("worker", name)
