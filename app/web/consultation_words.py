"""What registers told a case, in words: whom it is about, what was found, which register and when."""

from datetime import date
from types import SimpleNamespace

from app.services.consultations import Consultation
from app.web import formats, frame
from app.web.texts import _

Row = tuple[str, str]


def shown(one: Consultation) -> SimpleNamespace:
    """Return a consultation as the page of a case shows it."""
    words = {"person": _person, "dwelling": _dwelling, "lives_there": _lives}.get(one.question)
    rows = words(one) if words else [(str(name), str(value)) for name, value in one.told.items()]
    return SimpleNamespace(about=one.about, rows=rows, source=source(one))


def source(one: Consultation) -> str:
    """Return which register was asked, and when."""
    moment = formats.short_moment(one.at, frame.language())
    if one.source == "padron":
        return _("Padrón municipal, consultado el %(moment)s", moment=moment)
    return _("%(register)s, consultado el %(moment)s", register=one.source, moment=moment)


def _person(one: Consultation) -> list[Row]:
    told = one.told
    if not told["found"]:
        return [(_("En el padrón"), _("No figura"))]
    here = _("Sí, desde el %(day)s", day=_day(told["since"])) if told["registered"] else _("Hoy no; figuró antes")
    rows = [(_("Inscripción vigente"), here), *_home(one)]
    if not told["agrees"]:
        rows.append((_("Atención"), _("El nombre o la fecha de nacimiento no son los que constan en el padrón")))
    return rows


def _dwelling(one: Consultation) -> list[Row]:
    told = one.told
    if told["found"] != "one":
        several = _("La dirección no dice cuál de las viviendas del edificio es")
        return [(_("En el padrón"), several if told["found"] == "several" else _("No figura"))]
    kind = _("Sí, establecimiento colectivo") if told["kind"] == "collective" else _("Sí, vivienda familiar")
    rows = [(_("En el padrón"), kind)]
    if "occupants" in told:
        rows.append((_("Personas inscritas"), str(told["occupants"])))
    return [*rows, *_home(one)]


def _lives(one: Consultation) -> list[Row]:
    told = one.told
    if not told["lives"]:
        return [(_("Vive en la vivienda"), _("No"))]
    age = _("Sí, mayor de edad") if told["adult"] else _("Sí, menor de edad")
    return [(_("Vive en la vivienda"), age), (_("Desde"), _day(told["since"])), *_home(one)]


def _home(one: Consultation) -> list[Row]:
    told = one.told
    rows = [(_("Domicilio"), told["address"])] if "address" in told else []
    if told.get("protected"):
        rows.append((_("Domicilio"), _("Protegido: no se muestra")))
    if "sheet" in told:
        rows.append((_("Hoja padronal"), str(told["sheet"])))
    return rows


def _day(text: str) -> str:
    return formats.short_date(date.fromisoformat(text), frame.language())
