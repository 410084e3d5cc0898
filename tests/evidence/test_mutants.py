"""Do the attacks test anything? Each check of the verifier is removed, one at a time, and missed."""

import ast
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from app.evidence import verifier
from tests.evidence import attacks
from tests.evidence.attacks import Attack

SOURCE = Path(verifier.__file__).read_text(encoding="utf-8")
ROOT = ast.parse(SOURCE)


def _checks(tree: ast.Module) -> list[ast.Call]:
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name))
    return sorted((call for call in calls if call.func.id == "_need"), key=lambda call: call.lineno)  # type: ignore[attr-defined]  # a Name, as filtered


def _mutant(number: int | None) -> ModuleType:
    tree = ast.parse(SOURCE)
    if number is not None:
        _checks(tree)[number].args[0] = ast.copy_location(ast.Constant(value=True), _checks(tree)[number])
    module = ModuleType(f"mutant_{number}")
    exec(compile(ast.fix_missing_locations(tree), "verifier.py", "exec"), module.__dict__)  # noqa: S102 - our own file, less one check
    return module


def _judge(module: ModuleType, attack: Attack) -> str:
    try:
        return str(module.verify(attack.bundle, attack.policy).get("fault", ""))
    except Exception as crash:  # noqa: BLE001 - a mutant that crashes is found out as well
        return type(crash).__name__


def _nearest_first(number: int) -> Iterator[Attack]:
    code = ast.literal_eval(_checks(ROOT)[number].args[1])
    yield from sorted(attacks.attacks(), key=lambda attack: attack.fault != code)


def test_the_verifier_without_mutation_passes() -> None:
    whole = _mutant(None)

    assert [attack.name for attack in attacks.attacks() if _judge(whole, attack) != attack.fault] == []


@pytest.mark.full
@pytest.mark.parametrize(
    "number", range(len(_checks(ROOT))), ids=lambda number: ast.unparse(_checks(ROOT)[number])[:60]
)
def test_a_verifier_without_one_of_its_checks_is_caught(number: int) -> None:
    mutant = _mutant(number)

    assert any(_judge(mutant, attack) != attack.fault for attack in _nearest_first(number))
