"""The request parser on anything at all: it never raises, and its time is bounded."""

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from imr_desktop.rules import match_service, parse_request

WORDS = st.sampled_from((
    "x", "2", "3", "six", "(6)", "times", "a", "week", "for", "weeks", "wk", "/", "-", "#", "60", "mg", "10/325",
    "%", "refills",
    "sessions", "visits", "injections", "L4-5", "C5-", "left", "both", ",", ".", ";", "per", "to", "qty:", "DOS", "12/29/16",
    "2x4", "twice", "one", "month", "supply", "total", "of", "unknown"))


@given(st.text(max_size=400) | st.lists(WORDS, max_size=40).map(" ".join))
@settings(max_examples=400, deadline=None)
def test_never_raises_and_keeps_its_promises(text):
    request = parse_request(text)
    numbers = (request.count, request.per_week, request.weeks, request.total, request.pack, request.refills)
    assert all(value is None or value >= 0 for value in numbers)
    if request.total is not None and request.count is None:
        assert request.total == request.per_week * request.weeks


@given(st.text(max_size=300) | st.lists(WORDS, max_size=30).map(" ".join))
@settings(max_examples=200, deadline=None)
def test_matching_never_raises(packs, text):
    service = match_service(packs, text)
    assert service is None or service in packs.services


@given(st.integers(1, 7), st.integers(1, 52))
def test_a_schedule_multiplies(per_week, weeks):
    request = parse_request(f"Physical therapy {per_week} times a week for {weeks} weeks")
    assert (request.per_week, request.weeks, request.total) == (per_week, weeks, per_week * weeks)


def test_a_million_characters_are_read_in_bounded_time(packs):
    for text in ("2 x " * 250_000, "a" * 1_000_000, "L4-" * 333_333, "1 2 " * 250_000, "(6 " * 333_333,
                 "six (6) times a week for " * 40_000, "\u0130" * 1_000_000, "physical therapy " * 60_000):
        start = time.perf_counter()
        parse_request(text)
        match_service(packs, text)
        assert time.perf_counter() - start < 1.0, text[:20]
