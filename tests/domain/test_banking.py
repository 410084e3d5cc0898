"""Accounts, mandates and creditors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.eu import at_02

from app.domain import banking
from app.domain.malformed import Malformed


@pytest.mark.parametrize(
    "number",
    [
        "ES9121000418450200051332",
        "ES8099990001450000000001",
        "FR1420041010050500013M02606",
        "DE89370400440532013000",
        "GB29NWBK60161331926819",
        "PT50000201231234567890154",
        "AD1200012030200359100100",
        "CH9300762011623852957",
        "RS35260005601001611379",
    ],
)
def test_an_account_of_any_sepa_country_is_kept(number: str) -> None:
    assert banking.normalise_iban(banking.spaced_iban(number).lower()) == number


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "empty"),
        ("TR330006100519786457841326", "country"),
        ("US33000610051978645784132", "country"),
        ("ES8199990001450000000001", "checksum"),
        ("ES80", "length"),
        ("ES809999000145000000000", "length"),
        ("ES80 9999 0001 4500 0000 000€", "characters"),
        ("ES80/9999/0001/4500/0000/0001", "characters"),
    ],
)
def test_an_account_that_cannot_be_debited_is_refused_with_its_reason(typed: str, reason: str) -> None:
    with pytest.raises(Malformed) as caught:
        banking.normalise_iban(typed)

    assert caught.value.reason == reason


def test_the_inner_control_digits_of_a_spanish_account_count() -> None:
    bban = "21000418460200051332"
    check = 98 - int(bban + "142800") % 97

    with pytest.raises(Malformed, match="checksum"):
        banking.normalise_iban(f"ES{check:02d}{bban}")


@given(st.integers(0, 10**10 - 1), st.integers(0, 99))
def test_only_one_pair_of_control_digits_fits_an_account(account: int, guess: int) -> None:
    bban = f"99990001{_ccc('0099990001')}{_ccc(f'{account:010d}')}{account:010d}"
    right = 98 - int(bban + "142800") % 97
    number = f"ES{guess:02d}{bban}"

    if guess == right:
        assert banking.normalise_iban(number) == number
    else:
        with pytest.raises(Malformed, match="checksum"):
            banking.normalise_iban(number)


def _ccc(digits: str) -> str:
    rest = 11 - sum(weight * int(d) for weight, d in zip((1, 2, 4, 8, 5, 10, 9, 7, 3, 6), digits, strict=True)) % 11
    return str({10: 1, 11: 0}.get(rest, rest))


def test_a_masked_account_shows_its_country_and_its_last_four() -> None:
    assert banking.masked_iban("ES8099990001450000000001") == "ES80 **** **** **** **** 0001"
    assert banking.masked_iban("FR1420041010050500013M02606") == "FR14 **** **** **** **** ***2 606"


def test_a_mandate_reference_fits_what_banks_accept() -> None:
    reference = banking.mandate_reference("L01990017", 2026, 123)

    assert reference == "L01990017-DOM-2026-000123"
    assert len(reference) <= 35


@pytest.mark.parametrize(
    ("dir3", "year", "number"),
    [("L0199001", 2026, 1), ("L01990017", 26, 1), ("L01990017", 2026, 0), ("L01990017", 2026, 1_000_000)],
)
def test_a_mandate_reference_that_does_not_fit_is_refused(dir3: str, year: int, number: int) -> None:
    with pytest.raises(ValueError, match="mandate reference"):
        banking.mandate_reference(dir3, year, number)


@pytest.mark.parametrize("suffix", ["000", "001", "ZZZ"])
def test_the_creditors_control_digits_leave_its_suffix_out(suffix: str) -> None:
    identifier = banking.creditor_identifier("B58378431", suffix)

    assert identifier == f"ES46{suffix}B58378431"
    assert at_02.is_valid(identifier)


def test_a_creditor_needs_a_right_nif_and_suffix() -> None:
    with pytest.raises(ValueError, match="suffix"):
        banking.creditor_identifier("B58378431", "0")
    with pytest.raises(Malformed, match="checksum"):
        banking.creditor_identifier("B58378432")
