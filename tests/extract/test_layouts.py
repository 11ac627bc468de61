"""Letters of utilization review whose requests are laid out in many ways: each with its counts and its own decision."""

from __future__ import annotations

import pytest

from imr_desktop.extract.requests.reading import papers_found

HEAD = "ACORN REVIEW\nUTILIZATION REVIEW DETERMINATION\nEmployee: Rosa Vale   Claim: 44-1\nDate of injury: 03/04/2022\n\n"
END = "\n\nRationale\nThe records show pain of the low back since 2022.\nA. Physician, M.D.\n"
ITEMS = (
    ("Physical therapy, lumbar spine", 12, 6, "modified"),
    ("MRI of the left knee without contrast", 1, 0, "denied"),
    ("Tramadol 50 mg", 60, 60, "certified"),
    ("Acupuncture", 8, 4, "modified"),
    ("TENS unit purchase", 1, 0, "denied"),
    ("Right L5-S1 epidural steroid injection", 1, 1, "certified"),
)
SAID = (
    {"modified": "Modified", "denied": "Denied", "certified": "Approved"},
    {"modified": "MODIFIED", "denied": "NON-CERTIFIED", "certified": "CERTIFIED"},
)
LAYOUTS = {
    "labels in sentences": "Item {n}: {t}\n   Decision: {w}. Quantity requested: {a}. Quantity approved: {g}.",
    "labels between strokes": "Item: {t} | Requested: {a} | Approved: {g} | {w}",
    "labels line by line": "{t}\nQuantity Requested: {a}\nQuantity Certified: {g}\nDecision: {w}\n",
    "counts in a sentence": "{n}) {t} - Requested {a}, certified {g} - {w}",
    "two labels on a line": "Treatment requested: {t}\nUnits requested: {a}   Units approved: {g}\nOutcome: {w}\n",
    "counts in brackets": "Service: {t} ({a} requested / {g} approved)\nDecision: {w}",
    "quantity before the decision": "({n}) {t}; quantity {a}. {w}. Quantity allowed {g}.",
    "dashes for colons": "Item {n} - {t}\nQty requested - {a}\nQty approved - {g}\nDetermination - {w}\n",
    "labels in small letters": "Line {n}: {t}; units: {a}; decision: {w}; units certified: {g}",
    "decision first": "{w}: {t}, {a} requested, {g} allowed",
    "each on a line": "{n}. {t}\n{a} requested\n{w}\n{g} approved\n",
    "labels above": "Treatment:\n{t}\nNumber requested:\n{a}\nDecision:\n{w}\nNumber certified:\n{g}\n",
    "the same label twice": "{t}, QTY: {a}\nDECISION: {w}. QTY: {g}\n",
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("said", SAID)
def test_each_request_has_its_own_counts_and_decision(layout, said):
    body = "\n".join(
        LAYOUTS[layout].format(n=n, t=title, a=asked, g=given, w=said[verdict])
        for n, (title, asked, given, verdict) in enumerate(ITEMS, 1)
    )
    found = papers_found("ur determination", [HEAD + body + END])
    assert len(found) == len(ITEMS)
    for one, (title, asked, given, verdict) in zip(found, ITEMS, strict=True):
        assert title in one.title
        assert (one.verdict, one.allowed) in ((verdict, given), (verdict, None if verdict == "certified" else given))
        assert one.asked in ((asked, None) if asked == 1 else (asked,))


def table(*lines: str) -> str:
    return HEAD + "\n".join(lines) + END


def counts(text: str) -> list[tuple[float | None, float | None, str | None]]:
    return [(one.asked, one.allowed, one.verdict) for one in papers_found("ur determination", [text])]


def test_a_turned_table_is_read_by_the_labels_at_its_left():
    turned = table(
        "                  Request A                    Request B              Request C",
        "Treatment         Cognitive behavioral         Biofeedback            Hyperbaric oxygen",
        "                  therapy, individual                                 treatment",
        "Sessions asked    12                           6                      40",
        "Sessions given    6                            6                      0",
        "Determination     Modified                     Certified              Denied",
        "",
        "Reasons",
    )
    assert counts(turned) == [(12, 6, "modified"), (6, 6, "certified"), (40, 0, "denied")]


def test_a_column_of_treatments_needs_no_head_and_row_numbers_are_no_amount():
    unheaded = table(
        "                                    Asked       Given        Disposition",
        "Acupuncture, low back               6           6            Approve",
        "Massage therapy, low back           12          3            Approve w/ modification",
    )
    assert counts(unheaded) == [(6, 6, "certified"), (12, 3, "modified")]
    numbered = table(
        "Req   Description                       Qty     Outcome     Qty OK",
        "001   L4-5 discogram                    1       Adverse     0",
        "002   Tramadol 50 mg                    120     Adverse     0",
        "003   Trazodone 50 mg                   30      Modify      15",
    )
    assert counts(numbered) == [(1, 0, "denied"), (120, 0, "denied"), (30, 15, "modified")]


@pytest.mark.parametrize("marks", ["#{}", "({})"])
def test_the_numbers_of_a_list_are_no_amount(marks):
    names = ("Left total knee arthroplasty", "Hospital stay x 2 days", "Front wheel walker", "Raised toilet seat")
    listed = "\n".join(f"   {marks.format(at)} {name}" for at, name in enumerate(names, 1))
    running = "; ".join(f"{marks.format(at)} {name}" for at, name in enumerate(names, 1))
    for body in (f"You asked for\n{listed}\nAll are certified.", f"Your request is for {running}. All are certified."):
        found = papers_found("ur determination", [HEAD + body + END])
        assert [one.asked for one in found] == [None, 2, None, None]


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Of the 24 sessions of physical therapy 12 are certified.", (24, 12)),
        ("Not sixteen but eight visits of chiropractic care can be certified.", (16, 8)),
        ("Oxycodone 5 mg, 60 -> 45, modified.", (60, 45)),
        ("Baclofen 10 mg: modified, 60, of which 30 are certified.", (60, 30)),
    ],
)
def test_the_whole_may_stand_before_its_part(sentence, told):
    (found,) = counts(HEAD + sentence + END)
    assert found == (*told, "modified")


@pytest.mark.parametrize("marks", [("I.", "II.", "III."), ("A.", "B.", "C."), ("1.", "2.", "3."), ("", "", "")])
@pytest.mark.parametrize("bullet", ["", "- "])
def test_numbered_headings_decide_what_stands_below_them(marks, bullet):
    heads = [
        f"{mark} {words}".strip() for mark, words in zip(marks, ("AUTHORIZED", "MODIFIED", "NOT AUTHORIZED"), strict=True)
    ]
    groups = [("certified", "Tramadol 50 mg, 60 tablets"), ("modified", "Acupuncture, 8 visits, 4 authorized")]
    groups += [("denied", "TENS unit purchase"), ("denied", "MRI of the left knee without contrast")]
    body = f"{heads[0]}\n{bullet}{groups[0][1]}\n\n{heads[1]}\n{bullet}{groups[1][1]}\n\n{heads[2]}\n"
    body += "\n".join(bullet + words for _, words in groups[2:])
    found = papers_found("ur determination", [HEAD + body + END])
    assert [one.verdict for one in found] == [verdict for verdict, _ in groups]


def test_a_heading_between_two_tables_ends_the_first():
    tables = table(
        "II. AUTHORIZED IN A LESSER AMOUNT",
        "Treatment                        Asked          OK'd",
        "Work conditioning                20 sessions    10 sessions",
        "III. NOT AUTHORIZED",
        "Treatment                        Number         Reason in brief",
        "Platelet rich plasma injection   2              Investigational for this tear",
        "Lumbar support                   1              Low back is no part of the request",
        "",
    )
    assert counts(tables) == [(20, 10, "modified"), (2, 0, "denied"), (1, 0, "denied")]
