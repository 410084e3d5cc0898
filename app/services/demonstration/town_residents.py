"""Who lives where in the demonstration town: none of these people exists, and neither do their homes.

The first homes are those of the demonstration's own journeys; their people's documents are named below.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

_LETTERS: Final = "TRWAGMYFPDXBNJZSQVHLCKE"
_FIRST_DNI, _FIRST_NIE = 99_100_000, 9_910_000
_APART: Final = 137
"""How far apart documents are, so that masked ones differ too."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Somebody of the register. `number` makes the document, 0 for a child without one; `born` is ISO 8601."""

    number: int
    given_name: str
    surname1: str
    surname2: str
    sex: str
    born: str
    nationality: str = "ES"
    protected: bool = False

    @property
    def full_name(self) -> str:
        """Return the whole name."""
        return " ".join(filter(None, (self.given_name, self.surname1, self.surname2)))

    @property
    def document(self) -> tuple[str, str]:
        """Return the kind and the number of the person's document."""
        if not self.number:
            return "", ""
        if self.nationality == "ES":
            digits = _FIRST_DNI + self.number * _APART
            return "dni", f"{digits}{_LETTERS[digits % 23]}"
        digits = _FIRST_NIE + self.number * _APART
        return "nie", f"X{digits}{_LETTERS[digits % 23]}"


@dataclass(frozen=True, slots=True)
class Home:
    """A dwelling and who lives there since when (ISO 8601); nobody while it is empty.

    `before` is the `name` of the home in which these people were registered first, from the day `came`.
    """

    address: Mapping[str, str]
    people: Sequence[Neighbour] = ()
    since: str = "2015-01-12"
    kind: str = "family"
    protected: bool = False
    reference: str = ""
    name: str = ""
    before: str = ""
    came: str = ""


def _at(street: str, number: str, inside: str = "", postcode: str = "99001", **more: str) -> Mapping[str, str]:
    kind, _, name = street.partition(" ")
    floor, _, door = inside.partition("-")
    floor, door = f"{floor}.º" if floor.isdigit() else floor, f"{door}.ª" if door.isdigit() else door
    said = {"street_type": kind, "street_name": name, "number": number, "floor": floor, "door": door}
    return {part: text for part, text in {**said, "postcode": postcode, **more}.items() if text}


_N = Neighbour
MARINA: Final = _N(1, "Marina", "Climent", "Boix", "M", "1991-05-04")
VICENT: Final = _N(2, "Vicent", "Alapont", "Roig", "H", "1989-11-21")
AITANA: Final = _N(3, "Aitana", "Ferrandis", "Llopis", "M", "1995-02-17")
AMPARO: Final = _N(4, "Amparo", "Gisbert", "Peiró", "M", "1957-09-30")
RUBEN: Final = _N(5, "Rubén", "Cárcel", "Domingo", "H", "1984-01-08")
SONIA: Final = _N(6, "Sonia", "Requena", "Mas", "M", "1987-06-25", protected=True)
OTHER_PARENT: Final = _N(7, "Daniel", "Orts", "Company", "H", "1993-08-14")
"""Not registered: the other parent of a child of Aitana's."""

HOMES: Final[Sequence[Home]] = (
    # a family with both parents on one sheet
    Home(_at("Calle del Olmo", "12", "2-1"), (MARINA, VICENT, _N(0, "Pau", "Alapont", "Climent", "H", "2021-03-15")),
         "2019-09-02", reference="9872023VH5797S0001WX"),
    # one parent alone
    Home(_at("Calle de San Roque", "8", "bajo"), (AITANA,), "2022-04-19"),
    # a host, who owns the home
    Home(_at("Avenida de la Ribera", "31", "4-A"), (AMPARO,), "1996-05-01"),
    # somebody who lives elsewhere in town
    Home(_at("Camino del Molino", "22", postcode="99002"), (RUBEN,), "2017-10-23",
         before="first floor", came="2009-03-02"),
    # a protected person, in a home like any other
    Home(_at("Calle de los Naranjos", "5", "1-2"), (SONIA, _N(0, "Iris", "Requena", "Mas", "M", "2018-12-02",
                                                            protected=True)), "2024-02-08"),
    # a home whose address is never told
    Home(_at("Calle de la Acequia", "3"), (_N(8, "Mireia", "Bosch", "Talens", "M", "1990-10-10", protected=True),
                                           _N(9, "Halima", "Benaissa", "", "M", "1985-04-22", "MA", protected=True)),
         "2023-06-14", protected=True),
    # a collective establishment
    Home(_at("Calle del Hospital", "2"), (
        _N(10, "Remedios", "Marzal", "Cerdà", "M", "1936-01-30"),
        _N(11, "Bautista", "Llorens", "Sala", "H", "1934-07-07"),
        _N(12, "Josefa", "Aparisi", "Nadal", "M", "1940-03-19"),
        _N(13, "Salvador", "Mora", "Estruch", "H", "1938-12-12"),
        _N(14, "Encarnació", "Tormo", "i Blasco", "M", "1931-05-26"),
    ), "2020-01-15", "collective"),
    # empty homes
    Home(_at("Calle del Olmo", "12", "3-2")),
    Home(_at("Avenida de la Ribera", "31", "5-B")),
    Home(_at("Plaza de la Fuente", "6")),
    Home(_at("Calle Nueva", "14", "1-3"), name="first floor"),
    # everybody else
    Home(_at("Calle del Olmo", "12", "1-1"), (_N(16, "Teresa", "Vayà", "Pons", "M", "1963-08-08"),
                                              _N(17, "Enric", "Pons", "Grau", "H", "1960-10-29")), "1988-06-20"),
    Home(_at("Calle del Olmo", "12", "1-2"), (_N(18, "Yolanda", "Soriano", "Gil", "M", "1977-04-11"),
                                              _N(19, "Hugo", "Marí", "Soriano", "H", "2006-09-01"),
                                              _N(0, "Vega", "Marí", "Soriano", "M", "2013-11-05")), "2005-03-31"),
    Home(_at("Calle del Olmo", "12", "2-2"), (_N(20, "Wei", "Zhang", "", "H", "1982-02-12", "CN"),
                                              _N(21, "Li", "Liu", "", "M", "1984-06-18", "CN"),
                                              _N(0, "Ana", "Zhang", "Liu", "M", "2012-01-09", "CN")), "2010-07-12"),
    Home(_at("Calle del Olmo", "12", "3-1"), (_N(22, "Gonçal", "Ribes", "i Castelló", "H", "1951-03-03"),),
         "1979-11-15"),
    Home(_at("Calle del Olmo", "14"), (_N(23, "Desamparados", "Fuster", "Belda", "M", "1948-05-10"),
                                       _N(24, "Ricardo", "Fuster", "Belda", "H", "1953-01-17")), "1971-02-01"),
    Home(_at("Calle de San Roque", "8", "1-1"), (_N(25, "Iván", "Petrov", "", "H", "1978-09-09", "BG"),
                                                 _N(26, "Elena", "Petrova", "", "M", "1980-12-24", "BG")),
         "2012-05-08"),
    Home(_at("Calle de San Roque", "10"), (_N(27, "M.ª del Carmen", "de la Torre", "y Sáez de Ibarra", "M",
                                              "1969-07-16"),
                                           _N(28, "Lluís", "Penadés", "de la Torre", "H", "1999-04-04")),
         "1994-09-19"),
    Home(_at("Calle de San Roque", "12", "2-A"), (_N(29, "Fatoumata", "Diop", "", "M", "1992-03-27", "SN"),
                                                  _N(0, "Awa", "Ndiaye", "Diop", "M", "2020-08-20")), "2021-10-04"),
    Home(_at("Avenida de la Ribera", "31", "4-B"), (_N(30, "Óscar", "Llàcer", "Mompó", "H", "1986-11-11"),
                                                    _N(31, "Cristina", "Mompó", "Rius", "M", "1988-02-29")),
         "2018-01-29"),
    Home(_at("Avenida de la Ribera", "31", "3-A"), (_N(32, "Núria", "Sastre", "Oltra", "M", "1973-06-02"),
                                                    _N(33, "Arnau", "Giner", "Sastre", "H", "2004-10-13"),
                                                    _N(34, "Clara", "Giner", "Sastre", "M", "2008-02-21")),
         "2003-12-09"),
    Home(_at("Avenida de la Ribera", "45", "6-D", staircase="B"), (
        _N(35, "Ștefan", "Munteanu", "", "H", "1976-05-15", "RO"),
        _N(36, "Ioana", "Munteanu", "", "M", "1979-08-23", "RO")), "2008-04-14"),
    Home(_at("Plaza de la Fuente", "2", "1"), (_N(37, "Bernat", "Ortolà", "Signes", "H", "1944-12-31"),
                                               _N(38, "Pilar", "Signes", "Buades", "M", "1946-01-06")), "1968-08-05"),
    Home(_at("Plaza de la Fuente", "4"), (_N(39, "Begoña", "Arriaga", "Zubizarreta", "M", "1981-03-08"),
                                          _N(40, "Ekaitz", "Landa", "Arriaga", "H", "2010-06-30")), "2014-07-21"),
    Home(_at("Calle Nueva", "14", "1-1"), (_N(41, "Xelo", "Domènech", "Faus", "M", "1965-09-14"),), "1999-01-11"),
    Home(_at("Calle Nueva", "14", "1-2"), (_N(42, "Andrés", "Villanueva", "Cobo", "H", "1990-12-01"),
                                           _N(43, "Sergio", "Prats", "Moya", "H", "1992-07-19")), "2020-09-07"),
    Home(_at("Calle Nueva", "16"), (_N(44, "Neus", "Escrivà", "Torres", "M", "1983-10-05"),
                                    _N(45, "Marc", "Beltran", "Solà", "H", "1981-04-28"),
                                    _N(0, "Jan", "Beltran", "Escrivà", "H", "2016-05-17"),
                                    _N(0, "Mar", "Beltran", "Escrivà", "M", "2019-01-25")), "2013-02-18"),
    Home(_at("Camino del Molino", "14", "bajo-A", "99002"), (_N(46, "Carles", "Moltó", "Reig", "H", "1958-02-23"),),
         "1990-04-02"),
    Home(_at("Camino del Molino", "30", postcode="99002"), (_N(47, "Luz Marina", "Quintero", "Ospina", "M",
                                                             "1974-11-30", "CO"),
                                                         _N(48, "Andrea", "Rojas", "Quintero", "M", "2001-03-21",
                                                            "CO")), "2009-06-29"),
    Home(_at("Partida de la Foia", "", postcode="99002", km="3"), (_N(49, "Gaspar", "Ferri", "Alcover", "H",
                                                                   "1942-08-18"),), "1965-03-22"),
    Home(_at("Calle de la Acequia", "7", "2-C"), (_N(50, "Emilia", "Navarro", "Ros", "M", "1955-10-02"),
                                                  _N(51, "Joaquín", "Ros", "Peñarrocha", "H", "1954-06-13")),
         "1983-07-04"),
    Home(_at("Calle de la Acequia", "9", "1"), (_N(15, "Ferran", "Sendra", "Mut", "H", "1979-02-02"),
                                                _N(52, "Sheila", "Moreno", "Cortés", "M", "1982-08-12"),
                                                _N(0, "Biel", "Sendra", "Moreno", "H", "2014-04-30")), "2011-11-28"),
    Home(_at("Camino del Molino", "16", "1-A", "99002"), (_N(53, "Hortensia", "Catalán", "Vives", "M", "1950-09-09"),
                                                        _N(54, "Tomás", "Vives", "Ferrer", "H", "1949-11-01")),
         "1976-10-18"),
    Home(_at("Calle Nueva", "18", "bajo"), (_N(55, "Ibrahim", "Khan", "", "H", "1991-05-05", "PK"),
                                            _N(56, "Usman", "Khan", "", "H", "1994-02-10", "PK")), "2023-03-06"),
)  # fmt: skip


def everybody() -> Iterator[Neighbour]:
    """Yield everybody of the register, home by home."""
    for home in HOMES:
        yield from home.people
