"""Tables as CSV files: taken out, changed in a spreadsheet, and read in again."""

import csv
import io
from datetime import date
from typing import Final

from app.domain.errors import Invalid
from app.services.reference.tables import Entry, TableView

MOST_ROWS: Final = 5000
MOST_BYTES: Final = 1024 * 1024
_DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r")


def written(view: TableView) -> bytes:
    """Return a table as CSV (semicolons, UTF-8 with its mark, as spreadsheets here expect it)."""
    text = io.StringIO()
    out = csv.writer(text, delimiter=";")
    out.writerow([column.name for column in view.columns])
    out.writerows([_harmless(cell) for cell in row.cells] for row in view.rows)
    return text.getvalue().encode("utf-8-sig")


def read(view: TableView, content: bytes, effective_from: date) -> list[Entry]:
    """Return what a CSV file says of the keys of a table, from a day on. Keys that it leaves out stay as they are.

    Its first line names columns; separators are semicolons, commas or tabs. Raises `Invalid` with "" and
    "encoding", "size", "header" or "rows".
    """
    if len(content) > MOST_BYTES:
        raise Invalid("too long", {"": "size"})
    lines = list(csv.reader(io.StringIO(_text(content)), delimiter=_separator(content)))
    header = [name.strip() for name in lines[0]] if lines else []
    known = {column.name for column in view.columns}
    if not header or view.columns[0].name not in header or not set(header) <= known or len(set(header)) < len(header):
        raise Invalid("the first line does not name the columns", {"": "header"})
    rows = [line for line in lines[1:] if any(cell.strip() for cell in line)]
    if not 0 < len(rows) <= MOST_ROWS:
        raise Invalid("too many rows, or none", {"": "rows"})
    return [
        Entry({name: _plain(cell) for name, cell in zip(header, line, strict=False)}, effective_from) for line in rows
    ]


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Invalid("not a text", {"": "encoding"})


def _separator(content: bytes) -> str:
    first = content.split(b"\n", 1)[0].decode("utf-8", "replace")
    return max(";,\t", key=first.count)


def _harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_DANGEROUS) else cell


def _plain(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_DANGEROUS) else cell
