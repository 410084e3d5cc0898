"""Calls for grants: what is granted, to homes in which places, until when. A call is data, never code."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from app.domain import addresses, people
from app.domain.addresses import Address
from app.domain.errors import Invalid
from app.domain.malformed import Malformed
from app.domain.procedure import LegalSource, Texts

CADASTRAL, ADDRESS = "cadastral", "address"
"""What the fingerprint of a home is made of."""
LANGUAGES: Final = ("es", "ca")
_LARGEST = 2_000_000_000
_ARTICLES: Final = frozenset({"el", "els", "la", "las", "les", "los", "l"})


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality of a call. With a `part` only that part of it is affected; `aliases` are other spellings."""

    name: str
    part: Texts
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Municipalities whose people may apply until the same day, that day included."""

    id: str
    until: date
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A call for grants. `zones` names the reference table that says which postcodes are affected, "" for none.

    `series` is what the diagrams name: the calls of one aid, one after the other. A `fictional` call is marked so
    wherever it is shown.
    """

    id: str
    series: str
    name: Texts
    granted_by: Texts
    fictional: bool
    amount_cents: int
    budget_cents: int
    opens_on: date
    groups: tuple[Group, ...]
    papers: tuple[Texts, ...]
    legal: tuple[LegalSource, ...]
    zones: str

    def place(self, municipality: str) -> tuple[Group, Place] | None:
        """Return the place that `municipality` names, however spelt, with its group; None when it is not listed."""
        sought = _spelt(municipality)
        for group in self.groups:
            for place in group.places:
                if sought in {_spelt(name) for name in (place.name, *place.aliases)}:
                    return group, place
        return None

    @property
    def last_day(self) -> date:
        """Return the last day on which anybody may apply."""
        return max(group.until for group in self.groups)


@dataclass(frozen=True, slots=True)
class Home:
    """A home as it was declared: its cadastral reference (20 characters or ""), its address, its municipality."""

    cadastral: str
    address: Address
    municipality: str

    @property
    def basis(self) -> str:
        """Return what tells this home from others: its cadastral reference, else its address."""
        return CADASTRAL if self.cadastral else ADDRESS

    @property
    def folded_address(self) -> str:
        """Return the address in the one way in which the office writes it, its municipality first."""
        return f"{_spelt(self.municipality)}|{addresses.folded(self.address)}"

    @property
    def key(self) -> str:
        """Return the text that is the same for the same home. Two flats of one building differ in it."""
        return f"{CADASTRAL}:{self.cadastral}" if self.cadastral else f"{ADDRESS}:{self.folded_address}"


def home_of(given: Mapping[str, Any]) -> Home:
    """Return the home that the meanings of a form's block describe.

    They are `cadastral`, `municipality`, and the parts of an address (`app.domain.addresses`). A cadastral reference
    that is none counts as not given. Raises `Malformed("empty")` when neither it nor a street is there.
    """
    try:
        cadastral = people.normalise_cadastral(str(given.get(CADASTRAL) or ""))
    except Malformed:
        cadastral = ""
    found = addresses.address(given)
    if not cadastral and not addresses.folded(found):
        raise Malformed("empty")
    return Home(cadastral, found, str(given.get("municipality") or ""))


def call(content: Mapping[str, Any]) -> Call:
    """Return the call that a file describes. Raises `Invalid` whose `problems` name every fault by its place."""
    problems: dict[str, str] = {}
    found = Call(
        id=_word(content.get("id"), "id", problems),
        series=_word(content.get("series"), "series", problems),
        name=_texts(content.get("name"), "name", problems),
        granted_by=_texts(content.get("granted_by"), "granted_by", problems),
        fictional=bool(content.get("fictional")),
        amount_cents=_cents(content.get("amount_cents"), "amount_cents", problems),
        budget_cents=_cents(content.get("budget_cents"), "budget_cents", problems),
        opens_on=_day(content.get("opens_on"), "opens_on", problems),
        groups=_groups(content.get("groups"), problems),
        papers=tuple(_texts(one, f"papers.{at}", problems) for at, one in enumerate(_list(content.get("papers")))),
        legal=tuple(_legal(one, f"legal.{at}", problems) for at, one in enumerate(_list(content.get("legal")))),
        zones=str(content.get("zones") or ""),
    )
    _check_places(found.groups, problems)
    if any(group.until < found.opens_on for group in found.groups):
        problems["groups"] = "it closes before it opens"
    if problems:
        raise Invalid("the call cannot be used", problems)
    return found


def _spelt(name: str) -> str:
    """Return a municipality's name as names are compared, articles set apart: "Alcúdia, l'" is "l'Alcúdia"."""
    spaced = people.fold(name.replace("'", " ").replace("’", " ").replace(",", " "))
    return " ".join(word for word in spaced.split() if word not in _ARTICLES) or spaced


def _groups(given: Any, problems: dict[str, str]) -> tuple[Group, ...]:
    found = []
    for at, one in enumerate(_list(given)):
        where = f"groups.{at}"
        if not isinstance(one, Mapping):
            problems[where] = "a group has id, until and municipalities"
            continue
        places = tuple(
            _place(each, f"{where}.municipalities.{n}", problems)
            for n, each in enumerate(_list(one.get("municipalities")))
        )
        if not places:
            problems[f"{where}.municipalities"] = "there is none"
        until = _day(one.get("until"), f"{where}.until", problems)
        found.append(Group(_word(one.get("id"), f"{where}.id", problems), until, places))
    if not found:
        problems["groups"] = "there is none"
    return tuple(found)


def _check_places(groups: Sequence[Group], problems: dict[str, str]) -> None:
    seen: set[str] = set()
    for place in (place for group in groups for place in group.places):
        spelt = _spelt(place.name)
        if spelt in seen:
            problems["groups"] = f"{place.name} is there twice"
        seen.add(spelt)


def _place(given: Any, where: str, problems: dict[str, str]) -> Place:
    if isinstance(given, str) and given.strip():
        return Place(given.strip(), {}, ())
    if not isinstance(given, Mapping) or not str(given.get("name") or "").strip():
        problems[where] = "a municipality has a name"
        return Place("", {}, ())
    part = _texts(given["part"], f"{where}.part", problems) if given.get("part") else {}
    return Place(str(given["name"]).strip(), part, tuple(str(one) for one in _list(given.get("aliases"))))


def _legal(given: Any, where: str, problems: dict[str, str]) -> LegalSource:
    if isinstance(given, Mapping) and given.get("title") and str(given.get("url", "")).startswith("https://"):
        return LegalSource(str(given["title"]), str(given["url"]))
    problems[where] = "a rule has a title and an https address"
    return LegalSource("", "")


def _texts(given: Any, where: str, problems: dict[str, str]) -> Texts:
    if isinstance(given, Mapping) and all(str(given.get(language) or "").strip() for language in LANGUAGES):
        return {str(language): str(text) for language, text in given.items()}
    problems[where] = "a text in each language"
    return {}


def _cents(given: Any, where: str, problems: dict[str, str]) -> int:
    most = _LARGEST if where == "amount_cents" else _LARGEST * 100
    if isinstance(given, int) and not isinstance(given, bool) and 0 < given <= most:
        return given
    problems[where] = "a whole number of cents"
    return 0


def _word(given: Any, where: str, problems: dict[str, str]) -> str:
    text = str(given or "")
    if text and all(c.isascii() and (c.isalnum() or c in "-_") for c in text) and len(text) <= 40:  # noqa: PLR2004
        return text
    problems[where] = "letters, digits and hyphens, at most 40"
    return ""


def _day(given: Any, where: str, problems: dict[str, str]) -> date:
    if isinstance(given, date):
        return given
    try:
        return date.fromisoformat(str(given))
    except ValueError:
        problems[where] = "a day, aaaa-mm-dd"
        return date.min


def _list(given: Any) -> list[Any]:
    return list(given) if isinstance(given, list | tuple) else []
