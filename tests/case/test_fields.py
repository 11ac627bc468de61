"""The table of fields: every field is described, and one that nobody described goes nowhere."""

from __future__ import annotations

from datetime import date
from typing import Annotated, get_type_hints

import msgspec
import pytest

from imr_desktop.case import bound_sources, codec, fields, incoming, model
from imr_desktop.case.fields import Use, field
from imr_desktop.case.model import Case, ClaimDates, Credentials, CriterionAnswer, DisputedItem, Struct
from imr_desktop.determination import outgoing_case
from imr_desktop.determination.letter import build_letter
from imr_desktop.paths import resource
from imr_desktop.preflight.checks.identity import outgoing
from imr_desktop.store.exchange import blind
from imr_desktop.store.exchange.package import portable

KINDS = [kind for kind in vars(model).values() if isinstance(kind, type) and issubclass(kind, Struct) and kind is not Struct]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_field_is_described(kind):
    forgotten = set(kind.__struct_fields__) - set(fields.of(kind))
    assert not forgotten, (
        f"say in case/model.py where these may go: Annotated[…, DISPUTE | …] ({', '.join(sorted(forgotten))})"
    )
    assert all(one.use & Use.PACKAGE for one in fields.of(kind).values()), "a colleague gets the whole case"


class WiderItem(DisputedItem, frozen=True):
    """An item with a field that nobody described."""

    unthought: str = ""


each_way = pytest.mark.parametrize(
    "goes",
    [blind, outgoing_case, portable, incoming.adopt, lambda case: incoming.admit(case).case],
    ids=["blinding", "attached data", "package", "work of a file", "told by a file"],
)


@each_way
def test_a_field_nobody_described_is_kept_in(goes):
    case = Case("c", items=(WiderItem("i", "MRI", unthought="Secret."),))
    (item,) = goes(case).items
    assert type(item) is WiderItem
    assert (item.title, item.unthought) == ("MRI", "")


@each_way
def test_a_part_that_says_nothing_is_not_written(goes):
    empty = Case(id="c", dates=ClaimDates(), credentials=Credentials())
    assert codec.encode(goes(empty)) == codec.encode(Case(id="c")) == b'{"id":"c"}'


def test_a_field_nobody_described_is_no_word_of_letter_or_text():
    case = Case("c", items=(WiderItem("i", "MRI", unthought="Secret."),))
    assert b"Secret" not in msgspec.json.encode(build_letter(case))
    assert all("Secret" not in field.text for field in outgoing(case))
    assert all("Secret" not in one.value for one in bound_sources.sources(case))
    assert bound_sources.value_of(case, "item:i.unthought") is None


def test_what_goes_out_as_words_is_looked_through_for_a_name():
    letters, printed = fields.named(DisputedItem, Use.LETTER), fields.named(DisputedItem, Use.PRINTED)
    assert set(printed) <= set(letters), "what is printed is attached as well"
    texts = [name for name, kind in get_type_hints(DisputedItem).items() if kind is str and name != "id"]
    case = Case("c", items=(DisputedItem(id="i", **dict.fromkeys(texts, "Name")),))
    attached = msgspec.to_builtins(outgoing_case(case).items[0])
    assert {field.field for field in outgoing(case)} == {name for name, value in attached.items() if value == "Name"}
    assert len(attached) > len(texts) / 2


def test_only_what_has_the_use_is_kept_all_the_way_down():
    answers = (CriterionAnswer("a", "met", "Seen."),)
    case = Case(
        "c", dates=ClaimDates(injury=date(2025, 1, 5)), items=(DisputedItem("i", "MRI", decision="Upheld", answers=answers),)
    )
    assert fields.kept(case, Use.PACKAGE) == case
    assert fields.kept(case, Use.SECOND) == Case("c", dates=case.dates, items=(DisputedItem("i", "MRI"),))
    assert fields.kept(case, Use.LETTER).items[0].answers == answers


def test_titles_are_the_schemas_as_well():
    defs = msgspec.json.decode(resource("schema", "case.schema.json").read_bytes())["$defs"]
    for kind in KINDS:
        for name, one in fields.of(kind).items():
            assert defs[kind.__name__]["properties"][name].get("title", "") == one.title
    assert fields.title(ClaimDates, "ur_denial") == "UR decision date"
    assert fields.title(DisputedItem, "end_state") == "End state"


def test_the_letters_dates_are_what_the_table_says_is_printed():
    letter = build_letter(
        Case(
            "c",
            number="CM26-0000001",
            dates=ClaimDates(*[date(2026, 1, day) for day in range(1, len(ClaimDates.__struct_fields__) + 1)]),
        )
    )
    shown = msgspec.json.encode((letter.rows, letter.after)).decode()
    dates = {f"01/{day:02}/2026": name for day, name in enumerate(ClaimDates.__struct_fields__, 1)}
    assert {name for value, name in dates.items() if value in shown} == set(fields.named(ClaimDates, Use.PRINTED))


def test_each_printed_word_of_an_item_stands_in_the_letter():
    words = {name: f"Word {name}." for name in fields.texts(DisputedItem) if Use.PRINTED in fields.of(DisputedItem)[name].use}
    cited = msgspec.convert({**words, "id": "i", "relation": "remainder"}, DisputedItem)
    uncited = msgspec.structs.replace(cited, reviewer_guideline="", relation=None)
    letter = msgspec.json.encode([build_letter(Case("c", items=(item,))) for item in (cited, uncited)]).decode()
    assert [name for name, word in words.items() if word not in letter] == []


def test_a_field_with_a_heading_of_its_own_is_printed_where_it_is_filled(monkeypatch):
    class Headed(DisputedItem, frozen=True):
        reason: Annotated[str, field(fields.DISPUTE | fields.PRINTED, "Reason", letter="Reason for it:")] = ""

    monkeypatch.setattr("imr_desktop.determination.letter.DisputedItem", Headed)
    (filled, empty) = build_letter(Case("c", items=(Headed("i", "MRI", reason="Soon. "), Headed("j", "X-ray")))).items
    assert [(row.label, row.value) for row in filled.details] == [("Reason for it:", "Soon.")]
    assert empty.details == ()
