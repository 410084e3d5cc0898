"""The description of the API, made from its routes: OpenAPI 3.1."""

import inspect
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from flask import Blueprint, Flask, current_app
from werkzeug.routing import Rule

from app.web.api.operations import JSON, V1, Operation, adapter, bare
from app.web.gate import Audience, open_to

bp = Blueprint("api_description", __name__, url_prefix=V1)
VERSION: Final = "1.0.0"
_PLACE: Final = re.compile(r"<(?:(\w+):)?(\w+)>")
_KINDS: Final[Mapping[str, Mapping[str, str]]] = {
    "uuid": {"type": "string", "format": "uuid"},
    "int": {"type": "integer"},
}
_ABOUT: Final = (
    "The use cases of the office as JSON. Staff call with a key that an administrator made, citizens with the token "
    "that they got on coming in. Times are RFC 3339 in UTC, days ISO 8601. Faults are problem documents (RFC 9457): "
    "programs should key on `code`, which is stable; `title` is for people, in the language of Accept-Language."
)
_PROBLEM: Final = {
    "type": "object",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "reference": {"type": "string", "description": "to be quoted when asking for help"},
        "problems": {"type": "object", "additionalProperties": {"type": "string"}, "description": "place to what"},
    },
}


@bp.get("/openapi.json")
@open_to("public")
def description() -> dict[str, Any]:
    """Describe the API."""
    return document(current_app)


def document(app: Flask) -> dict[str, Any]:
    """Return the OpenAPI document of `app`."""
    found = [(rule, *_view(app, rule)) for rule in _rules(app)]
    schemas, components = _schemas([about for _, about, _, _ in found])
    paths: dict[str, dict[str, Any]] = {}
    for rule, about, audience, said in found:
        path = _PLACE.sub(r"{\2}", rule.rule)
        method = next(iter(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))).lower()
        paths.setdefault(path, {})[method] = _operation(rule, about, (audience, said), schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Ventanilla", "version": VERSION, "description": _ABOUT, "license": {"name": "EUPL-1.2"}},
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": {**components, "ProblemDocument": _PROBLEM},
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer", "description": "a key of the staff, vt_..."},
                "booking": {"type": "http", "scheme": "bearer", "description": "what holding an hour gave"},
                "visit": {"type": "http", "scheme": "bearer", "description": "what a citizen got on coming in"},
            },
        },
    }


def _rules(app: Flask) -> Iterator[Rule]:
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: (one.rule, sorted(one.methods or ()))):
        if rule.rule.startswith(f"{V1}/") and hasattr(app.view_functions[rule.endpoint], "operation"):
            yield rule


def _view(app: Flask, rule: Rule) -> tuple[Operation, Audience, str]:
    view: Any = app.view_functions[rule.endpoint]
    return view.operation, view.audience, inspect.getdoc(view) or ""


def _schemas(abouts: list[Operation]) -> tuple[Mapping[Any, Any], dict[str, Any]]:
    wanted: dict[tuple[Any, str], Any] = {}
    for about in abouts:
        for kind, mode in ((about.takes, "validation"), (about.query, "validation"), (about.gives, "serialization")):
            if kind is not None:
                wanted[kind, mode] = adapter(kind)
    keys = {key: str(number) for number, key in enumerate(wanted)}
    made, shared = type(adapter(int)).json_schemas(
        [(keys[key], key[1], one) for key, one in wanted.items()],  # type: ignore[misc]  # the two modes are literals
        ref_template="#/components/schemas/{model}",
    )
    return {key: made[name, key[1]] for key, name in keys.items()}, dict(shared.get("$defs", {}))  # type: ignore[index]


def _operation(rule: Rule, about: Operation, who: tuple[Audience, str], schemas: Mapping[Any, Any]) -> dict[str, Any]:
    audience, said = who
    summary, _, more = said.partition("\n")
    made: dict[str, Any] = {
        "operationId": rule.endpoint.replace(".", "_"),
        "tags": [about.group],
        "summary": summary.rstrip("."),
        "parameters": [*_path(rule), *_query(about)],
        "responses": _responses(about, schemas),
        "security": _security(about, audience),
    }
    if more.strip() or audience.roles:
        roles = f"Roles: {', '.join(audience.roles)}." if audience.roles else ""
        made["description"] = "\n\n".join(part for part in (more.strip(), roles) if part)
    if about.takes is not None:
        made["requestBody"] = {
            "required": not bare(about.takes),
            "content": {JSON: {"schema": schemas[about.takes, "validation"]}},
        }
    return made


def _path(rule: Rule) -> Iterator[dict[str, Any]]:
    for kind, name in _PLACE.findall(rule.rule):
        yield {"name": name, "in": "path", "required": True, "schema": _KINDS.get(kind, {"type": "string"})}


def _query(about: Operation) -> Iterator[dict[str, Any]]:
    if about.query is None:
        return
    schema = adapter(about.query).json_schema(ref_template="#/components/schemas/{model}")
    for name, kind in schema.get("properties", {}).items():
        yield {"name": name, "in": "query", "required": name in schema.get("required", []), "schema": kind}


def _responses(about: Operation, schemas: Mapping[Any, Any]) -> dict[str, Any]:
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}}
    if about.file:
        right: dict[str, Any] = {"200": {"description": "the file", "content": {about.file: {}}}}
    elif about.gives is None:
        right = {"204": {"description": "done"}}
    else:
        schema = schemas[about.gives, "serialization"]
        right = {str(int(about.status)): {"description": "what was asked for", "content": {JSON: {"schema": schema}}}}
    return {**right, "default": {"description": "a fault", "content": problem}}


def _security(about: Operation, audience: Audience) -> list[dict[str, list[str]]]:
    scheme = {"staff": "key", "citizen": "visit"}.get(audience.kind, about.bearer)
    return [{scheme: []}] if scheme else []
