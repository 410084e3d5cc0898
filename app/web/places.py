"""An address that names a case and something in it leads nowhere when the thing lies in another case."""

from flask import request

from app.services import places
from app.web import gate


def check() -> None:
    """Raise `NotFound` when the task or document of the address is not of its case. To be asked after the gate."""
    named = request.view_args or {}
    task, document = named.get("task"), named.get("document")
    if "case" in named and (task or document):
        places.require(gate.visitor(), named["case"], task=task, document=document)
