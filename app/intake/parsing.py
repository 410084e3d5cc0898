"""Form definitions out of JSON, with every fault named for their author."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from app.domain.errors import Invalid
from app.intake import conditions, definition, reader, rules
from app.intake.definition import Field, FormDefinition, Option, Page

_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,59}", re.ASCII)
_ID: Final = re.compile(r"[a-z][a-z0-9_-]{0,59}", re.ASCII)
_VALUE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}", re.ASCII)
_FORM_KEYS: Final = {"id", "version", "title", "pages"}
_PAGE_KEYS: Final = {"id", "title", "intro", "fields", "when"}
_FIELD_KEYS: Final = {
    *("name", "type", "label", "hint", "required", "voluntary", "when", "options", "fields", "min", "max", "pattern"),
    *("mobile", "types", "accept", "calc", "messages", "rows", "width", "autocomplete", "spellcheck", "means"),
}
_BOOLEANS: Final = ("required", "voluntary", "mobile", "spellcheck")


def parse(source: Mapping[str, Any], languages: Sequence[str] = reader.LANGUAGES) -> FormDefinition:
    """Return the form that `source` defines. Raises `Invalid` whose `problems` name every fault by its place."""
    reading = _Reader(tuple(languages))
    form = reading.form(source)
    if reading.faults:
        raise Invalid(f"the form has {len(reading.faults)} faults", reading.faults)
    return form


class _Reader(reader.Reader):
    """Reads one form."""

    def form(self, source: Any) -> FormDefinition:
        found = self.mapping(source, "", _FORM_KEYS)
        pages = tuple(self.page(each, f"pages.{at}") for at, each in enumerate(self.items(found, "pages", "")))
        self.unique([page.id for page in pages], "pages", "página")
        form = FormDefinition(
            self.word(found.get("id"), "id", _ID),
            str(found.get("version", "")),
            self.texts(found.get("title"), "title"),
            pages,
        )
        if not form.version:
            self.fault("version", 'Al formulario le falta la versión: un texto, como "1".')
        fields = list(form.fields())
        self.unique([each.name for each in fields], "pages", "campo")
        self.order(fields, "pages")
        return form

    def page(self, source: Any, at: str) -> Page:
        found = self.mapping(source, at, _PAGE_KEYS)
        return Page(
            id=self.word(found.get("id"), f"{at}.id", _ID),
            title=self.texts(found.get("title"), f"{at}.title"),
            fields=tuple(
                self.field(each, f"{at}.fields.{n}") for n, each in enumerate(self.items(found, "fields", at))
            ),
            intro=self.texts(found["intro"], f"{at}.intro") if "intro" in found else {},
            when=self.condition(found, at),
        )

    def field(self, source: Any, at: str, *, inside: bool = False) -> Field:
        found = self.mapping(source, at, _FIELD_KEYS)
        kind = found.get("type")
        if kind not in definition.KINDS or (inside and kind in definition.NESTED | {"calc"}):
            self.fault(f"{at}.type", f"El tipo «{kind}» no existe o no puede ir aquí.")
            kind = "text"
        inner = self.items(found, "fields", at) if kind in definition.NESTED else []
        field = Field(
            name=self.word(found.get("name"), f"{at}.name", _NAME),
            kind=kind,
            label=self.texts(found.get("label"), f"{at}.label"),
            hint=self.texts(found["hint"], f"{at}.hint") if "hint" in found else {},
            when=self.condition(found, at),
            options=tuple(
                self.option(each, f"{at}.options.{n}") for n, each in enumerate(self.options(found, kind, at))
            ),
            fields=tuple(self.field(each, f"{at}.fields.{n}", inside=True) for n, each in enumerate(inner)),
            **self.plain(found, kind, at),
        )
        self.checks(field, at)
        return field

    def plain(self, found: Mapping[str, Any], kind: str, at: str) -> dict[str, Any]:
        """Read the options that are single values."""
        named: dict[str, Any] = {}
        for key in _BOOLEANS:
            named[key] = self.typed(found, key, at, bool, key == "spellcheck")
        for key, default in (("rows", 5), ("width", 0)):
            named[key] = self.typed(found, key, at, int, default)
        for key in ("autocomplete", "means", "pattern"):
            named[key] = self.typed(found, key, at, str, None if key == "pattern" else "")
        for key in ("types", "accept"):
            named[key] = tuple(str(each) for each in self.typed(found, key, at, list, []))
        named["calc"] = self.typed(found, "calc", at, dict, {})
        own = self.typed(found, "messages", at, dict, {})
        named["messages"] = {key: self.texts(each, f"{at}.messages.{key}") for key, each in own.items()}
        wanted = str if kind == "date" else int
        named["least"] = self.typed(found, "min", at, wanted, None)
        named["most"] = self.typed(found, "max", at, wanted, None)
        return named

    def checks(self, field: Field, at: str) -> None:
        """Name what the rules of single kinds refuse."""
        if field.name in definition.RESERVED or field.name.startswith(("validate_", "filter_")):
            self.fault(f"{at}.name", "Este nombre lo usa ya la página: elija otro.")
        if field.required and (field.voluntary or field.kind in definition.SILENT):
            self.fault(f"{at}.required", "Una pregunta voluntaria, o que no se contesta, no puede ser obligatoria.")
        self.unique([option.value for option in field.options], f"{at}.options", "valor")
        self.unique([inner.name for inner in field.fields], f"{at}.fields", "campo")
        self.order(field.fields, f"{at}.fields")
        for message in rules.faults(field):
            self.fault(at, message)

    def options(self, found: Mapping[str, Any], kind: str, at: str) -> list[Any]:
        if kind in {"choice", "multi"}:
            return self.items(found, "options", at)
        if "options" in found:
            self.fault(f"{at}.options", "Solo «choice» y «multi» tienen opciones.")
        return []

    def option(self, source: Any, at: str) -> Option:
        found = self.mapping(source, at, {"value", "label", "hint"})
        return Option(
            self.word(found.get("value"), f"{at}.value", _VALUE),
            self.texts(found.get("label"), f"{at}.label"),
            self.texts(found["hint"], f"{at}.hint") if "hint" in found else {},
        )

    def order(self, fields: Sequence[Field], at: str) -> None:
        """Name conditions that ask about a field that does not come before, or ask what it cannot answer."""
        for position, field in enumerate(fields):
            for leaf in conditions.leaves(field.when):
                for message in rules.condition_faults(leaf, fields[:position]):
                    self.fault(f"{at}.{field.name}.when", message)
            for message in rules.calc_faults(field, fields[:position]):
                self.fault(f"{at}.{field.name}.calc", message)

    def condition(self, found: Mapping[str, Any], at: str) -> Any:
        if found.get("when") is None:
            return None
        faults = list(conditions.shape_problems(found["when"]))
        for message in faults:
            self.fault(f"{at}.when", message)
        return None if faults else found["when"]
