"""Addresses of homes, and when two ways of writing one are the same.

People write "C/ Mayor, 3, 2º 1ª" and "Calle MAYOR 03 piso 2 puerta 1"; the register has one dwelling there.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

from app.domain.people import fold

_TYPES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("c", "cl", "cr", "calle", "carrer"), "calle"),
    **dict.fromkeys(("av", "avd", "avda", "avenida", "avinguda"), "avenida"),
    **dict.fromkeys(("pl", "pz", "pza", "plza", "plaza", "placa"), "plaza"),
    **dict.fromkeys(("ps", "pso", "paseo", "passeig", "pg"), "paseo"),
    **dict.fromkeys(("cm", "cno", "camino", "cami"), "camino"),
    **dict.fromkeys(("ctra", "carretera"), "carretera"),
    **dict.fromkeys(("rda", "ronda"), "ronda"),
    **dict.fromkeys(("tr", "trav", "trva", "travesia", "travessia"), "travesia"),
    **dict.fromkeys(("pje", "psje", "pasaje", "passatge", "ptge"), "pasaje"),
    **dict.fromkeys(("pda", "ptda", "partida"), "partida"),
    **dict.fromkeys(("urb", "urbanizacion", "urbanitzacio"), "urbanizacion"),
}
_PARTICLES: Final = frozenset({"de", "del", "dels", "la", "las", "les", "el", "els", "los", "en", "y", "i"})
_WORDS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("b", "bj", "bx", "pb", "bajo", "bajos", "baix", "baixos", "planta baja", "planta baixa"), "bajo"),
    **dict.fromkeys(("ent", "entl", "entlo", "entresuelo", "entresol"), "entresuelo"),
    **dict.fromkeys(("pr", "pral", "ppal", "principal"), "principal"),
    **dict.fromkeys(("at", "atico", "atic"), "atico"),
    **dict.fromkeys(("sat", "sobreatico", "sobreatic"), "sobreatico"),
    **dict.fromkeys(("izq", "izqda", "izda", "izquierda", "esq", "esquerra"), "izquierda"),
    **dict.fromkeys(("d", "dcha", "der", "derecha", "dta", "dreta"), "derecha"),
    **dict.fromkeys(("cto", "ctro", "centro", "centre"), "centro"),
    **dict.fromkeys(("primero", "primera", "primer"), "1"),
    **dict.fromkeys(("segundo", "segunda", "segon", "segona"), "2"),
    **dict.fromkeys(("tercero", "tercera", "tercer"), "3"),
    **dict.fromkeys(("cuarto", "cuarta", "quart", "quarta"), "4"),
    **dict.fromkeys(("quinto", "quinta", "cinque", "cinquena"), "5"),
}
_CALLED: Final = re.compile(r"^(?:piso|pis|planta|puerta|porta|pta|escalera|escala|esc|portal|bloque|bloc|bl)\s+(?=\S)")
_ORDINAL: Final = re.compile(r"^0*(\d+)\s*(?:o|a|er|ro|ra|do|da|to|ta|r|n|t|e)?$", re.ASCII)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a home is, as it is written. Which parts there are differs from home to home."""

    street_type: str = ""
    street_name: str = ""
    number: str = ""
    number_letter: str = ""
    km: str = ""
    block: str = ""
    portal: str = ""
    staircase: str = ""
    floor: str = ""
    door: str = ""
    postcode: str = ""

    @property
    def street(self) -> str:
        """Return the street as people say it."""
        return f"{self.street_type} {self.street_name}".strip()

    @property
    def line(self) -> str:
        """Return the address on one line, without the town."""
        number = f"{self.number}{self.number_letter}" or (f"km {self.km}" if self.km else "")
        inside = " ".join(part for part in (self.floor, self.door) if part)
        told = (("bloque ", self.block), ("portal ", self.portal), ("esc. ", self.staircase), ("", inside))
        parts = [self.street, number, *(f"{word}{said}" for word, said in told if said), self.postcode]
        return ", ".join(part for part in parts if part)


def address(said: Mapping[str, object]) -> Address:
    """Return the address in `said`, a text by part; `street` may hold type and name together, others are ignored."""
    known = {each.name: str(said.get(each.name) or "").strip() for each in fields(Address)}
    whole = str(said.get("street") or "").strip()
    if whole and not known["street_name"]:
        first, _, rest = whole.replace("/", "/ ", 1).partition(" ")
        typed = fold(first) in _TYPES and rest.strip()
        known["street_type"], known["street_name"] = (first, rest.strip()) if typed else ("", whole)
    return Address(**known)


def building(one: Address) -> str:
    """Return the one way in which we write the building of an address, "" when there is no street."""
    if not one.street_name:
        return ""
    kind = fold(one.street_type)
    words = [word for word in fold(one.street_name.replace("’", " ").replace("'", " ")).split() if word != "d"]
    name = " ".join([word for word in words if word not in _PARTICLES] or words)
    number = fold(f"{one.number}{one.number_letter}").replace(" ", "").lstrip("0")
    return _joined(_TYPES.get(kind, kind), name, number, f"km{fold(one.km)}" if one.km else "", _inner(one.block))


def folded(one: Address) -> str:
    """Return the one way in which we write a home: the same for every way of writing it, "" when there is no street."""
    house = building(one)
    return _joined(house, *map(_inner, (one.portal, one.staircase, one.floor, one.door))) if house else ""


def words(one: Address) -> list[str]:
    """Return the words by which a street is looked for."""
    return sorted({*fold(one.street_name).split(), fold(f"{one.number}{one.number_letter}")} - {""})


def _inner(said: str) -> str:
    found = _CALLED.sub("", fold(said))
    found = _WORDS.get(found, found)
    ordinal = _ORDINAL.match(found)
    return ordinal[1] if ordinal else found


def _joined(*parts: str) -> str:
    return "|".join(parts)
