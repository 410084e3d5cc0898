"""Reference pages for those who write procedures: procedure.yaml, forms."""

from collections.abc import Mapping, Sequence
from typing import Final

from app.domain import procedure
from app.intake import definition, reader
from tools import markdown

_LANGUAGES: Final = ", ".join(reader.LANGUAGES)

PROCEDURE_KEYS: Final[Sequence[tuple[str, str, str]]] = (
    ("id", "word", "the name of the diagram's file and of its process"),
    ("code", "2 to 5 capitals", "begins the case numbers"),
    ("title", "texts", "what the procedure is called"),
    ("summary", "texts", "one or two sentences for the catalogue"),
    ("keywords", "texts", "more words under which a search finds it; may be left out"),
    ("category", "taxes, residents, aid, works", "where the catalogue puts it; any other word, among the others"),
    ("audience", "list of words", "for whom it is"),
    ("obtains", "texts", "what a person gets from it"),
    ("who", "texts", "who may ask for it"),
    ("duration", "texts", "how long it takes the person"),
    ("cost", "texts", "what it costs"),
    ("max_term", "{months: n} or {working_days: n}", "the longest time to resolve; {} when the law sets none"),
    ("silence", "positive, negative, none", "what no answer in time means"),
    ("legal_basis", "list of {title, url}", "the rules it rests on"),
    ("sia_code", "6 or 7 digits", "its code in the inventory of procedures; may be left out"),
    ("channels", "list of online, in_person, phone, video", "how it may be begun"),
    ("lanes", "name: one of {party}, {role}, {machine: true}", "who does the tasks of each lane of the diagram"),
    ("competence", ", ".join(procedure.COMPETENCES), "whose procedure it is; municipal when left out"),
    ("start_level", ", ".join(procedure.LEVELS), "how surely the office must know who begins"),
    ("papers", "list", "what people hand in"),
    ("documents", "name: document", "what the office writes; {} when nothing"),
    ("messages", "name: message", "what the office mails; {} when nothing"),
    ("steps", "list", "the procedure as a citizen sees it, in order"),
    (
        "outcomes",
        "id of an end event or of a service task: outcome",
        "how it can end: named after the end event, or after the last thing that the office does by itself",
    ),
    ("appointment", "appointment", "what an appointment for it takes; left out where none can be booked"),
    ("privacy", "privacy", "what it does with personal data, for the record of processing; may be left out"),
)
INNER_KEYS: Final[Mapping[str, Sequence[tuple[str, str, str]]]] = {
    "lanes": (
        ("party", "word", "a person of the case: `applicant`, or whoever an operator invites under that name"),
        ("role", ", ".join(procedure.STAFF), "a member of staff with this role"),
        ("machine", "true", "nobody: the office does it by itself"),
    ),
    "papers": (
        ("slot", "word", "the name of the place where the paper goes"),
        ("title", "texts", "what is asked for"),
        ("hint", "texts", "what will do; may be left out"),
        ("required", "true or false", "whether the task with `papers: required` waits for it; true when left out"),
        ("when", "condition", "asked of the answers that the case began with; see [Forms](forms.md#conditions)"),
        ("by", "word", "the party who hands it in"),
        (
            "waived_at",
            ", ".join(procedure.LEVELS),
            "the paper is not asked for once the office knows its party to this level; may be left out",
        ),
    ),
    "appointment": (
        ("minutes", "5 to 240, in steps of 5", "how long it takes; frozen in each booking"),
        ("triage", "the id of a form", "asked before any hour is shown; may be left out"),
        ("longer", "list of {when, minutes}", "other lengths, by answers of the triage; the first that holds counts"),
        ("advice", "list of {when, text, stop}", "said before the hours; with `stop: true` none is shown"),
        ("reading", "list of {kind, title, text, url}", "what to read before the day; kind: rules, form, instructions"),
        ("when", "condition", "asked of the answers to the triage"),
        ("text", "texts", "what is said"),
        ("stop", "true or false", "whether an appointment would be of no use"),
        ("kind", "rules, form, instructions", "what sort of reading it is"),
        ("title", "texts", "what the reading is called"),
    ),
    "privacy": (
        ("purpose", "texts", "what the data are for"),
        ("basis", "texts", "the legal basis (art. 6 RGPD) and the rule that it rests on"),
        ("recipients", "texts", "who else gets them, or that nobody does"),
        ("retention", "list of {what, period}", "how long each class of documents is kept"),
        ("what", "texts", "the class of documents or data"),
        ("period", "texts", "how long, and by which rule"),
    ),
    "documents": (
        ("title", "texts", "what the document is called"),
        ("template", "documents/NAME.typ", "its typst source"),
        ("eni_type", "TD01 to TD99", "its type in the national catalogue of document types"),
        (
            "resolution",
            "object",
            "what it says when a body decides it; see [`resolution`](#resolution); may be left out",
        ),
    ),
    "resolution": (
        ("facts", "list of paragraphs", "what happened: texts, or {text, when}"),
        ("grounds", "list of paragraphs", "the rules that it rests on"),
        ("decision", "list of paragraphs", "what is decided"),
        ("text", "texts", "a paragraph; its `{places}` are filled as the end of this page says"),
        ("when", "condition", "asked of the answers and values that the diagram gave; may be left out"),
        ("ends_route", "true or false", "whether it ends the administrative route; true when left out"),
        ("appeals", "list", f"{', '.join(procedure.APPEALS)}, or {{kind, before}}"),
        ("kind", ", ".join(procedure.APPEALS), "the appeal; its deadline is the law's"),
        ("before", "texts", "the body before which it is lodged, needed for `alzada`; the law's own when left out"),
    ),
    "messages": (
        ("subject", "texts", "the subject of the e-mail"),
        ("body", "texts", "its text, an empty line between paragraphs"),
    ),
    "steps": (
        ("elements", "list of ids", "the tasks of the diagram that this step sums up; `element` for a single one"),
        ("title", "texts", "what happens"),
        ("who", "applicant, office, machine or another party", "who does it"),
        ("hint", "texts", "more about it; may be left out"),
        ("optional", "true", "the step is shown only once it has begun; false when left out"),
    ),
    "outcomes": (
        ("title", "texts", "what came of it"),
        ("tone", "done, error", "how the page says it"),
    ),
}
_PROCEDURE_WORDS: Final = f"""\
The texts and the administrative data of a procedure. A word is made of small letters, digits and `_`. *Texts* are an
object with a text in every enabled language ({_LANGUAGES}); a missing one is a fault. An unknown key is a fault too, so
that a slip of the pen does not pass unseen. `./ventanilla procedures check DIR` names every fault with its place."""

FIELD_TYPES: Final[Mapping[str, tuple[str, str]]] = {
    "text": ("one line", "text"),
    "textarea": ("several lines", "text"),
    "name": ("a given name or a surname", "text"),
    "nif": ("a DNI or NIE with its letter", "text without spaces"),
    "person_id": ("type and number of an identity document, and its country", "{type, number, country}"),
    "document": ("the number of an identity document of any country", "text without spaces"),
    "iban": ("a bank account of the SEPA area", "text without spaces"),
    "bic": ("a bank's code", "text"),
    "tel": ("a telephone; `mobile: true` takes mobiles only", "text in E.164"),
    "email": ("an e-mail address", "text"),
    "date": ("a date in three boxes; `min` and `max` may be `today`", "ISO text"),
    "integer": ("a whole number", "number"),
    "money": ("an amount in euros", "number of cents"),
    "choice": ("one of `options`", "the option's value"),
    "multi": ("some of `options`", "list of values"),
    "accept": ("a box to tick", "true; absent otherwise"),
    "file": ("one or more uploads", "list of document ids"),
    "cadastral": ("a cadastral reference of 20 characters", "text without spaces"),
    "postcode": ("a Spanish postcode", "text"),
    "group": ("a list of entries, each with the inner `fields`", "list of objects"),
    "block": ("the inner `fields` under one heading", "object"),
    "info": ("says something, asks nothing", "nothing"),
    "calc": ("shows what `calc` works out, asks nothing", "nothing"),
}
FIELD_KEYS: Final[Mapping[str, str]] = {
    "name": "the key of the answer",
    "type": "one of the types below",
    "label": "texts: the question",
    "hint": "texts: help under the question",
    "required": "whether an answer must be given; false when left out",
    "voluntary": "marks the question as voluntary, as the law wants where data are not compulsory",
    "when": "a condition; the question is asked only when it holds",
    "options": "the answers of a choice or multi: list of {value, label, hint}",
    "fields": "the inner fields of a group or block",
    "min": "the least: characters, number, cents, entries, files, ticked options, or the earliest date",
    "max": "the most, likewise",
    "pattern": "a regular expression for a text; no look-around, no back reference, few repetitions",
    "mobile": "for tel: only mobile numbers",
    "types": f"for person_id: some of {', '.join(definition.EVERY_ID_TYPE)}",
    "accept": "for file: extensions such as .pdf",
    "calc": "for calc: {count, plus} or {sum, unit}",
    "messages": "texts instead of the usual ones, under required and invalid",
    "rows": "for textarea: its height",
    "width": "the width of the box in characters: 2, 3, 4, 5, 10, 20 or 30",
    "autocomplete": "the word of HTML that lets a browser fill it in",
    "spellcheck": "whether the browser checks the spelling; true when left out",
    "means": "what the answer is for the office, whatever its name; see below",
}
_FORM_WORDS: Final = f"""\
A form is a file `forms/<id>.json`. From it the office makes the pages that people fill in and the JSON Schema that is
the last gate before answers are kept; a property test demands that both accept the same answers.

```json
{{"id": "complaint", "version": "1", "title": {{"es": "...", "ca": "..."}},
 "pages": [{{"id": "what", "title": {{"es": "...", "ca": "..."}},
            "fields": [{{"name": "subject", "type": "text", "required": true,
                        "label": {{"es": "...", "ca": "..."}}}}]}}]}}
```

A page has `id`, `title`, `fields`, and may have `intro` (texts) and `when` (a condition). *Texts* have a text in every
enabled language ({_LANGUAGES})."""
_CONDITIONS: Final = """\
## Conditions

A condition asks about answers that come before, in a closed language: it is never evaluated as code.

| Condition | Holds when |
| --- | --- |
| `{"field": "a", "eq": v}` | the answer is `v`, or `v` is among the answers of a multi |
| `{"field": "a.b", "in": [...]}` | the answer is one of these |
| `{"field": "a", "gte": n}` | the number is `n` or more |
| `{"all": [...]}`, `{"any": [...]}`, `{"not": {...}}` | as they say, at most six deep |

An answer to a question that is not asked is not kept: what is hidden is absent, and sending it is a fault."""
_MEANS: Final = """\
## What an answer means

The office's code knows no field by its name. Where it must know what an answer is, the author of the form says so with
`means`:

- a task with the property `verifies` looks for `identity:document_kind`, `identity:method`, `identity:number` and
  `identity:outcome`; of the outcomes, `accepted` is the one that establishes an identity;
- `parties.invite` takes a block whose inner fields mean `given_name`, `surname1`, `surname2`, `identity` (a person_id),
  `email` and `mobile`;
- a field of a person's form that means `municipality_ine` or `municipality` (five figures) says where that person
  lives: the days off there count for the deadlines of the case."""


def procedure_page() -> str:
    """Return the page of procedure.yaml."""
    parts = [_PROCEDURE_WORDS, _keys(PROCEDURE_KEYS)]
    for name, keys in INNER_KEYS.items():
        parts += [f"## {markdown.code(name)}", _keys(keys)]
    parts.append(
        "A subject or body may hold names in braces and nothing cleverer: `{name}`, `{case_number}`, `{procedure}`, "
        "`{entity}`, `{link}`, and what the diagram gives with `values`. Every language must use the same ones."
    )
    parts.append(
        "A paragraph of a resolution may hold "
        + ", ".join(f"`{{{place}}}`" for place in sorted(procedure.RESOLUTION_PLACES))
        + ", the fields of the answers and the `values` that the diagram gives; an ISO date is written in full. `body` "
        "is who decides, `document` the applicant's identity document. The template for it is this project's own "
        "`documents/resolution.typ`: copy it into the folder of a procedure of yours."
    )
    return markdown.page("procedure.yaml", *parts)


def forms_page() -> str:
    """Return the page of the forms."""
    keys = [[markdown.code(name), said] for name, said in FIELD_KEYS.items()]
    kinds = [[markdown.code(name), asked, stored] for name, (asked, stored) in FIELD_TYPES.items()]
    return markdown.page(
        "Forms",
        _FORM_WORDS,
        "## Fields",
        markdown.table(["Key", "Meaning"], keys),
        "## Types",
        markdown.table(["Type", "Asks for", "Stored as"], kinds),
        _CONDITIONS,
        _MEANS,
    )


def _keys(keys: Sequence[tuple[str, str, str]]) -> str:
    return markdown.table(["Key", "Value", "Meaning"], [[markdown.code(name), kind, said] for name, kind, said in keys])
