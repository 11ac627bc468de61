"""Letters that list what was asked for and decide it elsewhere: by number, by place, as the rest, behind a heading."""

from __future__ import annotations

import pytest

from imr_desktop.extract.requests.reading import papers_found

HEAD = (
    "BIRCH UTILIZATION REVIEW\nNotice of determination\nPatient: Ana Rill   Claim: 88-3\nDate of injury: 02/11/2021\n\n"
    "Clinical summary\nShe has had 24 visits of physical therapy. An earlier request for acupuncture was denied on\n"
    "01/12/2024, and 6 visits of massage were certified on 02/20/2024.\n\nThe physician asks for the following:\n"
)
END = "\n\nThe reviewer is a physician licensed in California. You may ask for Independent Medical Review within 30 days.\n"
ITEMS = (
    ("Chiropractic manipulation, cervical spine", "12 visits", "modified", 6),
    ("MRI of the right shoulder", "", "denied", 0),
    ("Gabapentin 300 mg", "90 tablets", "certified", 90),
    ("Lumbar support brace", "", "denied", 0),
    ("Cognitive behavioral therapy", "10 sessions", "modified", 4),
    ("EMG/NCS of the bilateral upper extremities", "", "certified", None),
)
PLACES = ("first", "second", "third", "fourth", "fifth", "sixth")
SAID = (
    {"modified": "modified", "denied": "denied", "certified": "approved"},
    {"modified": "partially certified", "denied": "non-certified", "certified": "certified"},
)
EACH = {
    "by place": ("The {place} request is {w}.", "The {place} request is {w} for {given} of {asked}."),
    "as to": ("As to item {n}, it is {w}.", "As to item {n}, it is {w} for {given} {unit}."),
    "behind a colon": (
        "Regarding request {n}, the reviewer finds this {w}.",
        "Regarding request {n}, it is {w}: {given} {unit}.",
    ),
    "decision first": ("{w} - item {n}", "{w} - item {n}, {given} {unit}"),
    "part and whole": ("No. {n} {w}.", "No. {n} {w}, {given}/{asked}."),
    "line by line": ("Item {n}\n{w}\n", "Item {n}\n{w}\nQuantity: {given}\n"),
    "in brackets": ("({n}) {w}.", "({n}) {w}: {given} {unit}."),
}


def listed() -> str:
    return "\n".join(f"{n}. {title}{', ' if much else ''}{much}" for n, (title, much, _, _) in enumerate(ITEMS, 1))


def told(body: str) -> list[tuple[float | None, float | None, str | None]]:
    found = papers_found("ur determination", [f"{HEAD}{listed()}\n\n{body}{END}"])
    assert [one.title.split(",")[0] for one in found] == [title.split(",")[0] for title, *_ in ITEMS]
    return [(one.asked, one.allowed, one.verdict) for one in found]


TRUE = [
    (float(much.split()[0]) if much else None, given if much or verdict != "certified" else None, verdict)
    for _, much, verdict, given in ITEMS
]


@pytest.mark.parametrize("layout", EACH)
@pytest.mark.parametrize("said", SAID)
def test_decisions_by_number_have_their_amounts(layout, said):
    whole, part = EACH[layout]
    lines = [
        (part if verdict == "modified" else whole).format(
            n=n,
            place=PLACES[n - 1],
            w=said[verdict],
            given=given,
            asked=(much.split() or [""])[0],
            unit=much.split()[-1] if much else "",
        )
        for n, (_, much, verdict, given) in enumerate(ITEMS, 1)
    ]
    between = " " if layout in ("by place", "as to", "in brackets") else "\n"
    body = between.join(lines)
    assert told(f"Determination\n{body}" if layout != "line by line" else body)[:5] == TRUE[:5]


@pytest.mark.parametrize(
    "body",
    [
        "Item 1 is modified to 6 visits. Item 5 is modified to 4 sessions. Items 3 and 6 are certified. "
        "All other requests are denied.",
        "All requests are denied except item 1, which is modified for 6 visits; item 3, which is approved; item 5, which is "
        "modified for 4 sessions; item 6, which is approved.",
        "Approved: 3, 6\nModified: 1 (6 visits), 5 (4 sessions)\nDenied: 2, 4",
        "Items approved: #3 and #6\nItems modified: #1 to 6 visits and #5 to 4 sessions\nItems denied: #2 and #4",
        "\n".join(
            {
                "certified": f"{n}. Medical necessity is established. Recommend certification.",
                "denied": f"{n}. Medical necessity is not established. Recommend non-certification.",
                "modified": f"{n}. Medical necessity is established for {given} {much.split()[-1:]} only. "
                "Recommend partial certification.",
            }[verdict]
            for n, (_, much, verdict, given) in enumerate(ITEMS, 1)
        )
        .replace("['", "")
        .replace("']", ""),
        "1. In part (6 visits)\n2. No\n3. Yes\n4. No\n5. In part (4 sessions)\n6. Yes",
    ],
)
def test_the_rest_groups_and_reasons_are_read_by_number(body):
    assert told(f"Determination\n{body}") == TRUE


def test_a_denial_reversed_or_upheld_on_appeal():
    said = {"certified": "denial reversed, certified", "denied": "prior denial upheld", "modified": "modified, {} of {}"}
    body = "\n".join(f"{title}: {said[verdict].format(given, much)}" for title, much, verdict, given in ITEMS)
    assert [verdict for *_, verdict in told(f"Outcome of the appeal\n{body}")] == [verdict for *_, verdict in TRUE]


def test_how_many_of_the_next_there_are_is_not_asked_of_the_one_before():
    text = (
        "Dr. Moss asks for 12 visits of chiropractic manipulation, MRI of the right shoulder, 90 tablets of gabapentin 300 "
        "mg and EMG/NCS of the upper extremities.\n\nDetermination\nThe chiropractic manipulation is denied. The MRI is "
        "denied. The gabapentin is approved. The EMG/NCS is denied."
    )
    found = {
        one.title.split()[0].lower(): one.asked
        for one in papers_found("ur determination", [HEAD[:120] + "\n\n" + text + END])
    }
    assert found.get("mri") is None
    assert found["gabapentin"] in (90, None)
    assert found["chiropractic"] in (12, None)
