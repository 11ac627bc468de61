"""The request parser on anything at all: it never raises, and its time is bounded."""

import re

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_desktop.rules import parse_request
from tests.rules.letter_scores import match_service

WORDS = st.sampled_from(
    (
        "x",
        "2",
        "3",
        "six",
        "(6)",
        "times",
        "a",
        "week",
        "for",
        "weeks",
        "wk",
        "/",
        "-",
        "#",
        "60",
        "mg",
        "10/325",
        "%",
        "refills",
        "sessions",
        "visits",
        "injections",
        "L4-5",
        "C5-",
        "left",
        "both",
        ",",
        ".",
        ";",
        "per",
        "to",
        "qty:",
        "DOS",
        "12/29/16",
        "2x4",
        "twice",
        "one",
        "month",
        "supply",
        "total",
        "of",
        "unknown",
    )
)


@given(st.text(max_size=400) | st.lists(WORDS, max_size=40).map(" ".join))
@settings(max_examples=400, deadline=None)
def test_never_raises_and_keeps_its_promises(text):
    request = parse_request(text)
    numbers = (request.count, request.per_week, request.weeks, request.total, request.pack, request.refills)
    assert all(value is None or 0 <= value <= 9999 for value in numbers)
    assert all(value is None or value > 0 for value in numbers[:-1])
    if request.total is not None and request.count is None and request.per_week and request.weeks:
        assert request.total == request.per_week * request.weeks
    assert request.ambiguous is None or request.ambiguous.endswith("?")


@given(st.text(max_size=300) | st.lists(WORDS, max_size=30).map(" ".join))
@settings(max_examples=200, deadline=None)
def test_matching_never_raises(packs, text):
    service = match_service(packs, text)
    assert service is None or service in packs.services


@given(st.integers(1, 7), st.integers(1, 52))
def test_a_schedule_multiplies(per_week, weeks):
    request = parse_request(f"Physical therapy {per_week} times a week for {weeks} weeks")
    assert (request.per_week, request.weeks, request.total) == (per_week, weeks, per_week * weeks)


FORMS = (
    "PT {a} times a week for {b} weeks",
    "PT {a}x{b}",
    "PT {a} x wk x {b} wks",
    "PT {a}x/week x {b}",
    "PT {a}/wk x {b} wks",
    "PT {a} visits per week over {b} weeks",
    "{a} times weekly for {b} weeks of PT",
    "PT {a} days a week, {b} weeks",
)


@given(st.sampled_from(FORMS), st.integers(1, 7), st.integers(2, 26))
def test_every_form_of_a_schedule_multiplies(form, often, long):
    request = parse_request(form.format(a=often, b=long))
    assert (request.per_week, request.weeks, request.total, request.ambiguous) == (often, long, often * long, None)


@given(
    st.sampled_from(
        (
            "{n} sessions of PT",
            "PT x {n}",
            "PT x {n} visits",
            "PT ({n} visits)",
            "PT, {n} visits",
            "PT qty {n}",
            "additional {n} PT visits",
            "PT #{n}",
            "PT sessions: {n}",
        )
    ),
    st.integers(1, 60),
)
def test_every_form_of_a_number_counts(form, number):
    request = parse_request(form.format(n=number))
    assert (request.total, request.per_week, request.ambiguous) == (number, None, None)


@given(st.lists(WORDS, max_size=25).map(" ".join), st.sampled_from(("  ", "\t", "\n", " \n ")))
@settings(max_examples=200, deadline=None)
def test_capitals_and_spacing_change_nothing(text, space):
    plain = parse_request(text)
    for other in (text.upper(), text.replace(" ", space), f" {text} "):
        again = parse_request(other)
        assert msgspec.structs.replace(again, dose=None) == msgspec.structs.replace(plain, dose=None)


@given(
    st.sampled_from(
        (
            "{n} visits of PT",
            "PT x {n}",
            "{n} times a week of PT for 4 weeks",
            "Tramadol 50mg #{n}",
            "TPI x {n}",
            "Tramadol 50mg with {n} refills",
            "PT 2 times a week for {n} weeks",
            "PT ({n})",
        )
    ),
    st.sampled_from((-3, 0, 10**5, 10**9, 10**30, "1e9", "10^9", "2.5")),
)
def test_a_number_that_cannot_be_is_not_used(form, number):
    request = parse_request(form.format(n=number))
    numbers = (request.count, request.total, request.per_week, request.weeks, request.pack, request.refills)
    told = [int(digits) for digits in re.findall(r"\d+", form)]
    assert all(value is None or value in told or (value, number) == (0, 0) for value in numbers)


def test_a_million_characters_are_read(packs):
    # Work that grew with the square of the length would not end within the suite's time limit.
    for text in (
        "2 x " * 250_000,
        "a" * 1_000_000,
        "L4-" * 333_333,
        "1 2 " * 250_000,
        "(6 " * 333_333,
        "six (6) times a week for " * 40_000,
        "\u0130" * 1_000_000,
        "physical therapy " * 60_000,
    ):
        assert parse_request(text) is not None
        match_service(packs, text)
