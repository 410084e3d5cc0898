"""How other commands find the office that runs in a home: a file that lives as long as it does."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from app.embedded import refusals, supervisor

_NAME = "environment.json"


@contextmanager
def published(home: Path, environment: Mapping[str, str], names: Iterable[str]) -> Iterator[None]:
    """Keep the settings `names` of a running office in `home`, readable by its owner alone."""
    path = home / _NAME
    fresh = path.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.write_text(json.dumps({name: environment[name] for name in names}))
    fresh.replace(path)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def of_running(home: Path) -> dict[str, str]:
    """Return the settings of the office that runs in `home`. Raises Refused when none does."""
    try:
        if not supervisor.is_held(home):
            raise FileNotFoundError
        return {str(name): str(text) for name, text in json.loads((home / _NAME).read_text()).items()}
    except (OSError, ValueError) as error:
        raise refusals.Refused(
            f"No hay ninguna oficina en marcha en {home}.",
            "Arránquela con ./ventanilla run, o defina DATABASE_URL y las demás variables.",
        ) from error
