"""Count what goes to the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine


@dataclass(slots=True)
class Count:
    """The statements of a while, shortened, in order."""

    statements: list[str] = field(default_factory=list)


@contextmanager
def counting() -> Iterator[Count]:
    """Yield what is counted from here to the end of the block."""
    count = Count()

    def statement(_connection: Any, _cursor: Any, text: str, *_: Any) -> None:
        count.statements.append(" ".join(text.split())[:160])

    event.listen(Engine, "before_cursor_execute", statement)
    try:
        yield count
    finally:
        event.remove(Engine, "before_cursor_execute", statement)
