"""Reference pages of what the code declares: settings, errors, operators, events, procedures."""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

import app
import workers.operators
from app import operators
from app.domain.errors import OfficeError
from app.domain.procedure import Procedure, text
from app.engine import specs
from app.evidence import acts
from app.intake import procedures as texts
from app.operators.contract import Operator
from app.services import installation
from app.settings import Settings
from tools import markdown

ROOT = Path(__file__).resolve().parents[1]


def settings_page() -> str:
    """Return the page of the settings."""
    rows = [
        [markdown.code(name.upper()), _default(field), field.description or ""]
        for name, field in Settings.model_fields.items()
    ]
    words = (
        "Every setting is an environment variable, read once at the start. `./ventanilla run` gives its children all "
        "that are required; whatever you set yourself wins, and the part that it names is not started."
    )
    return markdown.page("Settings", words, markdown.table(["Variable", "Default", "Meaning"], rows))


def _default(field: FieldInfo) -> str:
    if field.default is PydanticUndefined:
        return "required"
    return markdown.code(field.default) or "empty"


def errors() -> list[type[OfficeError]]:
    """Return every error of app with a code of its own, in the order of the codes."""
    for module in pkgutil.walk_packages(app.__path__, "app."):
        if not module.name.startswith("app.embedded.launch"):
            importlib.import_module(module.name)
    own = {error for error in _family(OfficeError) if error.__module__.startswith("app.") and "code" in vars(error)}
    return sorted(own, key=lambda error: error.code)


def _family(root: type[OfficeError]) -> Iterator[type[OfficeError]]:
    yield root
    for child in root.__subclasses__():
        yield from _family(child)


def errors_page() -> str:
    """Return the page of the error codes."""
    rows = [[markdown.code(error.code), str(error.status), _first_line(error)] for error in errors()]
    words = (
        "The code is stable: programs and logs key on it. The status is that of the HTTP answer. Under `/api/` the "
        "answer is a problem document (RFC 9457); elsewhere it is a page that says what to do next."
    )
    return markdown.page("Errors", words, markdown.table(["Code", "Status", "Meaning"], rows))


def operators_page() -> str:
    """Return the page of the operators."""
    workers.operators.load()
    words = (
        "What a service task of a diagram may call. The signature of a function under `workers/operators/` is the "
        "contract: a worker checks the parameters against it before it runs. A failure takes the error boundary "
        "event with that error code, or becomes [an incident](../how-to/incidents.md)."
    )
    return markdown.page("Operators", words, *(_operator(one) for _, one in sorted(operators.CATALOGUE.items())))


def _operator(one: Operator) -> str:
    taken = [
        [markdown.code(name), kind, "may be left out" if name in one.optional else "required"]
        for name, kind in one.params.items()
    ]
    given = [[markdown.code(name), kind] for name, kind in one.result.items()]
    parts = [
        f"## {markdown.code(one.name)}",
        inspect.getdoc(one.run) or "",
        markdown.table(["Parameter", "Type", ""], taken) if taken else "It takes no parameters.",
        markdown.table(["Result", "Type"], given) if given else "It gives nothing back.",
        f"Queue: {markdown.code(one.queue)}.",
    ]
    return "\n\n".join(parts)


def events_page() -> str:
    """Return the page of the types of event."""
    written = _written()
    rows = [
        [markdown.code(name), said, markdown.codes(sorted(written.get(name, ()))) or "nobody yet"]
        for name, said in sorted(acts.TYPES.items())
    ]
    words = (
        "The closed list of what evidence can say; another type is refused. The last column names the services that "
        "record it: a name that nobody records is kept for a part of the office that does not exist yet. How an event "
        "is built stands in [the format](evidence-format.md)."
    )
    return markdown.page("Events", words, markdown.table(["Type", "What happened", "Recorded by"], rows))


def _written() -> dict[str, set[str]]:
    """Return which services write which type, from the texts that stand in their source."""
    found: dict[str, set[str]] = {}
    for path in sorted((ROOT / "app" / "services").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        said = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
        parts = {
            str(part.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.JoinedStr)
            for part in (node.values[0], node.values[-1])
            if isinstance(part, ast.Constant)
        }
        for name in acts.TYPES:
            area, _, what = name.partition(".")
            if name in said or (f"{area}." in parts and what in said) or (f".{what}" in parts and area in said):
                found.setdefault(name, set()).add(path.stem)
    return found


def procedures_page() -> str:
    """Return the page of the procedures that the office comes with."""
    found = installation.built_in(ROOT)
    words = (
        "What the office offers when it is new. Each is a diagram, a file of texts, forms and templates; none has code "
        "of its own. How to write another: [publish a procedure](../how-to/publish-a-procedure.md)."
    )
    return markdown.page("Procedures", words, *(_procedure(one, sources) for one, sources in sorted(found.items())))


def _procedure(name: str, sources: Mapping[str, bytes]) -> str:
    found = texts.parse(sources)
    spec = specs.load(sources, name)
    called = sorted({element.operator for element in spec.elements.values() if element.operator})
    rows = [
        ["Case numbers", f"`<year>/{found.code}/<number>`"],
        ["Who works", "; ".join(f"{lane}: {_who(found, lane)}" for lane in found.lanes)],
        ["Forms", markdown.codes([path for path in sources if path.startswith("forms/")])],
        ["Documents", markdown.codes(sorted(found.documents))],
        ["Papers", markdown.codes([paper.slot for paper in found.papers])],
        ["Operators", markdown.codes(called)],
        ["Outcomes", "; ".join(text(outcome.title, "es").rstrip(".") for outcome in found.outcomes.values())],
        ["Legal basis", "; ".join(f"[{source.title}]({source.url})" for source in found.legal_basis)],
    ]
    title = f"## {markdown.code(name)}"
    said = f"*{text(found.card.title, 'es')}.* {text(found.card.summary, 'es')}"
    return "\n\n".join([title, said, markdown.table(["", ""], rows)])


def _who(found: Procedure, name: str) -> str:
    lane = found.lanes[name]
    return f"party {markdown.code(lane.party)}" if lane.party else markdown.code(lane.role or "machine")


def _first_line(of: object) -> str:
    return (inspect.getdoc(of) or "").partition("\n")[0]
