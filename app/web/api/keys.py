"""Operations of the administrators on keys for programs."""

from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from flask import Blueprint

from app import wiring
from app.services import tokens
from app.services.tokens import NewToken, TokenView, Wanted
from app.web.api.operations import V1, Operation, operation
from app.web.gate import open_to, visitor

bp = Blueprint("api_keys", __name__, url_prefix=f"{V1}/keys")
GROUP = "keys"


@dataclass(frozen=True, slots=True)
class KeyWanted:
    """A key's name, whom it acts for (username), with which of that person's roles, for 1 to 365 days."""

    name: str
    username: str
    roles: frozenset[str]
    days: int = 90


@bp.get("")
@open_to("staff", *tokens.KEEPERS)
@operation(Operation(GROUP, gives=list[TokenView]))
def listed() -> list[TokenView]:
    """List every key."""
    return tokens.listed(wiring.outside(), visitor())


@bp.post("")
@open_to("staff", *tokens.KEEPERS)
@operation(Operation(GROUP, takes=KeyWanted, gives=NewToken, status=HTTPStatus.CREATED))
def create(body: KeyWanted) -> NewToken:
    """Make a key; its secret is shown this once."""
    return tokens.create(wiring.outside(), visitor(), Wanted(body.name, body.username, body.roles, body.days))


@bp.delete("/<uuid:key>")
@open_to("staff", *tokens.KEEPERS)
@operation(Operation(GROUP))
def revoke(key: UUID) -> None:
    """Let a key count no longer."""
    tokens.revoke(wiring.outside(), visitor(), key)
