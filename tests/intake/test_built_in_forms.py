"""The forms that come with the office, filled in as people would."""

from typing import Any

import pytest

from app.intake import forms, sources
from app.intake.definition import FormDefinition
from tests.intake.browser import TODAY, fill_in, same
from tests.intake.built_in import read

FORMS = {
    path: forms.parse(sources.from_json(content))
    for path, content in read("domiciliacion").items()
    if path.endswith(".json")
}

OWN: dict[str, Any] = {
    "holder_same": "yes",
    "account_iban": "ES9121000418450200051332",
    "address": {
        "street": "Calle de la Ribera",
        "number": "3 bis",
        "in_spain": "yes",
        "postcode": "17001",
        "city": "Ribalba",
        "province": "Girona",
    },
    "payment_type": "recurrent",
    "concepts": ["ibi", "basuras"],
    "effective_from": "2027-01-01",
    "accepts_rules": True,
    "declares_truth": True,
}
HOLDER: dict[str, Any] = {
    "given_name": "Núria",
    "surname1": "L·lull",
    "person_id": {"type": "passport", "number": "AB123456", "country": "FR"},
    "email": "nuria@example.org",
    "mobile": "+34612345678",
}
ABROAD = {
    "street": "Rue de la Paix",
    "number": "1",
    "in_spain": "no",
    "postcode_abroad": "75002",
    "city": "Paris",
    "country": "Francia",
}
OTHERS: dict[str, Any] = {
    **OWN,
    "holder_same": "no",
    "holder": HOLDER,
    "account_iban": "FR1420041010050500013M02606",
    "account_abroad": True,
    "account_bic": "PSSTFRPPXXX",
    "address": ABROAD,
    "payment_type": "one_off",
    "concepts": ["other"],
    "other_concept": "Escuela de música",
    "object_reference": [{"reference": "1234 BBB"}, {"reference": "9872023VH5797S0001WX"}],
}
SEEN: dict[str, Any] = {
    "outcome": "accepted",
    "method": "papers",
    "document_kind": "dni",
    "document_number": "12345678Z",
}


def of(name: str) -> FormDefinition:
    return FORMS[f"forms/{name}.json"]


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("domiciliacion", OWN),
        ("domiciliacion", OTHERS),
        ("identity_check", {**SEEN, "document_expiry": "2026-11-20"}),
        ("identity_check", {**SEEN, "document_expiry": "9999-01-01"}),
        ("identity_check", {**SEEN, "document_permanent": True}),
        ("identity_check", {"outcome": "papers"}),
        ("identity_check", {"outcome": "refused", "reason": "No es la misma persona."}),
        ("review", {"outcome": "accepted"}),
        ("review", {"outcome": "refused", "reason": "Falta una firma."}),
        ("correction", {"papers_replaced": True}),
        ("correction", {"papers_replaced": True, "message": "Ahora se lee.\n\nGracias."}),
    ],
)
@pytest.mark.parametrize("language", ["es", "ca"])
def test_what_people_answer_is_accepted_by_the_pages_and_by_the_gate(
    name: str, answers: dict[str, Any], language: str
) -> None:
    accepted, read_back = fill_in(of(name), answers, language)

    assert accepted
    assert same(of(name), read_back, answers)
    assert forms.validate(of(name), answers, today=TODAY) == []
    assert forms.review(of(name), answers, language, today=TODAY)


@pytest.mark.parametrize(
    ("name", "answers", "paths"),
    [
        ("domiciliacion", {**OWN, "holder_same": "no"}, {"holder"}),
        ("domiciliacion", {**OWN, "holder": HOLDER}, {"holder"}),
        ("domiciliacion", {**OWN, "account_bic": "CAIXESBB"}, {"account_bic"}),
        ("domiciliacion", {**OWN, "account_iban": "US64SVBKUS6S3300958879"}, {"account_iban"}),
        ("domiciliacion", {**OWN, "concepts": ["other"]}, {"other_concept"}),
        ("domiciliacion", {**OWN, "effective_from": "2026-11-19"}, {"effective_from"}),
        ("domiciliacion", {**OWN, "accepts_rules": False}, {"accepts_rules"}),
        ("domiciliacion", {**OTHERS, "holder": {**HOLDER, "mobile": "+34972000001"}}, {"holder.mobile"}),
        ("identity_check", SEEN, {"document_expiry"}),
        ("identity_check", {**SEEN, "document_expiry": "2026-11-19"}, {"document_expiry"}),
        ("identity_check", {"outcome": "refused"}, {"reason"}),
        ("review", {"outcome": "refused"}, {"reason"}),
        ("review", {"outcome": "accepted", "reason": "x"}, {"reason"}),
        ("correction", {"message": "x"}, {"papers_replaced"}),
    ],
)
def test_what_may_not_be_is_refused_where_it_is(name: str, answers: dict[str, Any], paths: set[str]) -> None:
    assert {problem.path for problem in forms.validate(of(name), answers, today=TODAY)} == paths


def test_the_page_about_the_holder_is_only_asked_for_somebody_elses_account() -> None:
    own = [page.id for page in forms.asked_pages(of("domiciliacion"), OWN)]
    others = [page.id for page in forms.asked_pages(of("domiciliacion"), OTHERS)]

    assert own == ["titular", "cuenta", "direccion", "recibos", "declaracion"]
    assert others == ["titular", "otra-persona", "cuenta", "direccion", "recibos", "declaracion"]


def test_what_an_official_found_is_known_by_what_it_means() -> None:
    meant = forms.meanings(of("identity_check"), {**SEEN, "document_permanent": True})
    abroad = {**SEEN, "document_kind": "passport", "document_number_abroad": "AB12345", "document_permanent": True}

    assert meant == {
        "identity:outcome": "accepted",
        "identity:method": "papers",
        "identity:document_kind": "dni",
        "identity:number": "12345678Z",
    }
    assert forms.meanings(of("identity_check"), abroad)["identity:number"] == "AB12345"
    assert forms.meanings(of("domiciliacion"), OTHERS)["party:holder"] == HOLDER
