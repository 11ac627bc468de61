"""The state's drug list: read from rows in several layouts, asked by day, brand, form and strength; unknown is said."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_desktop.case.model import ClaimDates, Fact
from imr_desktop.rules.evaluate import evaluate_case
from imr_desktop.rules.formulary import DrugList, DrugLists, ListedDrug, encoded, file_name, lists_of
from imr_desktop.rules.formulary_answers import Formulary
from imr_desktop.rules.formulary_changes import changes
from imr_desktop.rules.formulary_reading import read_list
from imr_desktop.rules.loader import load_packs

TITLE = ["MTUS Drug List v.13 (8 CCR §9792.27.15)"]
HEAD = ["Drug Ingredient", "Reference Brand Name", "Exempt / Non‐Exempt *", "Special Fill **", "Peri-Op ***", "Drug Class"]
ROWS = [
    ["Hydrocodone Bitartrate/Acetaminophen", "Norco®, Vicodin®", "Non‐Exempt", "4", "4 days", "Opioid"],
    ["Hydrocodone Bitartrate ER", "Zohydro ER", "Non-Exempt", "", "", "Opioid"],
    ["Ibuprofen", "Motrin", "Exempt", "", "", "NSAID"],
    ["Diclofenac Sodium", "Voltaren XR", "Exempt", "", "", "NSAID"],
    ["Diclofenac Sodium (topical gel)", "Voltaren Gel", "Non-Exempt", "", "", "NSAID"],
    ["Naproxen Sodium", "Anaprox", "Exempt", "", "", "NSAID"],
    ["Acetaminophen", "Tylenol", "Exempt", "", "", "Analgesic"],
]
FIRST = [
    TITLE,
    ["EFFECTIVE DATE: August 6, 2025"],
    ["“Exempt” drugs may be prescribed without review. " * 5],
    [],
    HEAD,
    *ROWS,
]
PRODUCTS = [
    ["State of California", "", "", "", "", "", "MTUS Drug List v12 effective 11/01/2024"],
    ["Drug", "Dosage", "", "MTUS", "Special", "Peri-", "RxCUI"],
    ["Ingredient", "Form", "Strength", "Exempt/Non-Exempt", "Fill", "operative", ""],
    ["Diclofenac Sodium", "Tablet", "75 MG", "Exempt", "", "", "855926"],
    ["", "Gel", "1 %", "Non-Exempt", "", "", "1"],
    ["Ketorolac Tromethamine", "Tablet", "10 MG", "Non-Exempt", "4", "4", "3"],
    ["", "Injection", "30 MG/ML", "", "", "", "4"],
]


def found_in(rows, name=""):
    return read_list([("List", rows)], name)


def as_list(read, imported=date(2026, 11, 1)):
    return DrugList(read.version, read.effective, read.drugs, imported)


@pytest.fixture(scope="module")
def formulary(packs):
    lists = DrugLists(packs.formulary.lists.file, (as_list(found_in(PRODUCTS)), as_list(found_in(FIRST))))
    return Formulary(lists, {name: brands for one in packs.services.values() for name, brands in one.drugs.items()})


def test_titles_footnotes_repetitions_and_headers_on_each_page():
    read = found_in([*FIRST, ROWS[2], HEAD, [], ["Consult the guideline."]])
    assert (read.version, read.effective, read.wrong) == ("v13", date(2025, 8, 6), "")
    assert (read.rows, read.products, read.repeated, read.notes, len(read.drugs)) == (9, 8, 1, 1, 7)
    assert read.drugs[0].special_fill == read.drugs[0].perioperative == 4
    assert [drug.status for drug in read.drugs[:3]] == ["non-exempt", "non-exempt", "exempt"]


def test_a_header_of_two_rows_and_merged_cells():
    read = found_in(PRODUCTS)
    assert (read.version, read.effective, len(read.drugs)) == ("v12", date(2024, 11, 1), 4)
    assert [(drug.drug, drug.form, drug.status, drug.special_fill) for drug in read.drugs[1:]] == [
        ("Diclofenac Sodium", "Gel", "non-exempt", 0),
        ("Ketorolac Tromethamine", "Tablet", "non-exempt", 4),
        ("Ketorolac Tromethamine", "Injection", "non-exempt", 4),
    ]


def test_two_columns_of_marks_and_a_name_of_the_file():
    rows = [["Drug", "Exempt", "Non-Exempt"], ["Ibuprofen", "X", ""], ["Tramadol", "", "x"], ["Warfarin", "", ""]]
    read = found_in(rows, "MTUS-DRUG-LIST-V9-Effective-08012021")
    assert (read.version, read.effective) == ("v9", date(2021, 8, 1))
    assert [drug.status for drug in read.drugs] == ["exempt", "non-exempt"]
    assert read.notes == 1


def test_what_is_not_clear_is_said():
    read = found_in(
        [TITLE, HEAD, *ROWS, ["Ibuprofen", "", "Non-Exempt", "soon", "", ""], ["Xylitol", "", "maybe", "", "", ""]]
    )
    assert [part for one in read.odd for part in ("“soon”", "differently", "“maybe”") if part in one] == [
        "“soon”",
        "“maybe”",
        "differently",
    ]
    assert read.drugs[-1] == ListedDrug("Xylitol", "")


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], "no rows"),
        ([["Name", "Salary"], ["A", "3"]], "no header"),
        ([HEAD], "no drug with a class"),
        ([HEAD, *([name, "", "", "", "", "NSAID"] for name in "abcdef"), ROWS[0]], "no class for 6 of 7"),
    ],
)
def test_what_is_no_drug_list(rows, words):
    assert words in found_in(rows).wrong


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from(["", "Drug", "Exempt", "non-exempt", "4", "Ibuprofen", "Gel", "12/40/2020", "*"]))))
def test_every_row_is_accounted_for(rows):
    read = found_in([*rows, HEAD, *rows])
    assert read.rows == read.products + read.notes
    assert len(read.drugs) == read.products - read.repeated


def test_versions_by_day(packs, formulary):
    lists = packs.formulary.lists
    assert lists.at(date(2017, 12, 31)) is None
    assert [lists.at(date(2025, 8, day)).version for day in (5, 6)] == ["v12", "v13"]
    assert lists.at(date(2019, 6, 1)).unseen == ("v4", "v5")
    assert "whose days are not known here" in lists.at(date(2019, 6, 1)).words
    assert formulary.lists.at(date(2026, 1, 1)).imported.version == "v13"
    newer = DrugLists(formulary.lists.file, (DrugList("v14", date(2026, 5, 1), (), date(2026, 6, 1)),))
    assert [newer.at(date(2026, month, 30)).version for month in (4, 5)] == ["v13", "v14"]


@pytest.mark.parametrize(
    ("request_words", "day", "status", "words"),
    [
        ("Norco 10/325mg #60", 2026, "non-exempt", "special fill 4 days"),
        ("hydrocodone bitartrate-acetaminophen 5-325", 2026, "non-exempt", "perioperative fill 4 days"),
        ("Hydrocodone/APAP 10-325 mg #90", 2026, "non-exempt", "Hydrocodone Bitartrate/Acetaminophen"),
        ("hydrocodone 10/325", 2026, "non-exempt", "Hydrocodone Bitartrate/Acetaminophen"),
        ("Hydrocodon/apap 10 mg", 2026, "", "no name that is known"),
        ("hydrocodon acetaminophen", 2026, "", "no name that is known"),
        ("Anaprox 550 mg #60", 2026, "exempt", "Naproxen Sodium is exempt"),
        ("naproxen tablet/daily", 2026, "exempt", "in force from 08/06/2025"),
        ("Voltaren gel 1%", 2026, "non-exempt", "topical gel"),
        ("diclofenac", 2026, "", "depends on the product"),
        ("diclofenac 75 mg tablet", 2025, "exempt", "Tablet 75 MG"),
        ("diclofenac gel 1% 100 gm", 2025, "non-exempt", "v12"),
        ("ketorolac 60 mg IM injection", 2025, "", "outside the formulary"),
        ("ketorolac self-administered injection", 2025, "non-exempt", "Injection"),
        ("ketorolac nasal spray", 2025, "", "no form for the one asked for"),
        ("naproxen gel 5%", 2026, "", "without a word on this form (skin)"),
        ("Voltaren XR 100 mg", 2026, "exempt", "Diclofenac Sodium is exempt"),
        ("ibuprofen ER 800 mg", 2026, "", "without a word on this form (extended)"),
        ("Gabapentin 10%/ibuprofen 10% in cream base", 2026, "", "in one preparation for the skin"),
        ("Vimovo 500/20", 2026, "unlisted", "naproxen/esomeprazole is not on it"),
        ("Norco and Soma", 2026, "", "several drugs"),
        ("Flurbiprofen 20%/lidocaine 5% compounded cream", 2026, "", "is compounded"),
        ("ibuprofn 800", 2026, "", "no drug that is known"),
        ("Cymbalta 60 mg", 2020, "exempt", "the list that ships is partial"),
        ("Norco #60", 2018, "", "reported as non-exempt"),
        ("Cymbalta 60 mg", 2021, "", "unknown, for the list that ships is partial. v7 classed it exempt"),
    ],
)
def test_what_the_list_says(formulary, request_words, day, status, words):
    days = {2018: (3, 1), 2020: (12, 1), 2021: (3, 1), 2025: (1, 5), 2026: (1, 5)}
    found = formulary.answer(request_words, date(day, *days[day]))
    assert (found.status, words in found.words) == (status, True), found.words


def test_a_list_that_changes_before_the_decision_is_said(formulary):
    found = formulary.answer("diclofenac gel", date(2025, 8, 1), date(2025, 9, 1))
    assert "On 09/01/2025, the decision's day, v13 is in force and classes it non-exempt" in found.words
    assert "decision's day" not in formulary.answer("diclofenac gel", date(2025, 9, 1), date(2025, 9, 9)).words


def test_differences_between_versions():
    old, new = as_list(found_in(PRODUCTS)), as_list(found_in(FIRST))
    found = changes(old, new)
    assert "Ibuprofen" in found.added
    assert found.removed == ("Ketorolac Tromethamine",)
    assert [(one.drug, one.before, one.after) for one in found.changed] == [
        ("Diclofenac Sodium", "exempt or non-exempt", "exempt")
    ]
    assert changes(new, new).none


def test_a_kept_list_is_used_and_a_damaged_one_left_out(tmp_path, packs, make_case):
    good = as_list(found_in(FIRST))
    (tmp_path / file_name("v13")).write_bytes(encoded(good))
    (tmp_path / file_name("v12")).write_bytes(b"{")
    own = load_packs(user=tmp_path)
    assert own.version.endswith("MTUS Drug List v13")
    assert own.digest != packs.digest
    assert "v12" in own.faults[0]
    dates = ClaimDates(ur_denial=date(2026, 1, 5), decision=date(2026, 2, 1))
    listed, unlisted, brand = evaluate_case(make_case("Ibuprofen 800 mg #60", "Vimovo", "Norco #60", dates=dates), own)
    exempt = next(one for one in listed.criteria if one.id == "form.exempt.a1")
    assert exempt.status == "met"
    assert "MTUS Drug List v13, in force from 08/06/2025" in exempt.inputs["drug.list_entry"]
    assert "form.nonexempt" in unlisted.added
    assert "form.brand" in brand.added
    assert "form.brand" not in listed.added


def test_what_is_not_known_is_asked_and_a_fact_goes_before_the_list(packs, make_case):
    dates = ClaimDates(decision=date(2026, 2, 1))
    (asked,) = evaluate_case(make_case("Naproxen 550 mg #60", dates=dates), packs)
    criterion = next(one for one in asked.criteria if one.id == "form.exempt.a1")
    assert (criterion.status, "unknown" in criterion.inputs["drug.list_entry"]) == ("not documented", True)
    facts = [Fact("drug.list_status", "non-exempt"), Fact("drug.brand_when_generic", True)]
    (told,) = evaluate_case(make_case("Naproxen 550 mg #60", dates=dates, facts=facts), packs)
    assert {"form.nonexempt", "form.brand", "form.brand_review"} <= set(told.added)


def test_two_lists_of_one_name_and_a_file_that_was_edited(packs):
    edited = encoded(as_list(found_in(FIRST))).replace(b'"v13"', b'"v11"')
    lists, faults = lists_of(packs.formulary.lists.file, {file_name("v13"): edited})
    assert not lists.imported
    assert "not as it was imported" in faults[0]
