"""Lists show four digits of a document number. Source: LO 3/2018, disposición adicional séptima; AEPD, 4-3-2019."""

import ast
import re

from tests.architecture import callgraph

WHOLE = {
    "app.web.desk_views.person": "the page of one case, for who handles it: the number is compared with the document",
}
"""Where pages hold a whole number."""
TYPED = {"forms/fields.html", "macros/person.html", "public/start.html", "public/link.html", "public/resume.html"}
"""Templates in which people type their own number."""


def _whole_numbers(tree: ast.Module, module: str) -> set[str]:
    """Return the functions of a module that read `.id_number` of a person and do not mask it at once."""
    found = set()
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        masked = {
            id(inner)
            for call in ast.walk(function)
            if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("masked_nif")
            for inner in ast.walk(call)
        }
        for node in ast.walk(function):
            person = isinstance(node, ast.Attribute) and ast.unparse(node).endswith("details.id_number")
            if person and id(node) not in masked:
                found.add(f"{module}.{function.name}")
    return found


def test_pages_mask_every_document_number_but_on_the_page_of_one_case() -> None:
    found = set[str]()
    for module, tree in callgraph.trees().items():
        if module.startswith("app.web."):
            found |= _whole_numbers(tree, module)

    assert found == set(WHOLE)


def test_lines_of_lists_hold_no_document_number_that_is_not_masked() -> None:
    lines = re.compile(r"(Line|Entry|View|Found|Item)$")
    holding = {
        f"{module}.{node.name}"
        for module, tree in callgraph.trees().items()
        if module.startswith("app.services.")
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and lines.search(node.name)
        for field in node.body
        if isinstance(field, ast.AnnAssign) and ast.unparse(field.target) == "id_number"
    }

    assert holding == set()


def test_no_template_prints_a_document_number_except_where_it_is_typed() -> None:
    root = callgraph.ROOT / "app" / "web" / "templates"
    printing = {
        str(path.relative_to(root)) for path in root.rglob("*.html") if "id_number" in path.read_text(encoding="utf-8")
    }

    assert printing <= TYPED
