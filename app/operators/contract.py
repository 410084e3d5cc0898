"""The operator catalogue. One decorated function is one entry of the modeler's palette."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import Field, asdict, dataclass, field, fields, is_dataclass
from typing import Any, NewType, TypeVar, get_type_hints

from app.domain.errors import OperatorFailed
from app.domain.work import Json
from app.ports import CallRef, Office

DocumentName = NewType("DocumentName", str)
"""The name of a document in procedure.yaml."""
MessageName = NewType("MessageName", str)
"""The name of a message in procedure.yaml."""
Role = NewType("Role", str)
"""Who somebody is in a case: the party of a lane, or one that an operator invited."""
Recipient = NewType("Recipient", str)
"""A role, or everyone."""
NewRole = NewType("NewRole", str)
"""Who somebody becomes in the case."""
Places = NewType("Places", dict[str, Any])
"""What fills the places of a message, by name."""

_REFERS: dict[Any, str] = {
    DocumentName: "document",
    MessageName: "message",
    Role: "party",
    list[Role]: "party",
    Recipient: "recipient",
    NewRole: "newcomer",
    Places | None: "places",
}
_JSON_TYPES: dict[Any, str] = {
    **{named: "object" if word == "places" else "text" for named, word in _REFERS.items()},
    list[Role]: "list",
    str: "text",
    int: "integer",
    bool: "boolean",
    list[str]: "list",
    dict[str, Any]: "object",
    str | None: "text",
    dict[str, Any] | None: "object",
}
_PYTHON_TYPES: dict[str, type | tuple[type, ...]] = {
    "text": str,
    "integer": int,
    "boolean": bool,
    "list": list,
    "object": dict,
}


@dataclass(frozen=True, slots=True)
class Context:
    """Who is calling, and what the operator may ask of the office.

    `call.call_id` is the idempotency key: calls with the same id take effect once.
    """

    call: CallRef
    office: Office


@dataclass(frozen=True, slots=True)
class Pending:
    """The answer comes later, from a person or a message; the call then waits without a worker."""


@dataclass(frozen=True, slots=True)
class Operator:
    """A catalogue entry: what the palette shows and what a worker runs.

    `params` and `result` map names to the words text, integer, boolean, list and object;
    `optional` are the parameters with a default; `refers` says which parameters name something of the
    procedure, and what (document, message, party, recipient, newcomer, places); `queue` is the Celery queue.
    """

    name: str
    summary: str
    params: Mapping[str, str]
    optional: frozenset[str]
    result: Mapping[str, str]
    queue: str
    run: Callable[..., Any]
    refers: Mapping[str, str] = field(default_factory=dict)

    def call(self, ctx: Context, params: Mapping[str, Json]) -> dict[str, Any] | Pending:
        """Run the operator with the diagram's `params`.

        Raises `OperatorFailed("parameters")` when they do not fit its signature.
        """
        self._check(params)
        answer = self.run(ctx, **params)
        return answer if isinstance(answer, Pending) else asdict(answer)

    def _check(self, params: Mapping[str, Json]) -> None:
        missing = set(self.params) - self.optional - set(params)
        unknown = set(params) - set(self.params)
        wrong = [
            name
            for name, value in params.items()
            if name in self.params
            and not isinstance(value, _PYTHON_TYPES[self.params[name]])
            and not (value is None and name in self.optional)
        ]
        if missing or unknown or wrong:
            raise OperatorFailed("parameters", f"{self.name}: {sorted(missing)} {sorted(unknown)} {sorted(wrong)}")


CATALOGUE: dict[str, Operator] = {}

F = TypeVar("F", bound=Callable[..., Any])


def operator(name: str, *, queue: str = "default") -> Callable[[F], F]:
    """Register a function as the operator `name` ("area.verb").

    The signature is the contract: a `Context`, then keyword-only parameters of JSON types, and a
    dataclass result or `Pending`. Raises `TypeError` at import when it is not, and `ValueError`
    on a name taken.
    """

    def register(run: F) -> F:
        if name in CATALOGUE:
            raise ValueError(f"operator {name} is registered twice")
        hints = get_type_hints(run)
        result = hints.pop("return", None)
        first, *rest = inspect.signature(run).parameters.values()
        if hints.get(first.name) is not Context or any(p.kind is not p.KEYWORD_ONLY for p in rest):
            raise TypeError(f"operator {name}: want (ctx: Context, *, ...)")
        if not (isinstance(result, type) and is_dataclass(result)):
            raise TypeError(f"operator {name}: the result must be a dataclass")
        CATALOGUE[name] = Operator(
            name=name,
            summary=(inspect.getdoc(run) or "").partition("\n")[0],
            params={p.name: _json_type(name, hints[p.name]) for p in rest},
            optional=frozenset(p.name for p in rest if p.default is not p.empty),
            result={f.name: _json_type(name, kind) for f, kind in _typed_fields(result)},
            queue=queue,
            run=run,
            refers={p.name: _REFERS[hints[p.name]] for p in rest if hints[p.name] in _REFERS},
        )
        return run

    return register


def _typed_fields(cls: type) -> list[tuple[Field[Any], Any]]:
    hints = get_type_hints(cls)
    return [(f, hints[f.name]) for f in fields(cls)]


def _json_type(name: str, hint: Any) -> str:
    try:
        return _JSON_TYPES[hint]
    except (KeyError, TypeError):
        raise TypeError(f"operator {name}: {hint!r} is not a JSON type") from None
