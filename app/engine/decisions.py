"""Decision tables, with the hit policies that the office supports: UNIQUE, FIRST and COLLECT."""

from collections.abc import Iterator
from typing import Any

from SpiffWorkflow.dmn.engine.DMNEngine import DMNEngine

from app.domain import errors

POLICIES = frozenset({"UNIQUE", "FIRST", "COLLECT"})
_SIGNS = ("<", ">", "==", "!=", "in ", "not in ")


class Decider(DMNEngine):
    """Decide a table over the variables of a task; all its cells are expressions of the office.

    An empty cell or "-" accepts anything. A cell that begins with a sign (`> 4`, `in ["a", "b"]`)
    is compared so, any other one for equality.
    """

    def decide(self, task: Any) -> list[Any]:
        """Return the rules that hold. Raises `ExpressionRejected` when UNIQUE finds two."""
        policy = self.decision_table.hit_policy
        found: list[Any] = []
        for rule in self.decision_table.rules:
            if self._holds(rule, task):
                found.append(rule)
                if policy == "FIRST":
                    return found
        if policy == "UNIQUE" and len(found) > 1:
            raise errors.ExpressionRejected("se cumplen a la vez dos filas de una tabla de decisión UNIQUE")
        return found

    def result(self, task: Any) -> dict[str, Any]:
        """Return the outputs of the rules that hold; COLLECT gives a list of each.

        What an earlier round of the same table left in the variables is dropped, not merged.
        """
        rows = [rule.output_as_dict(task) for rule in self.decide(task)]
        if self.decision_table.hit_policy == "COLLECT":
            found: dict[str, Any] = {name: [row[name] for row in rows] for name in self._outputs()}
        else:
            found = dict(rows[0]) if rows else {}
        task.data = {name: value for name, value in task.data.items() if name not in self._outputs()}
        return found

    def sources(self) -> Iterator[tuple[str, str]]:
        """Yield every expression of the table, with the id of its row or column."""
        for column in self.decision_table.inputs:
            yield column.id, column.expression or column.label
        for rule in self.decision_table.rules:
            for entry in rule.inputEntries:
                test = _test(entry)
                if test:
                    yield rule.id, test
            yield from ((rule.id, entry.text) for entry in rule.outputEntries if entry.text)

    def complaint(self) -> str | None:
        """Return why the table cannot be used at all, None when it can."""
        if self.decision_table.hit_policy not in POLICIES:
            return f"la política de aciertos {self.decision_table.hit_policy} no se admite: use UNIQUE, FIRST o COLLECT"
        if any("." in name or not name for name in self._outputs()):
            return "cada salida necesita un nombre sencillo, sin puntos"
        return None

    def _outputs(self) -> list[str]:
        return [column.name or column.label for column in self.decision_table.outputs]

    def _holds(self, rule: Any, task: Any) -> bool:
        engine = task.workflow.script_engine
        return all(engine.evaluate(task, test) for entry in rule.inputEntries if (test := _test(entry)))


def _test(entry: Any) -> str:
    cell = (entry.lhs[0] or "").strip() if entry.lhs else ""
    return test_of(entry.input.expression or entry.input.label, cell)


def test_of(column: str, cell: str) -> str:
    """Return the expression that a cell of an input column stands for, "" when it accepts anything."""
    if cell in {"", "-"}:
        return ""
    if cell.startswith(_SIGNS):
        return f"({column}) {cell}"
    return f"({column}) == ({cell})"
