"""The rules' speed: a 20-item case beside evaluating its criteria by hand-written Python, loading, and parsing."""

from datetime import date

import pytest
from msgspec.structs import replace

from imr_desktop.case.model import Case, ClaimDates, DisputedItem, Fact, Finding
from imr_desktop.rules import evaluate_case, load_packs, match_service, parse_request

TITLES = ["Trigger point injections x 6", "Physical therapy 2 times a week for 6 weeks", "Acupuncture 12 visits",
          "MRI lumbar spine",
          "EMG/NCV of both legs", "Norco 10/325mg #60", "Flexeril 10mg #30", "Chiropractic 12 visits", "TENS unit purchase",
          "Left L4-5 ESI"]
SUMMARY = "The patient has muscle spasm, taut bands and a twitch response. He completed 8 physical therapy visits. " * 8
PAGES = {page: ("Progress report. Neck and back pain, radiating. Sensation intact. Home exercise program. " * 30) + str(page)
         for page in range(1, 200)}


@pytest.fixture(scope="module")
def packs():
    return load_packs()


@pytest.fixture
def case():
    items = tuple(DisputedItem(str(number), TITLES[number % len(TITLES)]) for number in range(20))
    facts = tuple(Fact(f"x.y{number}", True) for number in range(190)) + (Fact("visits.prior", 8.0),)
    findings = tuple(Finding(str(number), "muscle spasm of the neck") for number in range(30))
    return Case("c", dates=ClaimDates(decision=date(2017, 1, 9)), summary=SUMMARY, items=items, facts=facts,
                findings=findings)


@pytest.mark.benchmark(group="rules: 20 items")
def test_recheck_of_20_items(benchmark, packs, case):
    evaluate_case(case, packs, PAGES)
    assert len(benchmark(evaluate_case, case, packs, PAGES)) == 20


@pytest.mark.benchmark(group="rules: 20 items")
def test_recheck_of_20_items_after_surgery(benchmark, packs, case):
    """The service with the most rules: the whole postsurgical table."""
    items = tuple(DisputedItem(str(number), "Post-op physical therapy 2x6") for number in range(20))
    operated = replace(case, items=items, dates=ClaimDates(decision=date(2023, 1, 9)))
    evaluate_case(operated, packs, PAGES)
    assert len(benchmark(evaluate_case, operated, packs, PAGES)) == 20


@pytest.mark.benchmark(group="rules: 20 items")
def test_reference_the_same_comparisons_by_hand(benchmark):
    known = {f"k{number}": number for number in range(10)}

    def by_hand():
        return [[key for key in (f"k{criterion}" for criterion in range(8)) if known.get(key, 0) <= 4] for _ in range(20)]

    assert len(benchmark(by_hand)) == 20


@pytest.mark.benchmark(group="rules: load")
def test_load(benchmark):
    assert benchmark(load_packs).rules


@pytest.mark.benchmark(group="rules: words")
def test_parse_and_match_ten_requests(benchmark, packs):
    assert all(benchmark(lambda: [(parse_request(title), match_service(packs, title)) for title in TITLES]))
