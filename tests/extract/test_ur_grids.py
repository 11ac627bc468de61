"""Tables of letters of utilization review, with other heads, orders and cells: each request with its counts and decision."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from imr_desktop.extract.requests.reading import papers_found

HEAD = "BIRCHWAY REVIEW\nUTILIZATION REVIEW DETERMINATION\nInjured worker: Dora Quill   Claim: WC-7781\n\nWe reviewed:\n\n"
END = "\n\nClinical rationale\nThe records show pain of the low back since 2021.\nP. Reviewer, M.D.\n"
ITEMS = (
    ("Aquatic therapy for the lumbar spine", 18, 9, "modified"),
    ("CT scan of the right shoulder", 1, 0, "denied"),
    ("Gabapentin 300 mg", 90, 90, "certified"),
    ("Chiropractic treatment, cervical spine", 10, 4, "modified"),
    ("Left subacromial corticosteroid injection", 1, 1, "certified"),
)
SAID = {"modified": "Modified", "denied": "Denied", "certified": "Approved"}
LONG = {"modified": "Approve with modification", "denied": "Not medically necessary", "certified": "Medically necessary"}
MARKS = {"modified": ("", "X", ""), "denied": ("", "", "X"), "certified": ("X", "", "")}
LAYOUTS = {
    "counts as the treatment's head": ("Item|Requested|Recommended|Decision", 40, lambda t, a, g, v: (t, a, g, SAID[v])),
    "code in the head of treatments": ("Treatment / Code|Requested|Approved|Denied", 50, lambda t, a, g, v: (t, a, g, a - g)),
    "the same head behind the decision": ("Service|Qty|Decision|Qty", 30, lambda t, a, g, v: (t, a, SAID[v], g)),
    "two counts in a cell": ("Service|Req/Appr|Decision", 42, lambda t, a, g, v: (t, f"{a}/{g}", SAID[v])),
    "two counts with their words": (
        "Service|Requested / Approved|Decision",
        42,
        lambda t, a, g, v: (t, f"{a} req / {g} appr", SAID[v]),
    ),
    "a decision over two lines": ("Dr.|Treatment|Asked|Allowed|Decision", 14, lambda t, a, g, v: ("Ames", t, a, g, LONG[v])),
    "two heads of treatments": (
        "Service Type|Service Description|Units|Auth Units|Status",
        30,
        lambda t, a, g, v: ("Lumbar", t, a, g, SAID[v]),
    ),
    "days beside the quantity": ("Treatment|Days|Qty|Approved|Decision", 40, lambda t, a, g, v: (t, 30, a, g, SAID[v])),
    "visits before": (
        "Service|Visits to date|Visits requested|Visits approved|Decision",
        40,
        lambda t, a, g, v: (t, 24, a, g, SAID[v]),
    ),
    "counts of what is necessary": (
        "Service|Submitted|Medically Necessary|Not Medically Necessary",
        40,
        lambda t, a, g, v: (t, a, g, a - g),
    ),
    "counts of who decides": (
        "Service|Provider request|Reviewer recommendation|Decision",
        40,
        lambda t, a, g, v: (t, a, g, SAID[v]),
    ),
    "marks and counts": ("Service|Qty|Approve|Modify|Deny|Qty Approved", 42, lambda t, a, g, v: (t, a, *MARKS[v], g)),
}


def wrapped(words: str, width: int) -> list[str]:
    lines = [""]
    for word in words.split():
        lines = [*lines, word] if len(lines[-1]) + len(word) >= width else [*lines[:-1], f"{lines[-1]} {word}".strip()]
    return lines


def grid(heads: Sequence[str], rows: Sequence[Sequence[object]], width: int) -> str:
    """A table as it lies: each column as wide as its longest cell, no cell wider than `width`."""
    cells = [[wrapped(str(cell), width) for cell in row] for row in rows]
    cells.insert(0, [[head] for head in heads])
    widths = [max(len(line) for row in cells for line in row[at]) + 3 for at in range(len(heads))]
    return "\n".join(
        "".join((cell[line] if line < len(cell) else "").ljust(widths[at]) for at, cell in enumerate(row)).rstrip()
        for row in cells
        for line in range(max(map(len, row)))
    )


def told(text: str) -> list[tuple[str, float | None, float | None, str | None]]:
    return [(one.title, one.asked, one.allowed, one.verdict) for one in papers_found("ur determination", text.split("\f"))]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_row_is_a_request_with_its_counts_and_decision(layout):
    heads, width, cells = LAYOUTS[layout]
    found = told(HEAD + grid(heads.split("|"), [cells(*item) for item in ITEMS], width) + END)
    assert [(asked, allowed, verdict) for _, asked, allowed, verdict in found] == [item[1:] for item in ITEMS]
    assert all(item[0] in title for item, (title, *_) in zip(ITEMS, found, strict=True))


def test_marks_alone_decide_by_their_column():
    rows = [(title, *MARKS[verdict]) for title, _, _, verdict in ITEMS]
    found = told(HEAD + grid(("Service", "Approve", "Modify", "Deny"), rows, 42) + END)
    assert [one[3] for one in found] == [item[3] for item in ITEMS]


def test_none_certified_is_a_denial():
    rows = [(title, asked, "None certified" if not given else f"{given} certified") for title, asked, given, _ in ITEMS]
    found = told(HEAD + grid(("Requested Service", "Quantity", "Decision"), rows, 40) + END)
    assert [one[1:] for one in found] == [item[1:] for item in ITEMS]


def test_heads_of_two_lines_and_a_row_of_sums():
    table = (
        "Service                               Original   Certified   UR\n"
        "                                      Request    Amount      Determination\n"
        "Aquatic therapy for the lumbar spine  18         9           Modified\n"
        "Gabapentin 300 mg                     90         90          Approved\n"
        "--------------------------------------------------------------------\n"
        "TOTAL UNITS                           108        99\n"
    )
    assert [one[1:] for one in told(HEAD + table + END)] == [(18, 9, "modified"), (90, 90, "certified")]


def test_counts_that_do_not_part_as_their_head_says_are_not_told():
    rows = [("Aquatic therapy for the lumbar spine", "18/9/2", "Modified"), ("Gabapentin 300 mg", "90/90", "Approved")]
    found = told(HEAD + grid(("Service", "Requested / Approved", "Decision"), rows, 40) + END)
    assert [one[1:] for one in found] == [(None, None, "modified"), (90, 90, "certified")]


def test_a_second_table_with_another_head_is_its_own():
    first = grid(("#", "Service", "Qty"), [(at, item[0], item[1]) for at, item in enumerate(ITEMS, 1)], 50)
    rows = [(at, item[0], SAID[item[3]], item[2]) for at, item in enumerate(ITEMS, 1)]
    second = grid(("#", "Service", "Decision", "Qty certified"), rows, 50)
    found = told(f"{HEAD}Requests\n\n{first}\n\nDecisions\n\n{second}{END}")
    assert [one[1:] for one in found] == [item[1:] for item in ITEMS]
