"""Numbers and names of people."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import people
from app.domain.malformed import Malformed
from app.domain.people import PersonName

LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"


@pytest.mark.parametrize(
    "number", ["12345678Z", "X1234567L", "Y1234567X", "Z1234567R", "K1234567L", "L1234567L", "M1234567L"]
)
def test_a_right_nif_is_kept(number: str) -> None:
    assert people.normalise_nif(number) == number


@pytest.mark.parametrize(
    "typed", ["12.345.678-Z", " 12345678 z ", "12345678\u2011Z", "12345678\u00a0Z\n", "\u200b12345678Z"]
)
def test_a_nif_may_be_typed_in_groups_and_small_letters(typed: str) -> None:
    assert people.normalise_nif(typed) == "12345678Z"


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "empty"),
        (" - ", "empty"),
        ("12345678A", "checksum"),
        ("X1234567R", "checksum"),
        ("1234567L", "length"),
        ("123456789", "characters"),
        ("B58378431", "characters"),
        ("ES12345678Z", "length"),
        ("１２３４５６７８Z", "characters"),
    ],
)
def test_a_wrong_nif_is_refused_with_its_reason(typed: str, reason: str) -> None:
    with pytest.raises(Malformed) as caught:
        people.normalise_nif(typed)

    assert caught.value.reason == reason
    assert str(caught.value) == reason


@given(st.integers(0, 99_999_999), st.sampled_from(LETTERS))
def test_exactly_one_letter_fits_a_dni(number: int, letter: str) -> None:
    typed = f"{number:08d}{letter}"

    if letter == LETTERS[number % 23]:
        assert people.normalise_nif(typed) == typed
    else:
        with pytest.raises(Malformed, match="checksum"):
            people.normalise_nif(typed)


@given(st.text(max_size=30))
def test_any_text_is_a_nif_or_is_refused_and_a_stored_nif_is_stable(text: str) -> None:
    try:
        number = people.normalise_nif(text)
    except Malformed:
        return

    assert people.normalise_nif(number) == number


@pytest.mark.parametrize("number", ["B58378431", "P0807300I", "S4611001A", "Q2826000H", "A58818501"])
def test_a_right_cif_is_kept(number: str) -> None:
    assert people.normalise_cif(number.lower()) == number


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("P08073009", "kind"),
        ("S46110011", "kind"),
        ("B5837843A", "kind"),
        ("B58378432", "checksum"),
        ("I12345678", "characters"),
        ("B5837843", "length"),
        ("12345678Z", "characters"),
    ],
)
def test_a_cif_with_the_wrong_control_for_its_kind_is_refused(number: str, reason: str) -> None:
    with pytest.raises(Malformed, match=reason):
        people.normalise_cif(number)


def test_a_passport_is_its_country_and_its_number() -> None:
    assert people.normalise_passport("fr", "12ab 34567") == ("FR", "12AB34567")


@pytest.mark.parametrize(
    ("country", "number", "reason"),
    [
        ("ZZ", "12AB34567", "country"),
        ("FRA", "12AB34567", "country"),
        ("FR", "1234", "characters"),
        ("FR", "12/345", "characters"),
        ("FR", "", "empty"),
    ],
)
def test_a_passport_of_no_country_or_shape_is_refused(country: str, number: str, reason: str) -> None:
    with pytest.raises(Malformed, match=reason):
        people.normalise_passport(country, number)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("612 34 56 78", "+34612345678"),
        ("712345678", "+34712345678"),
        ("+34 612-345-678", "+34612345678"),
        ("0034612345678", "+34612345678"),
        ("+33 6 12 34 56 78", "+33612345678"),
        ("+1 212 555 2368", "+12125552368"),
    ],
)
def test_a_mobile_is_stored_in_e164(typed: str, stored: str) -> None:
    assert people.normalise_mobile(typed) == stored


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("931 234 567", "kind"),
        ("+34799123456", "kind"),
        ("900123456", "kind"),
        ("61234567", "length"),
        ("nada", "characters"),
        (" ", "empty"),
        ("612345678 ext. 3", "kind"),
    ],
)
def test_what_cannot_receive_a_code_is_no_mobile(typed: str, reason: str) -> None:
    with pytest.raises(Malformed, match=reason):
        people.normalise_mobile(typed)


def test_a_land_line_is_a_telephone() -> None:
    assert people.normalise_phone("931 234 567") == "+34931234567"


@pytest.mark.parametrize("postcode", ["01001", "08 940", "52006"])
def test_a_postcode_of_a_province_is_kept(postcode: str) -> None:
    assert people.normalise_postcode(postcode) == postcode.replace(" ", "")


@pytest.mark.parametrize(
    ("postcode", "reason"),
    [("53001", "characters"), ("00123", "characters"), ("8940", "length"), ("0894A", "characters"), ("", "empty")],
)
def test_a_postcode_of_no_province_is_refused(postcode: str, reason: str) -> None:
    with pytest.raises(Malformed, match=reason):
        people.normalise_postcode(postcode)


@pytest.mark.parametrize("reference", ["9872023VH5797S0001WX", "4A08169P03PRAT0001LR"])
def test_a_cadastral_reference_is_kept_whole(reference: str) -> None:
    assert people.normalise_cadastral(f"{reference[:7]} {reference[7:14].lower()} {reference[14:]}") == reference


@pytest.mark.parametrize(
    ("reference", "reason"), [("9872023VH5797S0001WY", "checksum"), ("9872023VH5797S", "length"), ("", "empty")]
)
def test_a_wrong_cadastral_reference_is_refused(reference: str, reason: str) -> None:
    with pytest.raises(Malformed, match=reason):
        people.normalise_cadastral(reference)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("12345678Z", "***4567**"),
        ("X1234567L", "****4567*"),
        ("ABC123456", "*****3456"),
        ("XY12345678AB", "*****4567***"),
        ("ABCD123XY", "*****23XY"),
        ("A1", "A1"),
    ],
)
def test_a_masked_number_shows_four_characters(number: str, shown: str) -> None:
    assert people.masked_nif(number) == shown


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("MUÑOZ", "munoz"),
        ("Núria", "nuria"),
        ("Marcel·lí", "marcelli"),
        ("Anna-Maria", "anna maria"),
        ("D’Ors", "dors"),
        ("Sørensen  Łukasz", "sorensen lukasz"),
        ("Strauß", "strauss"),
    ],
)
def test_names_are_folded_for_comparison(name: str, folded: str) -> None:
    assert people.fold(name) == folded


@given(st.text(alphabet=string.printable + "áàéèíïóòúüñçÑÇ·’łŁøæ", max_size=40))
def test_folding_twice_changes_nothing(name: str) -> None:
    assert people.fold(people.fold(name)) == people.fold(name)


def test_a_name_is_spoken_and_listed() -> None:
    name = people.person_name("  María  José ", "Núñez", "de la Peña")

    assert name == PersonName("María José", "Núñez", "de la Peña")
    assert name.full == "María José Núñez de la Peña"
    assert name.listed == "Núñez de la Peña, María José"


def test_a_person_may_have_one_surname() -> None:
    assert people.person_name("Jean", "Dupont").listed == "Dupont, Jean"


def test_names_are_the_same_but_for_accents_and_case() -> None:
    assert people.person_name("Núria", "Puig", "i Ferrer").same_as(people.person_name("NURIA", "PUIG", "I FERRER"))
    assert not people.person_name("Núria", "Puig").same_as(people.person_name("Núria", "Puig", "Ferrer"))


@pytest.mark.parametrize(
    ("given_name", "surname", "reason"),
    [
        ("", "Puig", "empty"),
        ("Núria", " ", "empty"),
        ("Núria", "Puig<script>", "characters"),
        ("Núria2", "Puig", "characters"),
        ("N" * 61, "Puig", "length"),
    ],
)
def test_what_is_no_name_is_refused(given_name: str, surname: str, reason: str) -> None:
    with pytest.raises(Malformed, match=reason):
        people.person_name(given_name, surname)
