"""What documents contradict each other in, and what only looks like it."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from imr_desktop.case.model import Document, SourceRef
from imr_desktop.extract.facts import RecordFact
from imr_desktop.extract.model import Proposal
from imr_desktop.extract.packet.conflicts import conflicts_in
from imr_desktop.extract.packet.spoken import spoken_in
from imr_desktop.extract.requests import Request

TYPES = ("imr application", "ur determination", "rfa", "rfa", *["progress report"] * 3, "consultation", "therapy note")
DOCUMENTS = tuple(
    Document(f"d{page}", "f", kind, kind, page, page, date=date(2020 + page, 6, 1)) for page, kind in enumerate(TYPES, 1)
)


def at(page):
    return SourceRef(f"d{page}", page)


def proposal(key, value, *pages):
    return Proposal(key, value, tuple(map(at, pages)))


def said(proposals=(), facts=(), requests=(), texts=None, documents=DOCUMENTS):
    found = conflicts_in(documents, proposals, facts, requests, spoken_in(documents, texts or {}))
    return {
        one.key: [(value.value, sorted(source.page for source in value.sources)) for value in one.values] for one in found
    }


def test_two_days_of_one_injury():
    injuries = proposal("dates.injury", "2024-03-03", 1, 5), proposal("dates.injury", "2024-03-13", 2)
    assert said(injuries) == {"dates.injury": [("2024-03-03", [1, 5]), ("2024-03-13", [2])]}
    assert said(injuries[:1]) == {}


def test_several_requests_of_several_days_are_a_list_and_another_day_is_a_slip():
    days = [proposal("dates.request_for_authorization", f"2024-09-{day}", page) for day, page in ((20, 3), (25, 4))]
    assert said(days) == {}
    assert list(said([*days, proposal("dates.request_for_authorization", "2024-09-02", 2)])) == [
        "dates.request_for_authorization"
    ]


def age(years, page):
    return RecordFact(kind="age", value=str(years), number=years, source=at(page), date=DOCUMENTS[page - 1].date)


def test_who_grows_older_is_no_contradiction():
    assert said(facts=[age(44, 1), age(45, 2), age(48, 5)]) == {}
    assert list(said(facts=[age(44, 1), age(39, 2)])) == ["age"]
    unsure = [replace(one, guessed=("date",)) if one.first_page == 2 else one for one in DOCUMENTS]
    assert said(facts=[age(44, 1), age(39, 2)], documents=unsure) == {}, "an age belongs to a day, and that one is a guess"


def diagnosis(side, page, subject="patient"):
    value = f"Tear of medial meniscus, {side} knee"
    return RecordFact(kind="diagnosis", value=value, side=side, source=at(page), subject=subject)


def test_a_side_that_one_document_has_otherwise():
    left = [diagnosis("left", page) for page in (1, 2, 3)]
    assert said(facts=[*left, diagnosis("right", 7)]) == {
        "side.tear of medial meniscus, knee": [("left", [1, 2, 3]), ("right", [7])]
    }
    assert said(facts=[*left, diagnosis("right", 7), diagnosis("right", 6)]) == {}, "both sides have it"
    assert said(facts=[*left, diagnosis("right", 7, "family")]) == {}


def test_a_number_that_papers_differ_in():
    def asked(source, number, page):
        return Request(source=source, title="Physical therapy, lumbar", asked=number, page=page, sources=(at(page),))

    both = asked("application", 12.0, 1), asked("ur", 8.0, 2), asked("rfa", 12.0, 3)
    assert said(requests=both) == {"requests.Physical therapy, lumbar": [(12.0, [1, 3]), (8.0, [2])]}
    assert said(requests=(both[0], both[2])) == {}


def test_spans_of_an_injury_are_held_against_each_other_and_their_ends_contradict_nothing():
    def injury(page, day, until=None):
        return RecordFact(kind="injury", value="", source=at(page), date=day, until=until)

    span = injury(1, date(2019, 1, 1), date(2024, 3, 14)), injury(2, date(2019, 1, 1), date(2024, 3, 14))
    assert said(facts=(*span, injury(5, date(2024, 3, 14)))) == {}
    assert list(said(facts=(*span, injury(5, date(2019, 1, 11), date(2024, 3, 14))))) == ["injury.span"]
    assert said(facts=(*span, injury(6, date(2021, 5, 5)))) == {
        "injury.span": [("01/01/2019 - 03/14/2024", [1, 2]), ("2021-05-05", [6])]
    }


def test_an_age_that_was_carried_over_is_no_contradiction_and_a_slip_is():
    def age(page, years):
        return RecordFact(kind="age", value=str(years), number=years, source=at(page))

    assert said(facts=(age(1, 50), age(2, 50), age(5, 54))) == {}
    assert list(said(facts=(age(1, 50), age(2, 51), age(5, 45)))) == ["age"]


def test_a_report_that_speaks_of_a_man_where_all_others_speak_of_a_woman():
    male = [RecordFact(kind="sex", value="male", source=at(8))]
    others = dict.fromkeys((5, 6, 7), "She walks well. Her back hurts.")
    assert said(facts=male, texts=others) == {"sex": [("female", [5, 6, 7]), ("male", [8])]}
    assert said(facts=male, texts={5: others[5], 6: others[6]}) == {}, "two may speak of somebody else"
    assert said(facts=male, texts={**others, 9: "He walks."}) == {}, "another document fits it"
    assert said(facts=male, texts={1: "She", 2: "She", 3: "She"}) == {}, "papers of the dispute speak of reviewers"


def test_a_limb_that_one_report_names_on_the_other_side():
    others = dict.fromkeys((5, 6, 7), "Pain of the left shoulder.")
    wrong = {**others, 8: "The right shoulder hurts. Pain of the right arm."}
    assert said(texts=wrong) == {"side.shoulder": [("left", [5, 6, 7]), ("right", [8])]}
    assert said(texts={**wrong, 9: "Pain of the right shoulder."}) == {}, "both sides are hurt"
    assert said(texts={**others, 8: "The right shoulder was compared with the left shoulder."}) == {}


def test_one_request_at_two_levels():
    def asked(source, title, page):
        return Request(source=source, title=title, page=page, sources=(at(page),))

    near = [replace(one, date=date(2024, 6, one.first_page)) for one in DOCUMENTS]
    rfa = asked("rfa", "Lumbar epidural steroid injection, L4-5", 3)
    review = asked("ur", "Lumbar epidural steroid injection at L5-S1", 2)
    (conflict,) = said(requests=[rfa, review], documents=near)
    assert conflict.startswith("level.Lumbar epidural steroid injection")
    assert said(requests=[rfa, asked("ur", "Lumbar epidural steroid injection L4-5", 2)], documents=near) == {}
    assert said(requests=[rfa, asked("rfa", review.title, 3)], documents=near) == {}, "one paper asks for both"
    assert said(requests=[rfa, review]) == {}, "years apart they are two disputes"
    assert said(requests=[rfa, asked("ur", "Lumbar MRI at L5-S1", 2)], documents=near) == {}


def test_an_application_that_says_denied_of_what_was_modified_is_a_contradiction_and_one_that_says_nothing_is_none():
    def papers(stated):
        words = ("application", 1, stated), ("ur", 2, "modified")
        return [
            Request(source=kind, title="MRI, knee", decision=told, page=at_, sources=(at(at_),)) for kind, at_, told in words
        ]

    assert said(requests=papers("denied")) == {"decided.MRI, knee": [("denied", [1]), ("modified", [2])]}
    assert said(requests=papers("modified")) == said(requests=papers(None)) == {}
