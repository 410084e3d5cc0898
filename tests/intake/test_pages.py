"""Pages as people use them: one after another, with groups that grow and questions that hide."""

from app.intake import forms
from tests.intake.browser import TODAY
from tests.intake.builders import at, both, choice, field, form, page, pressed

PEOPLE = field(
    "people", "group", required=True, max=3, fields=[field("nif", "nif", required=True), field("age", "integer")]
)
IF_NO = {"field": "own", "eq": "no"}


def test_a_hidden_answer_is_never_kept() -> None:
    made = form(choice("own", "yes", "no", required=True), field("iban", "iban", required=True, when=IF_NO))

    sheet = page(made, {"own": "yes", "iban": "ES9121000418450200051332"})

    assert sheet.summary() == []
    assert forms.answers_of(sheet) == {"own": "yes"}
    assert forms.visible(made, {"own": "yes", "iban": "x", "unknown": 1}) == {"own": "yes", "unknown": 1}


def test_what_an_earlier_page_rules_out_is_not_on_the_page_and_what_it_settles_is_not_asked_again() -> None:
    made = forms.parse(
        {
            "id": "f",
            "version": "1",
            "title": both("F"),
            "pages": [
                {"id": "a", "title": both("A"), "fields": [choice("own", "yes", "no", required=True)]},
                {
                    "id": "b",
                    "title": both("B"),
                    "fields": [
                        field("iban", "iban", when=IF_NO),
                        choice("kind", "x", "y"),
                        field("more", "text", when={"all": [IF_NO, {"field": "kind", "eq": "y"}]}),
                    ],
                },
                {"id": "c", "title": both("C"), "when": IF_NO, "fields": [field("note", "text", required=True)]},
            ],
        }
    )

    without = forms.page_class(made, "b", "es", {"own": "yes"}, today=TODAY)()
    asked = forms.page_class(made, "b", "es", {"own": "no"}, today=TODAY)()

    assert [each.short_name for each in without] == ["kind"]
    assert at(asked, "iban").when is None
    assert at(asked, "more").when == {"field": "kind", "eq": "y"}
    assert at(asked, "more").only_if == "en «kind» responde «Y»"
    assert [each.id for each in forms.asked_pages(made, {"own": "yes"})] == ["a", "b"]
    assert [each.id for each in forms.asked_pages(made, {"own": "no"})] == ["a", "b", "c"]
    assert forms.first_unfinished(made, {}, today=TODAY) == "a"
    assert forms.first_unfinished(made, {"own": "no"}, today=TODAY) == "c"
    assert forms.first_unfinished(made, {"own": "yes"}, today=TODAY) is None


def test_changing_an_early_answer_drops_the_later_ones_that_hang_from_it() -> None:
    made = form(choice("own", "yes", "no"), field("iban", "iban", when=IF_NO), field("n", "integer"))

    kept = forms.merged(made, "p", {"own": "no", "iban": "x", "other": 1}, {"own": "yes", "iban": "x", "n": 3})

    assert kept == {"own": "yes", "n": 3, "other": 1}


def test_groups_grow_and_shrink_without_losing_what_was_typed() -> None:
    made = form(PEOPLE)
    typed = {"people-0-nif": "123", "people-0-age": "x", "people-1-nif": "12345678z", "people-1-age": "40"}

    grown, _ = pressed(made, typed, _add="people")
    shrunk, _ = pressed(made, typed, _remove="people:0")

    assert len(at(grown, "people").entries) == 3
    assert not at(grown, "people").may_grow
    assert forms.answers_of(grown)["people"] == [{"nif": "123", "age": "x"}, {"nif": "12345678Z", "age": 40}]
    assert forms.answers_of(shrunk) == {"people": [{"nif": "12345678Z", "age": 40}]}
    assert at(shrunk, "people").entries[0]["nif"].id == "people-0-nif"


def test_taking_the_last_entry_away_leaves_an_empty_one_and_other_buttons_do_nothing() -> None:
    made = form(PEOPLE)
    typed = {"people-0-nif": "12345678Z"}

    sheet, done = pressed(made, typed, _remove="people:0")

    assert done
    assert forms.answers_of(sheet) == {}
    assert len(at(sheet, "people").entries) == 1
    assert not pressed(made, typed, _remove="people:x")[1]
    assert not pressed(made, typed, _add="unknown")[1]


def test_an_entry_is_taken_away_by_the_number_it_was_shown_with() -> None:
    typed = {"people-0-nif": "", "people-1-nif": "12345678Z", "people-2-nif": "X1234567L"}

    sheet, _ = pressed(form(PEOPLE), typed, _remove="people:1")

    assert forms.answers_of(sheet) == {"people": [{"nif": "X1234567L"}]}


def test_an_empty_entry_between_full_ones_is_dropped() -> None:
    sheet = page(form(PEOPLE), {"people-0-nif": "12345678Z", "people-1-nif": " ", "people-7-nif": "X1234567L"})

    assert sheet.summary() == []
    assert forms.answers_of(sheet) == {"people": [{"nif": "12345678Z"}, {"nif": "X1234567L"}]}


def test_an_error_inside_a_group_leads_to_its_own_box() -> None:
    sheet = page(form(PEOPLE), {"people-0-nif": "12345678Z", "people-1-age": "4"})

    assert [anchor for anchor, _ in sheet.summary()] == ["people-1-nif"]


def test_an_identity_document_leads_to_the_part_that_is_wrong() -> None:
    made = form(field("doc", "person_id", required=True))

    empty = page(made, {})
    abroad = page(made, {"doc-type": "passport", "doc-number": " ab 123-45 ", "doc-country": "ZZ"})
    right = page(made, {"doc-type": "dni", "doc-number": "12.345.678-z", "doc-country": "FR"})

    assert [anchor for anchor, _ in empty.summary()] == ["doc-type", "doc-number"]
    assert [anchor for anchor, _ in abroad.summary()] == ["doc-country"]
    assert forms.answers_of(right) == {"doc": {"type": "dni", "number": "12345678Z"}}


def test_files_are_ids_of_documents_and_can_be_taken_out() -> None:
    ids = ["00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"]

    sheet, done = pressed(form(field("proof", "file", required=True)), {"proof": ids}, _remove="proof:0")

    assert done
    assert forms.answers_of(sheet) == {"proof": ids[1:]}
    assert page(form(field("proof", "file")), {"proof": ["../../etc/passwd"]}).summary()


def test_a_forged_radio_is_refused() -> None:
    assert page(form(choice("a", "x", "y")), {"a": "z"}).summary() == [("a", "Elija una de las respuestas de «a»")]


def test_sums_and_counts_follow_the_answers() -> None:
    made = form(
        field("items", "group", fields=[field("price", "money")]),
        field("fee", "money"),
        field("total", "calc", calc={"sum": ["items.price", "fee"], "unit": "money"}),
        field("many", "calc", calc={"count": "items", "plus": 1}),
    )

    sheet = page(made, {"items-0-price": "10,50", "items-1-price": "1.000", "fee": "0,50"})

    assert at(sheet, "total").result.replace("\u00a0", " ") == "1.011,00 €"
    assert at(sheet, "many").result == "3"
    assert "total" not in forms.answers_of(sheet)


def test_an_answer_means_what_its_author_says_whatever_its_name() -> None:
    made = form(
        field("quien", "block", means="party:holder", fields=[field("nombre", "name", means="given_name")]),
        choice("own", "yes", "no", means="own"),
        field("a", "text", means="number", when=IF_NO),
        field("b", "text", means="number", when={"not": IF_NO}),
    )

    meant = forms.meanings(made, {"quien": {"nombre": "Ana"}, "own": "no", "a": "1", "b": "2"})

    assert meant == {"party:holder": {"given_name": "Ana"}, "own": "no", "number": "1"}
