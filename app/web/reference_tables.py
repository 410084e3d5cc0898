"""The tables that analysts own: see what they say on a day, say something else, take them out and read them in."""

from collections.abc import Mapping
from datetime import date
from types import SimpleNamespace
from typing import Final

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import wiring
from app.domain import procedure as rules
from app.domain.errors import Invalid
from app.services.reference import csv_files, tables
from app.services.reference.tables import Change, Entry, TableView
from app.web import frame, schedule_confirming, typed
from app.web.gate import open_to, visitor
from app.web.texts import _, ngettext

bp = Blueprint("reference_tables", __name__, url_prefix="/oficina/tablas")
_LONGEST: Final = 1000
_MOST_FAULTS: Final = 10


@bp.get("")
@open_to("staff", *tables.READERS)
def listed() -> str:
    """List the tables."""
    found = tables.listed(wiring.outside(), visitor())
    return render_template(
        "grants/tables.html",
        tables=[
            SimpleNamespace(
                title=rules.text(one.title, frame.language()),
                name=one.name,
                rows=one.rows,
                url=url_for("reference_tables.one", name=one.name),
            )
            for one in found
        ],
    )


@bp.get("/<name>")
@open_to("staff", *tables.READERS)
def one(name: str) -> str:
    """Show a table as it stands on a day."""
    view = tables.shown(wiring.outside(), visitor(), name, typed.day(request.args.get("dia", "")))
    return _page(view, _chosen(view), {})


@bp.post("/<name>")
@open_to("staff", *tables.EDITORS)
def change(name: str) -> ResponseReturnValue:
    """Say something of a key from a day on."""
    outside, here = wiring.outside(), visitor()
    view = tables.shown(outside, here, name)
    given = {column.name: request.form.get(column.name, "")[:_LONGEST] for column in view.columns}
    values = {**given, **{word: request.form.get(word, "")[:20] for word in ("effective_from", "removed")}}
    since = typed.day(values["effective_from"])
    if since is None:
        return _page(view, values, {"effective_from": _no_day()}), 422
    try:
        made = tables.put(outside, here, name, [Entry(given, since, bool(values["removed"]))])
    except Invalid as fault:
        return _page(view, values, _faults(view, fault.problems)), 422
    flash(_("Guardado.") if made else _("La tabla ya lo dice así desde ese día: no hay nada que cambiar."))
    return redirect(url_for("reference_tables.one", name=name), 303)


@bp.post("/<name>/importar")
@open_to("staff", *tables.EDITORS)
def read_in(name: str) -> ResponseReturnValue:
    """Read a CSV file in, all of it or nothing."""
    outside, here = wiring.outside(), visitor()
    view = tables.shown(outside, here, name)
    since, file = typed.day(request.form.get("file_from", "")), request.files.get("file")
    content = file.read(csv_files.MOST_BYTES + 1) if file else b""
    errors = {} if since else {"file_from": _no_day()}
    if not content:
        errors["file"] = _("Elija el archivo CSV")
    if errors or since is None:
        return _page(view, {"file_from": request.form.get("file_from", "")[:20]}, errors), 422
    try:
        made = tables.put(outside, here, name, csv_files.read(view, content, since))
    except Invalid as fault:
        return _page(view, {"file_from": since.isoformat()}, {"file": _file_fault(view, fault.problems)}), 422
    flash(ngettext("%(num)s fila cambiada.", "%(num)s filas cambiadas.", made))
    return redirect(url_for("reference_tables.one", name=name), 303)


@bp.get("/<name>/descargar")
@open_to("staff", *tables.READERS)
def download(name: str) -> Response:
    """Give a table as CSV, as it stands on a day."""
    view = tables.shown(wiring.outside(), visitor(), name, typed.day(request.args.get("dia", "")))
    response = make_response(csv_files.written(view))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{view.name}-{view.day.isoformat()}.csv"'
    return response


def _page(view: TableView, values: Mapping[str, str], errors: Mapping[str, str]) -> str:
    here = frame.language()
    return render_template(
        "grants/table.html",
        table=SimpleNamespace(
            title=rules.text(view.title, here),
            day=view.day,
            columns=[rules.text(column.label, here) for column in view.columns],
            rows=[
                SimpleNamespace(
                    cells=row.cells,
                    since=row.effective_from,
                    url=url_for("reference_tables.one", name=view.name, fila=row.key) + "#cambiar",
                )
                for row in view.rows
            ],
            changes=[_change(one) for one in view.changes],
        ),
        fields=[
            SimpleNamespace(
                name=column.name,
                label=rules.text(column.label, here),
                hint=_hint(column.kind),
                optional=not column.required,
            )
            for column in view.columns
        ],
        values={"effective_from": _today(), "file_from": _today(), **values},
        errors=dict(errors),
        may=not visitor().roles.isdisjoint(tables.EDITORS),
        urls=SimpleNamespace(
            back=url_for("reference_tables.listed"),
            here=url_for("reference_tables.one", name=view.name),
            change=url_for("reference_tables.change", name=view.name),
            read_in=url_for("reference_tables.read_in", name=view.name),
            download=url_for("reference_tables.download", name=view.name, dia=view.day.isoformat()),
        ),
        said=schedule_confirming.said(),
    )


def _chosen(view: TableView) -> dict[str, str]:
    """Return what the table says of the row that the address names, to be changed."""
    asked = request.args.get("fila", "")
    row = next((row for row in view.rows if row.key == asked), None)
    return {column.name: cell for column, cell in zip(view.columns, row.cells, strict=True)} if row else {}


def _change(one: Change) -> SimpleNamespace:
    return SimpleNamespace(
        key=one.key,
        what=_("Se quita") if one.removed else _("Se pone o se cambia"),
        since=one.effective_from,
        by=one.by or _("La oficina"),
        at=one.at,
    )


def _today() -> str:
    outside = wiring.outside()
    found: date = outside.clock.now().date()
    return found.isoformat()


def _hint(kind: str) -> str:
    return {
        "money": _("En euros, por ejemplo: 25,00"),
        "date": _("Por ejemplo: 2026-12-31"),
        "boolean": _("Escriba sí o no"),
        "integer": _("Un número entero"),
    }.get(kind, "")


def _no_day() -> str:
    return _("Escriba desde qué día vale")


def _faults(view: TableView, problems: Mapping[str, str]) -> dict[str, str]:
    labels = {column.name: rules.text(column.label, frame.language()) for column in view.columns}
    return {name: _fault(labels.get(name, name), word) for name, word in problems.items()}


def _fault(label: str, word: str) -> str:
    said = {
        "required": _("Escriba «%(label)s»", label=label),
        "money": _("«%(label)s» tiene que ser un importe, por ejemplo 25,00", label=label),
        "date": _("«%(label)s» tiene que ser una fecha, por ejemplo 2026-12-31", label=label),
        "boolean": _("«%(label)s» tiene que ser sí o no", label=label),
        "integer": _("«%(label)s» tiene que ser un número entero", label=label),
    }
    return said.get(word, _("«%(label)s» no puede tener más de 200 letras, y alguna ha de tener", label=label))


def _file_fault(view: TableView, problems: Mapping[str, str]) -> str:
    whole = {
        "encoding": _("El archivo no es un texto. Guárdelo como CSV UTF-8."),
        "size": _("El archivo pesa más de 1 MB."),
        "header": _("La primera línea tiene que nombrar las columnas como el archivo que se descarga."),
        "rows": _("El archivo no tiene filas, o tiene más de 5000."),
    }
    if "" in problems:
        return whole.get(problems[""], whole["encoding"])
    said = []
    for place, word in list(problems.items())[:_MOST_FAULTS]:
        line, _dot, column = place.rpartition(".")
        (sentence,) = _faults(view, {column: word}).values()
        said.append(_("Fila %(line)s: %(fault)s.", line=line or "1", fault=sentence))
    return " ".join([*said, _("No se ha cambiado nada.")])
