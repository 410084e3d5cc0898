"""What an operation of the API takes and gives, checked on the way in and described by the same words."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, wraps
from http import HTTPStatus
from typing import Any

from flask import Response, make_response, request
from pydantic import TypeAdapter, ValidationError

from app.domain.errors import Invalid

V1 = "/api/v1"
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Operation:
    """What is known of an operation besides its route: its group, body, query and answer.

    `takes` and `query` are dataclasses, `gives` any type that JSON can hold; None stands for nothing. `file` is
    the media type of an answer that is no JSON, `bearer` the scheme of a public operation that wants its own token.
    """

    group: str
    takes: Any = None
    query: Any = None
    gives: Any = None
    status: int = HTTPStatus.OK
    file: str = ""
    bearer: str = ""


def operation(about: Operation) -> Callable[[Callable[..., Any]], Callable[..., Response]]:
    """Let a view take `body` and `query` as `about` says, and return what it gives.

    Whatever does not fit is refused with `Invalid`, one sentence per place.
    """

    def declare(view: Callable[..., Any]) -> Callable[..., Response]:
        @wraps(view)
        def called(**path: Any) -> Response:
            given = dict(path)
            if about.takes is not None:
                given["body"] = _body(about.takes)
            if about.query is not None:
                given["query"] = _read(about.query, request.args.to_dict())
            return _answer(about, view(**given))

        called.operation = about  # type: ignore[attr-defined]  # read back by `openapi`
        return called

    return declare


@cache
def adapter(kind: Any) -> TypeAdapter[Any]:
    """Return what reads, writes and describes values of a type."""
    return TypeAdapter(kind)


def bare(kind: Any) -> bool:
    """Return whether a body of this kind may be left out, because nothing in it must be said."""
    return "required" not in adapter(kind).json_schema()


def _body(kind: Any) -> Any:
    if not request.get_data() and bare(kind):
        return adapter(kind).validate_python({})
    if request.mimetype != JSON:
        raise Invalid("the body must be JSON", {"": "Content-Type: application/json"})
    try:
        return adapter(kind).validate_json(request.get_data(), extra="forbid")
    except ValidationError as fault:
        raise _refusal(fault) from None


def _read(kind: Any, given: dict[str, str]) -> Any:
    try:
        return adapter(kind).validate_strings(given, extra="forbid")
    except ValidationError as fault:
        raise _refusal(fault) from None


def _refusal(fault: ValidationError) -> Invalid:
    """Return what is wrong, place by place, in stable words; never the value, which may be personal."""
    wrong = {".".join(str(part) for part in one["loc"]): one["type"] for one in fault.errors(include_input=False)}
    return Invalid("the call does not fit the description of the API", wrong)


def _answer(about: Operation, found: Any) -> Response:
    if isinstance(found, Response):
        return found
    if about.gives is None:
        return make_response("", HTTPStatus.NO_CONTENT)
    response = make_response(adapter(about.gives).dump_json(found), about.status)
    response.content_type = JSON
    return response
