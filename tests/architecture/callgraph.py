"""Who calls whom under app/ and workers/, read from the source: enough to follow a request to its writes.

Calls are resolved through imports, so that `tasks.complete(...)` is a name and not a guess. A function that is
merely named (put in a table, handed on) counts as called. What only the running program knows is in `DYNAMIC`.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOORS = ("app.store.db.transaction", "app.store.db.bookkeeping")
_WRITING_WORDS = {"insert", "update", "delete", "upsert"}
_WRITING_METHODS = {"add", "add_all", "delete", "merge", "bulk_save_objects"}
_SESSIONS = {"session", "held.session"}

PORTS = (
    "app.services.files.documents.CaseDocuments.render",
    "app.services.deciding.decisions.CaseDecisions.automate",
    "app.services.deciding.decisions.CaseDecisions.request",
    "app.services.debits.mandates.DirectDebits.record",
    "app.services.debits.mandates.DirectDebits.reserve",
    "app.services.grants.applications.CaseGrants.apply",
    "app.services.grants.applications.CaseGrants.award",
    "app.services.grants.applications.CaseGrants.examine",
    "app.services.grants.applications.CaseGrants.order_payment",
    "app.services.notices.CaseNotices.notify",
    "app.services.notifying.sending.CaseNotifications.notify",
    "app.services.parties.CaseParties.invite",
    "app.services.parties.CaseParties.represent",
    "app.services.reference.lookups.ReferenceTables.look_up",
    "app.services.files.register.GeneralRegister.enter",
    "app.services.residents.register.ResidentsRegister.extract",
    "app.services.residents.register.ResidentsRegister.find_dwelling",
    "app.services.residents.register.ResidentsRegister.find_person",
    "app.services.residents.register.ResidentsRegister.lives_there",
    "app.services.residents.register.ResidentsRegister.register",
    "app.services.signing.signatures.CaseSignatures.request",
    "app.services.terms.running.CaseTerms.start",
    "app.services.terms.running.CaseTerms.pause",
    "app.services.terms.running.CaseTerms.resume",
    "app.services.terms.running.CaseTerms.meet",
)
"""What operators ask of the office: the methods behind the protocols of `app.ports.Office`."""

DYNAMIC: Mapping[str, tuple[str, ...]] = {
    "app.services.calls.run": (
        "app.services.deciding.production.produce",
        "app.services.messaging.messages.deliver_mail",
        "app.services.messaging.messages.deliver_sms",
        "app.services.notifying.proofs.letter",
        "app.services.notifying.proofs.prove",
        "app.services.signing.signatures.produce",
        "app.services.terms.telling.tell",
    ),
    "app.services.calls._run_operator": PORTS,
}
"""Calls through a table or a protocol, which no import shows."""


@dataclass(slots=True)
class Function:
    """A function of ours. `outside` are those that it calls outside every door, `inside` those within one."""

    name: str
    outside: set[str] = field(default_factory=set)
    inside: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    begun: set[str] = field(default_factory=set)
    doors: set[str] = field(default_factory=set)
    reasons: list[ast.expr] = field(default_factory=list)
    writes_outside: bool = False

    @property
    def calls(self) -> set[str]:
        return self.outside | self.inside


def sources(*folders: str) -> Iterator[tuple[str, Path]]:
    """Yield the dotted name and the path of every module in folders such as "app"."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


@cache
def trees() -> Mapping[str, ast.Module]:
    """Return the syntax of every module under app/ and workers/, by dotted name."""
    return {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in sources("app", "workers")}


@cache
def functions() -> Mapping[str, Function]:
    """Return every function and method under app/ and workers/, by dotted name."""
    found: dict[str, Function] = {}
    for module, tree in trees().items():
        names = _imports(tree) | {
            node.name: f"{module}.{node.name}"
            for node in tree.body
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        }
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                found[f"{module}.{node.name}"] = _read(f"{module}.{node.name}", node, names, "")
            elif isinstance(node, ast.ClassDef):
                for inner in node.body:
                    if isinstance(inner, ast.FunctionDef):
                        name = f"{module}.{node.name}.{inner.name}"
                        found[name] = _read(name, inner, names, f"{module}.{node.name}")
    for name, more in DYNAMIC.items():
        found[name].outside |= set(more)
    return found


def reached(root: str) -> set[str]:
    """Return `root` and every function that it can come to."""
    known, seen, ahead = functions(), set[str](), [root]
    while ahead:
        name = ahead.pop()
        if name in seen or name not in known:
            continue
        seen.add(name)
        ahead += known[name].calls
    return seen


def reached_outside_doors(root: str) -> set[str]:
    """Return `root` and every function that it can come to without passing a transaction or bookkeeping."""
    known, seen, ahead = functions(), set[str](), [root]
    while ahead:
        name = ahead.pop()
        if name in seen or name not in known:
            continue
        seen.add(name)
        ahead += known[name].outside
    return seen


def events(root: str, types: Iterable[str]) -> set[str]:
    """Return the types of event that services name on the way from `root`, in full or put together from two parts."""
    known = [functions()[name] for name in reached(root) if name.startswith(("app.services.", "workers."))]
    words = set[str]().union(*(one.words for one in known))
    begun = set[str]().union(*(one.begun for one in known))
    return {
        name for name in types if name in words or any(part in begun and rest in words for part, rest in _halves(name))
    }


def _halves(name: str) -> list[tuple[str, str]]:
    area, _, what = name.partition(".")
    return [(f"{area}.", what), (f".{what}", area)]


def _imports(tree: ast.Module) -> dict[str, str]:
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {
                alias.asname or alias.name.partition(".")[0]: alias.name
                if alias.asname
                else alias.name.partition(".")[0]
                for alias in node.names
            }
    return names


def _read(name: str, node: ast.FunctionDef, names: Mapping[str, str], owner: str) -> Function:
    made = Function(name)
    own = {one.arg for one in ast.walk(node) if isinstance(one, ast.arg)}
    own |= {one.id for one in ast.walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)}
    _walk(node, made, {word: meant for word, meant in names.items() if word not in own}, owner, within=False)
    return made


def _walk(node: ast.AST, made: Function, names: Mapping[str, str], owner: str, *, within: bool) -> None:
    if isinstance(node, ast.With):
        opened = [item.context_expr for item in node.items]
        doors = {
            door for one in opened if isinstance(one, ast.Call) and (door := _name(one.func, names, owner)) in DOORS
        }
        made.doors |= doors
        made.reasons += [
            one.args[0]
            for one in opened
            if isinstance(one, ast.Call) and one.args and _name(one.func, names, owner) == DOORS[1]
        ]
        for context in opened:
            _walk(context, made, names, owner, within=within)
        for statement in node.body:
            _walk(statement, made, names, owner, within=within or bool(doors))
        return
    _note(node, made, names, owner, within=within)
    for part in ast.iter_child_nodes(node):
        _walk(part, made, names, owner, within=within)


def _note(node: ast.AST, made: Function, names: Mapping[str, str], owner: str, *, within: bool) -> None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        made.words.add(node.value)
    elif isinstance(node, ast.JoinedStr) and node.values:
        made.begun |= {str(part.value) for part in (node.values[0], node.values[-1]) if isinstance(part, ast.Constant)}
    elif isinstance(node, ast.Name | ast.Attribute):
        called = _name(node, names, owner)
        if called:
            (made.inside if within else made.outside).add(called)
    if isinstance(node, ast.Call) and not within and _writes(node):
        made.writes_outside = True


def _name(node: ast.AST, names: Mapping[str, str], owner: str) -> str:
    """Return the dotted name that an expression stands for, "" when it is no name of ours."""
    if isinstance(node, ast.Name):
        return names.get(node.id, "")
    if isinstance(node, ast.Attribute):
        if isinstance(node.value, ast.Name) and node.value.id == "self" and owner:
            return f"{owner}.{node.attr}"
        before = _name(node.value, names, owner)
        return f"{before}.{node.attr}" if before else ""
    if isinstance(node, ast.Call):  # Class(...).method
        return _name(node.func, names, owner)
    return ""


def _writes(node: ast.Call) -> bool:
    if isinstance(node.func, ast.Name):
        return node.func.id in _WRITING_WORDS
    if isinstance(node.func, ast.Attribute):
        return node.func.attr in _WRITING_METHODS and ast.unparse(node.func.value) in _SESSIONS
    return False
