"""Pieces of a reference page."""

from collections.abc import Sequence

NOTE = "<!-- Written by `./ventanilla docs` from the code. Edit the code. -->"


def page(title: str, *parts: str) -> str:
    """Return a page: a note that it is generated, the title, the parts."""
    return "\n\n".join([NOTE, f"# {title}", *(part.strip() for part in parts)]) + "\n"


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table; a bar in a cell is escaped."""
    escaped = [[cell.replace("|", r"\|").replace("\n", " ") for cell in row] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in [list(heads), ["---"] * len(heads), *escaped])


def code(word: object) -> str:
    """Return `word` as code, nothing for nothing."""
    return f"`{word}`" if str(word) else ""


def codes(words: Sequence[object]) -> str:
    """Return words as code, with commas between them."""
    return ", ".join(code(word) for word in words)
