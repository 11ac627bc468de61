"""A case survives JSON, and anything else is refused with a sentence."""

import json
from datetime import date

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imr_desktop.case import codec
from imr_desktop.case.model import Case, DisputedItem, SourceRef
from imr_desktop.errors import CaseInvalid
from imr_desktop.paths import resource

texts = st.text(max_size=40)
sources = st.builds(SourceRef, document=texts, page=st.integers(0, 5000), quote=texts)
ids = texts.filter(lambda text: text != "" and text.isprintable())
items = st.builds(
    DisputedItem,
    id=ids,
    title=texts,
    decision=st.sampled_from([None, "Upheld", "Overturned"]),
    sources=st.lists(sources, max_size=2).map(tuple),
)
cases = st.builds(
    Case,
    id=ids,
    number=texts,
    summary=texts,
    age=st.none() | st.integers(0, 120),
    items=st.lists(items, max_size=3).map(tuple),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(cases)
def test_round_trip(case):
    assert codec.decode(codec.encode(case)) == case
    assert codec.decode(codec.encode_pretty(case)) == case
    assert codec.from_builtins(json.loads(json.dumps(codec.to_builtins(case)))) == case
    assert codec.encode(codec.decode(codec.encode(case))) == codec.encode(case)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b'{"id": "1", "surprise": 1}', "unknown field “surprise”"),
        (b'{"id": 5}', "Expected “str”, got “int” - at “id”"),
        (b'{"id": "1", "dates": {"injury": "2026-02-31"}}', "dates.injury"),
        (b'{"id": "1", "items": [{"id": "1", "title": "MRI", "decision": "Modified"}]}', "decision"),
        (b'{"id": "1", "schema_version": 99, "new": true}', "newer version of IMR Desktop (schema 99"),
        (b"{", "not valid JSON"),
        (b"", "not valid JSON"),
        (b"\xff\xfe{", "not valid JSON"),
        (b"[" * 100_000, "array"),
        (b'{"id": "1", "items": ' + b"[" * 100_000, "a.json"),
    ],
)
def test_what_is_no_case_gets_a_sentence(text, says):
    with pytest.raises(CaseInvalid) as caught:
        codec.decode(text, "a.json")
    assert says in caught.value.sentence
    assert caught.value.sentence.startswith("a.json")
    assert caught.value.sentence.endswith(".")


@given(st.binary(max_size=200))
def test_any_bytes_give_a_case_or_a_sentence(data):
    try:
        case = codec.decode(data)
    except CaseInvalid as error:
        sentence = error.sentence
    else:
        sentence = "a case." if isinstance(case, Case) else ""
    assert sentence.endswith(".")


def test_the_shipped_schema_is_the_models():
    assert resource("schema", "case.schema.json").read_text(encoding="utf-8") == codec.schema_text()


def test_dates_are_plain_in_json():
    case = msgspec.structs.replace(Case(id="1"), dates=msgspec.structs.replace(Case(id="1").dates, injury=date(2026, 1, 5)))
    assert json.loads(codec.encode(case)) == {"id": "1", "dates": {"injury": "2026-01-05"}}


BEYOND = [
    ({"documents": [{"last_page": 10**11}]}, "“documents[0].last_page” is above 100,000"),
    ({"documents": [{"first_page": -(10**9)}]}, "“documents[0].first_page” is below 1"),
    ({"documents": [{"first_page": 5, "last_page": 4}]}, "documents[0].last_page is 4, before its first page 5"),
    ({"documents": [{"last_page": 9}]}, "documents[0].last_page is 9, but its file ends at page 3"),
    ({"files": [{"pages": 10**7}]}, "“files[0].pages” is above 100,000"),
    ({"files": [{"pages": 10**20}]}, "files[0].pages"),
    ({"files": [{"pages": 0}]}, "“files[0].pages” is below 1"),
    ({"files": [{"first_page": 2}]}, "files[0].first_page is 2, but the pages before it end at 0"),
    ({"files": [{"unreadable": [4]}]}, "files[0].unreadable names a page outside the file"),
    ({"age": -1}, "“age” is below 0"),
    ({"age": 10**30}, "age"),
    ({"facts": [{"key": "k", "value": 1e308}]}, "“facts[0].value” is above"),
    ({"facts": [{"key": "k", "value": -1e308}]}, "“facts[0].value” is below"),
    ({"summary": "x" * 1_000_001}, "“summary” has more than 1,000,000 letters"),
    ({"searches": [{"id": "s", "terms": [], "pages": [0]}]}, "“searches[0].pages[0]” is below 1"),
    ({"items": [{"id": str(n), "title": ""} for n in range(401)]}, "“items” has more than 400 entries"),
    ({"id": "a\u202eb"}, "id is empty or holds characters"),
    ({"items": [{"id": "", "title": ""}]}, "items[0].id is empty"),
    ({"dates": {"injury": "9999-12-31"}}, "dates.injury is in the year 9999"),
    ({"items": [{"id": "i", "title": "", "sources": [{"document": "d", "page": -1}]}]}, "sources[0].page” is below 0"),
]


def a_record(changes):
    """A case of one file of three pages and its document, with changes."""
    plain = {
        "id": "c",
        "files": [{"digest": "f", "name": "a.pdf", "pages": 3, "first_page": 1}],
        "documents": [{"id": "d", "file": "f", "title": "Note", "type": "rfa", "first_page": 1, "last_page": 3}],
    }
    for name, value in changes.items():
        own = name in ("files", "documents")
        plain[name] = [{**plain[name][0], **value[0]}] if own else value
    return json.dumps(plain).encode()


@pytest.mark.parametrize(("changes", "says"), BEYOND)
def test_what_is_beyond_a_case_is_said_with_its_place(changes, says):
    with pytest.raises(CaseInvalid) as caught:
        codec.decode(a_record(changes), "a.json")
    assert says in caught.value.sentence
    assert caught.value.sentence.endswith(".")
    with pytest.raises(CaseInvalid):
        codec.from_builtins(json.loads(a_record(changes)))


def test_the_record_itself_holds():
    assert codec.decode(a_record({})).page_count == 3
