"""The line that is typed for a finding, and its categories."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imr_desktop.case import findings
from imr_desktop.case.model import Case, CaseFile, Finding, SourceRef


@pytest.mark.parametrize(
    ("line", "text", "category", "pages", "error"),
    [
        ("Taut bands #exam @37", "Taut bands", "exam", (37,), False),
        ("#DX Myalgia @3-5 @9", "Myalgia", "diagnosis", (3, 4, 5, 9), False),
        ("Norco 10/325 #60 refilled", "Norco 10/325 #60 refilled", "", (), False),
        ("Seen by a#exam b@37", "Seen by a#exam b@37", "", (), False),
        ("Unknown #zebra stays", "Unknown #zebra stays", "", (), False),
        ("Too far @900", "Too far", "", (900,), True),
        ("#exam @37", "", "exam", (37,), True),
        ("   ", "", "", (), False),
    ],
)
def test_typed_findings(line, text, category, pages, error):
    typed = findings.parse(line, 214)
    assert (typed.text, typed.category, typed.pages, bool(typed.error)) == (text, category, pages, error)


@given(st.text(max_size=80), st.integers(0, 300))
def test_any_line_parses_and_stays_within_bounds(line, count):
    typed = findings.parse(line, count)
    assert typed.error or all(1 <= page <= count for page in typed.pages)


@given(st.sampled_from([row.key for row in findings.categories()]), st.sets(st.integers(1, 214), max_size=5))
def test_a_finding_typed_again_is_the_same(category, pages):
    finding = Finding("f", "Tenderness of the trapezius", category, sources=tuple(SourceRef("d", page) for page in pages))
    typed = findings.parse(findings.line_of(finding), 214)
    assert (typed.text, typed.category, set(typed.pages)) == (finding.text, category, pages)


def test_pages_of_a_case_without_documents_still_cite():
    case = Case(id="c", files=(CaseFile("d", "a.pdf", 3, 1),))
    assert findings.sources(case, (2,)) == (SourceRef("", 2),)
