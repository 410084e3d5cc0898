"""Rename every id, variable, form, field, lane, slot, role, document and message of a procedure's sources."""

import ast
import json
import re
from collections.abc import Mapping
from typing import Any, cast

import yaml
from lxml import etree

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
SPIFF = "{http://spiffworkflow.org/bpmn/schema/1.0/core}"
DMN = "{https://www.omg.org/spec/DMN/20191111/MODEL/}"
_IDS = (
    "id",
    "sourceRef",
    "targetRef",
    "attachedToRef",
    "default",
    "bpmnElement",
    "processRef",
    "errorRef",
    "messageRef",
)
_KEPT_ROLES = {"applicant"}


def renamed(procedure: str, sources: Mapping[str, bytes]) -> tuple[str, dict[str, bytes], dict[str, str]]:
    """Return the new id of the procedure, its new sources, and the new name of every flow node."""
    return _Renaming(procedure, sources).run()


class _Renaming:
    def __init__(self, procedure: str, sources: Mapping[str, bytes]) -> None:
        self.procedure, self.sources = procedure, sources
        self.words: dict[str, str] = {}

    def new(self, word: str) -> str:
        """Return the new name of a word, the same each time."""
        return self.words.setdefault(word, f"zq{len(self.words)}_{len(word)}")

    def run(self) -> tuple[str, dict[str, bytes], dict[str, str]]:
        self.texts = yaml.safe_load(self.sources["procedure.yaml"])
        diagram = etree.fromstring(self.sources[f"{self.procedure}.bpmn"])
        self.variables = {cast("str", node.text) for node in diagram.iter(f"{SPIFF}variableName")}
        self.results = {node.get("resultVariable") for node in diagram.iter(f"{SPIFF}serviceTaskOperator")} - {None}
        self.results |= {name for script in diagram.iter(f"{BPMN}script") for name in _assigned(script.text or "")}
        tables = {path: etree.fromstring(content) for path, content in self.sources.items() if path.endswith(".dmn")}
        self.results |= {node.get("name") for table in tables.values() for node in table.iter(f"{DMN}output")}
        self.values = _value_names(diagram)
        self.strings = {*self.texts["documents"], *self.texts["messages"], *self._roles(), *self._fields()}
        made = {f"{self.new(self.procedure)}.bpmn": self._diagram(diagram), "procedure.yaml": self._texts()}
        made |= {f"{self.new(self.procedure)}_{n}.dmn": self._table(table) for n, table in enumerate(tables.values())}
        for path, content in self.sources.items():
            if path.startswith("forms/"):
                form = self._form(json.loads(content))
                made[f"forms/{form['id']}.json"] = json.dumps(form, ensure_ascii=False).encode()
            elif path.startswith("documents/"):
                made[self._template(path)] = self._typst(content.decode()).encode()
        nodes = {
            node.get("id", ""): self.new(node.get("id", ""))
            for node in etree.fromstring(self.sources[f"{self.procedure}.bpmn"]).iter()
            if str(node.tag).startswith(BPMN) and node.get("id")
        }
        return self.new(self.procedure), made, nodes

    def _roles(self) -> set[str]:
        return {lane["party"] for lane in self.texts["lanes"].values() if "party" in lane} - _KEPT_ROLES

    def _fields(self) -> set[str]:
        found: set[str] = set()

        def walk(fields: list[dict[str, Any]]) -> None:
            for field in fields:
                found.add(field["name"])
                walk(field.get("fields", []))

        for path, content in self.sources.items():
            if path.startswith("forms/"):
                for page in json.loads(content)["pages"]:
                    walk(page["fields"])
        return found - _KEPT_ROLES

    def _diagram(self, root: Any) -> bytes:
        for node in root.iter():
            if not isinstance(node.tag, str):
                continue
            if node.tag.startswith(SPIFF):
                self._extension(node)
                continue
            self._ids(node)
            if node.tag in {f"{BPMN}flowNodeRef", f"{BPMN}incoming", f"{BPMN}outgoing"}:
                node.text = self.new(node.text)
            elif node.tag == f"{BPMN}lane":
                node.set("name", self.new(node.get("name")))
            elif node.tag == f"{BPMN}conditionExpression":
                node.text = self.expression(node.text)
            elif node.tag == f"{BPMN}script":
                node.text = self.expression(node.text, "exec")
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8")

    def _table(self, root: Any) -> bytes:
        for node in root.iter(f"{DMN}decision"):
            node.set("id", self.new(node.get("id")))
        for node in root.iter(f"{DMN}output"):
            node.set("name", self.new(node.get("name")))
        for node in root.iter(f"{DMN}inputExpression"):
            text = node.find(f"{DMN}text")
            text.text = self.expression(text.text)
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8")

    def _ids(self, node: Any) -> None:
        for name in _IDS:
            if node.get(name):
                node.set(name, self.new(node.get(name)))

    def _extension(self, node: Any) -> None:
        if node.tag == f"{SPIFF}variableName":
            node.text = self.new(node.text)
        elif node.tag == f"{SPIFF}serviceTaskOperator":
            if node.get("resultVariable"):
                node.set("resultVariable", self.new(node.get("resultVariable")))
        elif node.tag == f"{SPIFF}calledDecisionId":
            node.text = self.new(node.text)
        elif node.tag == f"{SPIFF}parameter":
            node.set("value", self.expression(node.get("value")))
        elif node.get("name") in {"form", "verifies"} and node.get("value") not in _KEPT_ROLES:
            node.set("value", self.new(node.get("value")))

    def expression(self, source: str, mode: str = "eval") -> str:
        """Rename variables, fields of answers and names that stand as texts in an expression, but nothing compared."""
        tree = ast.parse(source.strip(), mode=mode)
        kept = {id(key) for each in ast.walk(tree) if isinstance(each, ast.Dict) for key in each.keys}
        kept |= {id(value) for each in ast.walk(tree) if isinstance(each, ast.Compare) for value in each.comparators}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute):
                self._attribute(node)
            elif isinstance(node, ast.Constant) and node.value in self.strings and id(node) not in kept:
                node.value = self.new(cast("str", node.value))
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and node.id in self.variables | self.results:
                node.id = self.new(node.id)
        return ast.unparse(tree)

    def _attribute(self, node: ast.Attribute) -> None:
        root: ast.expr = node
        while isinstance(root, ast.Attribute):
            root = root.value
        owner = root.id if isinstance(root, ast.Name) else ""
        if (owner in self.variables and node.attr != "ref") or (owner == "office" and node.attr in self._roles()):
            node.attr = self.new(node.attr)

    def _texts(self) -> bytes:
        texts = self.texts
        texts["id"], texts["code"] = self.new(self.procedure), "ZQX"
        texts["lanes"] = {self.new(name): self._lane(lane) for name, lane in texts["lanes"].items()}
        for paper in texts["papers"]:
            paper["slot"] = self.new(paper["slot"])
            paper["by"] = paper["by"] if paper["by"] in _KEPT_ROLES else self.new(paper["by"])
            if "when" in paper:
                paper["when"] = self._condition(paper["when"])
        texts["documents"] = {
            self.new(name): {**self._said(kind), "template": self._template(kind["template"])}
            for name, kind in texts["documents"].items()
        }
        texts["messages"] = {self.new(name): message for name, message in texts["messages"].items()}
        for step in texts["steps"]:
            step["elements"] = [self.new(element) for element in step["elements"]]
        needs = texts.get("appointment", {})
        if needs.get("triage"):
            needs["triage"] = self.new(needs["triage"])
        for said in (*needs.get("longer", ()), *needs.get("advice", ())):
            said["when"] = self._condition(said["when"])
        texts["outcomes"] = {self.new(name): outcome for name, outcome in texts["outcomes"].items()}
        return yaml.safe_dump(texts, allow_unicode=True).encode()

    def _said(self, said: Any) -> Any:
        """Rename what the text of a resolution has of answers: what it has of values keeps its name."""
        if isinstance(said, str):
            return re.sub(r"\{(\w+)\}", lambda m: f"{{{self._told(m[1])}}}", said)
        if isinstance(said, list):
            return [self._said(each) for each in said]
        if isinstance(said, dict):
            return {key: self._told(each) if key == "field" else self._said(each) for key, each in said.items()}
        return said

    def _told(self, name: str) -> str:
        return self.new(name) if name in self._fields() - self.values else name

    def _lane(self, lane: dict[str, Any]) -> dict[str, Any]:
        if lane.get("party") in self._roles():
            return {**lane, "party": self.new(lane["party"])}
        return lane

    def _template(self, path: str) -> str:
        return f"documents/{self.new(path)}.typ"

    def _form(self, form: dict[str, Any]) -> dict[str, Any]:
        form["id"] = self.new(form["id"])
        for page in form["pages"]:
            page["id"] = self.new(page["id"])
            if "when" in page:
                page["when"] = self._condition(page["when"])
            page["fields"] = [self._field(field) for field in page["fields"]]
        return form

    def _field(self, field: dict[str, Any]) -> dict[str, Any]:
        field["name"] = self.new(field["name"])
        if "when" in field:
            field["when"] = self._condition(field["when"])
        if "fields" in field:
            field["fields"] = [self._field(inner) for inner in field["fields"]]
        return field

    def _condition(self, condition: dict[str, Any]) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for key, value in condition.items():
            if key in {"all", "any"}:
                made[key] = [self._condition(each) for each in value]
            elif key == "not":
                made[key] = self._condition(value)
            else:
                made[key] = ".".join(self.new(part) for part in value.split(".")) if key == "field" else value
        return made

    def _typst(self, source: str) -> str:
        if "data.answers.padron" in source:  # what an operator sealed has names of its own
            return source
        source = re.sub(r"data\.answers\.(\w+)\b(?!\()", lambda m: f"data.answers.{self.new(m[1])}", source)
        source = re.sub(r"data\.parties\.(\w+)", lambda m: f"data.parties.{self.new(m[1])}", source)
        fields = self._fields()

        def field(match: re.Match[str]) -> str:
            word = match[3]
            return f"{match[1]}{match[2]}{self.new(word) if word in fields else word}"

        source = re.sub(r"\b(ask|home|one)(\.)(\w+)", field, source)
        return re.sub(r"\b(ask|home|one)(\.at\(\")(\w+)", field, source)


def _assigned(script: str) -> set[str]:
    """Return the names that a script gives a value."""
    return {
        node.id
        for node in ast.walk(ast.parse(script))
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }


def _value_names(diagram: Any) -> set[str]:
    """Return the names of the values that operators give to documents."""
    found: set[str] = set()
    for node in diagram.iter(f"{SPIFF}parameter"):
        tree = ast.parse(node.get("value"), mode="eval")
        dicts = [each for each in ast.walk(tree) if isinstance(each, ast.Dict)]
        found |= {str(key.value) for each in dicts for key in each.keys if isinstance(key, ast.Constant)}
    return found
