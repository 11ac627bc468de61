"""False alarms over real published determinations: where the 64 letters are at hand, they raise only what deserves a look."""

from __future__ import annotations

import os
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from imr_desktop.case import edits
from imr_desktop.case.model import Case, CaseFile
from imr_desktop.extract import accept, propose, split_documents
from imr_desktop.preflight import Context, run
from imr_desktop.record import Reader

FOLDER = Path(os.environ.get("IMR_LETTERS") or Path(__file__).resolve().parents[3] / "shared" / "letters")
MOST_LETTERS = {
    "prose.injury": 2, "prose.ur_denial": 4, "prose.rfa": 1, "people.sex": 1, "people.age": 1,
    "outcome.contradiction": 1, "quantity.partial": 1, "item.duplicate": 1, "dates.order": 1,
    "item.remainder": 0, "quantity.modified": 0, "text.placeholder": 0, "condition.missing": 0,
    "citation.silence": 0, "citation.missing": 1,    "identity.number": 0, "identity.signature": 0,
    "item.undecided": 0, "item.rationale": 0, "item.none": 0, "item.count": 0, "dates.missing": 0, "dates.number": 0,
}
"""For each check, in how many of the letters it may speak up: what was read and found worth a look, and no more."""


def as_case(path: Path, reader: Reader) -> Case:
    read = reader.read(path)
    documents = split_documents(read, 1)
    file = CaseFile(read.digest, read.name, len(read.pages), 1)
    case = edits.add_files(Case(id=path.stem), (file,), documents)
    return accept(case, propose(case, read, documents), at=datetime(2026, 1, 1, tzinfo=UTC), decisions=True)


@pytest.fixture(scope="module")
def raised() -> dict[str, Counter[str]]:
    """Per check, how often it fired in each letter."""
    if not FOLDER.is_dir():
        pytest.skip("the real letters are not here; set IMR_LETTERS to their folder")
    found: dict[str, Counter[str]] = {}
    with Reader() as reader:
        for path in sorted(FOLDER.glob("*.pdf")):
            for problem in run(as_case(path, reader), Context(today=date(2026, 1, 1))):
                found.setdefault(problem.check, Counter())[path.stem] += 1
    return found


@pytest.mark.parametrize("check", MOST_LETTERS)
def test_few_letters_raise(raised, check):
    letters = raised.get(check, Counter())
    assert len(letters) <= MOST_LETTERS[check], dict(letters)


def test_absence_speaks_up_where_most_reversals_begin(raised):
    assert len(raised["absence.rationale"]) >= 45
    assert 230 <= sum(raised["absence.rationale"].values()) <= 265
