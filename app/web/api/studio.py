"""Operations of the analysts: check and publish procedures, list their versions."""

import base64
import binascii
from dataclasses import dataclass
from http import HTTPStatus

from flask import Blueprint

from app import wiring
from app.domain.errors import Invalid
from app.domain.procedure import Problem
from app.services.publishing import checking, procedures
from app.services.publishing.procedures import PublishedVersion
from app.web.api.operations import V1, Operation, operation
from app.web.frame import limiter
from app.web.gate import open_to, visitor

bp = Blueprint("api_studio", __name__, url_prefix=V1)
GROUP = "procedures"


@dataclass(frozen=True, slots=True)
class Sources:
    """The files of a procedure, base64, by their paths as `./ventanilla procedures publish DIR` has them."""

    files: dict[str, str]

    def opened(self) -> dict[str, bytes]:
        """Return the files. Raises `Invalid` for what is no base64."""
        try:
            return {path: base64.b64decode(content, validate=True) for path, content in self.files.items()}
        except binascii.Error:
            raise Invalid("a file is not base64", {"files": "base64"}) from None


@dataclass(frozen=True, slots=True)
class Checked:
    """Every fault of the files; none when they can be published."""

    problems: list[Problem]


@dataclass(frozen=True, slots=True)
class Published:
    """The number of the version that new cases get from now on."""

    procedure: str
    number: int


@bp.get("/versions")
@open_to("staff", "analyst", "auditor", "administrator")
@operation(Operation(GROUP, gives=list[PublishedVersion]))
def versions() -> list[PublishedVersion]:
    """List every published version of every procedure."""
    return procedures.versions(wiring.parts().settings.entity)


@bp.post("/procedures/<procedure>/check")
@open_to("staff", "analyst")
@limiter.limit("120 per 10 minutes")
@operation(Operation(GROUP, takes=Sources, gives=Checked))
def check(procedure: str, body: Sources) -> Checked:
    """Name every fault of a procedure's files."""
    return Checked(checking.check(procedure, body.opened()))


@bp.post("/procedures/<procedure>/versions")
@open_to("staff", "analyst")
@limiter.limit("60 per 10 minutes")
@operation(Operation(GROUP, takes=Sources, gives=Published, status=HTTPStatus.CREATED))
def publish(procedure: str, body: Sources) -> Published:
    """Publish a procedure; the same content again changes nothing. Running cases keep their version."""
    parts, here = wiring.parts(), visitor()
    done = procedures.publish(parts.outside, parts.settings.entity, procedure, body.opened(), here.actor)
    return Published(procedure, done.number)
