"""A case survives JSON, and anything else is refused with a sentence."""

import json
from datetime import date

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_desktop.case import codec
from imr_desktop.case.model import Case, DisputedItem, SourceRef
from imr_desktop.errors import CaseInvalid
from imr_desktop.paths import resource

texts = st.text(max_size=40)
sources = st.builds(SourceRef, document=texts, page=st.integers(0, 5000), quote=texts)
ids = texts.filter(lambda text: text != "" and text.isprintable())
items = st.builds(DisputedItem, id=ids, title=texts, decision=st.sampled_from([None, "Upheld", "Overturned"]),
                  sources=st.lists(sources, max_size=2).map(tuple))
cases = st.builds(Case, id=ids, number=texts, summary=texts, age=st.none() | st.integers(0, 120),
                  items=st.lists(items, max_size=3).map(tuple))


@settings(deadline=None)
@given(cases)
def test_round_trip(case):
    assert codec.decode(codec.encode(case)) == case
    assert codec.decode(codec.encode_pretty(case)) == case
    assert codec.from_builtins(json.loads(json.dumps(codec.to_builtins(case)))) == case
    assert codec.encode(codec.decode(codec.encode(case))) == codec.encode(case)


@pytest.mark.parametrize(("text", "says"), [
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
])
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
