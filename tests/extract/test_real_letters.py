"""The published determinations come out as the list beside them says; they are no part of the project."""

import json
import re
from datetime import datetime

import pytest

from imr_desktop.extract import parse_determination, split_documents
from imr_desktop.record import Reader

FIELDS = {
    "case_number": "case",
    "date_assigned": "assigned",
    "date_of_injury": "doi",
    "decision_date": "decision",
    "ur_denial_date": "ur",
    "application_received": "received",
    "priority": "priority",
    "age": "age",
    "specialty": "specialty",
}


def plain(text):
    return re.sub(r"[\W_]+", "", (text or "").lower())


@pytest.fixture(scope="module")
def reads(letters):
    with Reader() as reader:
        return {path.stem: reader.read(path) for path in sorted(letters.iterdir()) if path.suffix in (".pdf", ".txt")}


def texts(read):
    return [page.text for page in read.pages]


def test_every_letter_is_as_the_list_says(letters, reads):
    for expected in json.loads((letters / "expected.json").read_text()):
        found = parse_determination(texts(reads[expected["case"]]))
        for field, key in FIELDS.items():
            want = expected[key]
            if isinstance(want, str) and re.fullmatch(r"\d\d/\d\d/\d{4}", want):
                want = datetime.strptime(want, "%m/%d/%Y").date()
            assert getattr(found, field) == want, (expected["case"], field)
        assert [(plain(item.title), item.decision, plain(item.reviewer_guideline)) for item in found.items] == [
            (plain(item["title"]), item["decision"], plain(item["mg"])) for item in expected["items"]
        ], expected["case"]


def test_no_field_of_a_letter_is_left_out(reads):
    for name, read in reads.items():
        if not name.startswith("CM"):
            continue
        found = parse_determination(texts(read))
        assert found.sex in ("female", "male"), name
        assert found.licensure, name
        assert found.summary, name
        for item in found.items:
            assert item.claims_administrator_guideline, name
            assert item.rationale, name
            assert ("original request" in item.title) == (item.relation is not None), name


def test_a_letter_is_one_document(reads):
    for name, read in reads.items():
        (document,) = split_documents(read, 1)
        assert (document.type, document.last_page) == ("determination", len(read.pages)), name


def test_the_letter_of_2014(reads):
    found = parse_determination(texts(reads["seed_trigger_points_2014"]))
    assert (found.age, found.sex, found.licensure, found.specialty) == (
        48,
        None,
        "California",
        "Physical Medicine and Rehabilitation",
    )
    assert (found.date_of_injury.isoformat(), found.ur_denial_date.isoformat()) == ("2007-03-03", "2014-02-04")
    (item,) = found.items
    assert (plain(item.title), item.decision) == ("triggerpointinjectionstpix6tothetrapeziusperiscapular", "Upheld")
    assert item.reviewer_guideline.endswith("Page(s): 122.")
