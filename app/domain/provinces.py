"""Which region a municipality belongs to, by the province that its INE code begins with."""

from typing import Final

_REGIONS: Final = {
    "AN": "04 11 14 18 21 23 29 41",
    "AR": "22 44 50",
    "AS": "33",
    "CB": "39",
    "CE": "51",
    "CL": "05 09 24 34 37 40 42 47 49",
    "CM": "02 13 16 19 45",
    "CN": "35 38",
    "CT": "08 17 25 43",
    "EX": "06 10",
    "GA": "15 27 32 36",
    "IB": "07",
    "MC": "30",
    "MD": "28",
    "ML": "52",
    "NC": "31",
    "PV": "01 20 48",
    "RI": "26",
    "VC": "03 12 46",
}
_PROVINCES: Final = {province: region for region, provinces in _REGIONS.items() for province in provinces.split()}
_FIGURES: Final = 5


def is_municipality(code: str) -> bool:
    """Return whether `code` has the form of an INE code of a municipality: five figures."""
    return len(code) == _FIGURES and code.isascii() and code.isdigit()


def region_of(municipality: str) -> str:
    """Return the region of a municipality (INE code), as ISO 3166-2:ES has it after "ES-"; "" for unknown ones."""
    return _PROVINCES.get(municipality[:2], "")
