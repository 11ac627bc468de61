"""Cases to try things on: few ids and few words, so that much meets."""

from datetime import UTC, date, datetime

from hypothesis import strategies as st

from imr_desktop.case import bound
from imr_desktop.case.model import (
    Acknowledgement,
    Attestation,
    BoundText,
    Case,
    CaseFile,
    ClaimDates,
    Comment,
    Credentials,
    CriterionAnswer,
    DisputedItem,
    Document,
    EvidenceStep,
    Fact,
    Finding,
    PreliminaryView,
    Resolution,
    RulePacks,
    Search,
    SearchHit,
    SignedLetter,
    SourceRef,
)

texts = st.sampled_from(("", "a", "b c", "Limps on stairs.", "51 and 51"))
ids = st.sampled_from(("1", "2", "a.b", "a%2Eb", "x#2"))
times = st.sampled_from((datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 3, 2, 9, 30, 0, 5, tzinfo=UTC)))
days = st.none() | st.sampled_from((date(2025, 1, 2), date(2026, 3, 4)))
decisions = st.sampled_from((None, "Upheld", "Overturned"))
refs = st.lists(st.builds(SourceRef, st.sampled_from(("d1", "summary")), st.integers(0, 3), texts), max_size=2).map(tuple)


def listed(one, most=3):
    """A tuple of such things."""
    return st.lists(one, max_size=most).map(tuple)


def distinct(one, key=lambda value: value.id, most=3):
    """A tuple of such things with different keys."""
    return st.lists(one, max_size=most, unique_by=key).map(tuple)


steps = st.builds(EvidenceStep, st.sampled_from(("mtus", "studies")), st.sampled_from(("", "silent")), texts)
answers = st.builds(CriterionAnswer, texts, st.sampled_from(("met", "not met")), texts, refs)
items = st.builds(
    DisputedItem,
    ids,
    texts,
    requested=texts,
    rationale=texts,
    decision=decisions,
    source_decision=decisions,
    end_state=st.sampled_from((None, "settled")),
    sources=refs,
    answers=distinct(answers, lambda one: one.criterion),
    preliminary_views=listed(st.builds(PreliminaryView, texts, times), 2),
    evidence=listed(steps),
)
documents = st.builds(
    Document,
    ids,
    st.just("f1"),
    texts,
    st.just("rfa"),
    st.just(1),
    st.just(2),
    opened=st.none() | times,
    relevant=st.none() | st.booleans(),
)
facts = st.builds(
    Fact,
    st.sampled_from(("k", "k.v", "k@1")),
    st.sampled_from((1.0, True, "yes", 0.0, False)),
    refs,
    st.sampled_from(("", "1")),
)
files = st.integers(0, 2).map(lambda most: tuple(CaseFile(f"f{n}", "a.pdf", 2, 2 * n - 1) for n in range(1, most + 1)))
searches = st.builds(
    Search,
    ids,
    st.just(("mri",)),
    texts,
    hits=listed(st.builds(SearchHit, st.builds(SourceRef, st.just("d1"), st.integers(1, 2)), texts, st.booleans())),
)
comments = st.builds(
    Comment, ids, texts, st.sampled_from(("first reviewer", "office")), times, st.just("summary"), resolved=st.booleans()
)
ranges = st.builds(
    BoundText, st.just(""), st.just("summary"), st.integers(0, 8), st.integers(0, 9), st.just("age")
) | st.builds(BoundText, ids, st.just("rationale"), st.integers(0, 8), st.integers(0, 9), st.just("age"))


def cases(signed=False, case_id="c"):
    """Cases as they come out of a file, unsigned ones unless said."""
    letters = distinct(st.builds(SignedLetter, st.just("l.pdf"), texts, times), lambda one: one.digest, 1)
    return st.builds(
        Case,
        st.just(case_id),
        texts,
        dates=st.builds(ClaimDates, injury=days, decision=days),
        credentials=st.builds(Credentials, texts, texts),
        age=st.none() | st.integers(50, 51),
        summary=texts,
        items=distinct(items),
        expected_items=st.none() | st.integers(0, 1),
        files=files,
        documents=distinct(documents),
        findings=distinct(st.builds(Finding, ids, texts, date=days, sources=refs)),
        facts=distinct(facts, lambda one: (one.key, one.item)),
        searches=distinct(searches),
        attestations=distinct(st.builds(Attestation, texts, times), lambda one: one.statement),
        acknowledgements=distinct(st.builds(Acknowledgement, texts, texts, times), lambda one: one.problem),
        resolutions=distinct(st.builds(Resolution, texts, texts, texts, times, sources=refs), lambda one: one.place),
        signed=letters if signed else st.just(()),
        bound=listed(ranges),
        comments=distinct(comments),
        rule_packs=st.none() | st.builds(RulePacks, texts, texts),
    ).map(bound.tidy)
