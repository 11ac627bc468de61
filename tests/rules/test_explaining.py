"""Explanations: the words that named the service, the rule and why, each value with its place, why each status."""

from datetime import date

import pytest

from imr_desktop.case.model import ClaimDates, CriterionAnswer, Document, Fact, Finding, SourceRef
from imr_desktop.rules import evaluate_case, load_packs
from imr_desktop.rules.explaining import explain_case, understood
from imr_desktop.rules.model import Request

OWN = """
family: our office
rules:
  - id: office.massage
    service: massage therapy
    edition: cp09
    section: Massage therapy
    overrides: [cp09.massage]
    criteria:
      - id: office.massage.c1
        kind: limit
        text: No more than four visits in our office
        test: {in: visits.requested, op: "<=", val: 4, unit: visits}
        citation: Massage therapy
        confidence: from-memory
"""


@pytest.fixture
def explain(packs, make_case):
    def one(title, record=None, using=packs, **fields):
        (explained,) = explain_case(make_case(title, **fields), using, record)
        return explained

    return one


def criterion(explained, short):
    return next(one for one in explained.criteria if one.report.id.endswith(f".{short}"))


def rule(explained, rule_id):
    return next(one for one in explained.rules if one.rule == rule_id)


def test_the_request_is_told_from_words_to_rule(explain, in_2014):
    told = explain("Six trigger point injections to the neck, left", dates=in_2014)
    assert told.words == "Six trigger point injections to the neck, left"
    assert {"6 injections in all", "side: left", "body part: cervical spine"} <= set(told.understood)
    assert told.matched == "trigger point injections"
    assert "“trigger point injections” names trigger point injection" in told.service_why
    assert (told.rule, told.rules[0].rule, told.rules[0].place) == ("cp09.tpi", "cp09.tpi", "governs")
    assert "in force 07/18/2009–07/27/2016" in told.governing_edition
    assert "02/04/2014 (utilization review date)" in told.governing_edition


def test_what_nobody_knows_is_said(explain):
    told = explain("Moonlight therapy")
    assert (told.service, told.matched, told.rule) == (None, None, None)
    assert "nothing is guessed" in told.service_why


def test_a_brand_name_is_told_with_its_drug(explain, in_2017):
    told = explain("Flexeril 10mg #30", dates=in_2017)
    assert told.matched == "Flexeril"
    assert "cyclobenzaprine" in told.service_why


def test_values_carry_page_quote_and_kind_of_place(explain, in_2014):
    notes = Document("d1", "f", "Progress report", "progress report", 4, 9)
    told = explain(
        "Trigger point injections x 6",
        dates=in_2014,
        documents=[notes],
        summary="The neck was tender.",
        record={7: "There was a twitch response on palpation. Gait was normal."},
    )
    values = {value.key: value for value in criterion(told, "c1").values}
    (source,) = values["exam.twitch_response"].sources
    assert (source.page, source.document, values["exam.twitch_response"].origin) == (7, "d1", "the record")
    assert "twitch response" in source.quote
    assert values["exam.twitch_response"].words == "yes"
    session = {value.key: value for value in criterion(told, "c5").values}["request.units_per_session"]
    assert session.origin == "the words of the request, if all are meant for one session"
    assert told.asks


@pytest.mark.parametrize(
    ("fields", "origin"),
    [
        ({"facts": [Fact("exam.twitch_response", True, (SourceRef("d", 3, "twitch"),))]}, "a fact of the case"),
        ({"findings": [Finding("f1", "Twitch response over the trapezius", "exam", None, ())]}, "a finding"),
        ({"summary": "There was a twitch response."}, "the case summary"),
    ],
)
def test_origins(explain, in_2014, fields, origin):
    told = explain("Trigger point injections", dates=in_2014, **fields)
    values = {value.key: value for value in criterion(told, "c1").values}
    assert values["exam.twitch_response"].origin == origin


def test_a_from_memory_criterion_says_why_it_only_asks(explain, in_2014):
    told = explain("Trigger point injections", dates=in_2014, summary="He has radiculopathy.")
    one = criterion(told, "c4")
    assert (one.report.status, one.report.confidence) == ("not documented", "from-memory")
    assert "from memory, so it only asks" in one.why
    assert "never says not met" in one.sure
    assert one.report.question.endswith("it can only ask.")


def test_a_limit_exceeded_and_what_would_change_it(explain, in_2014):
    one = criterion(explain("Trigger point injections x 6", dates=in_2014), "c5")
    said = "Decided by 6 injections in one session (the words of the request, if all are meant for one session)."
    assert (one.report.status, one.why) == ("not met", said)
    assert one.report.limit
    assert one.report.would_change.endswith(".")


def test_a_lower_bound_is_said_to_be_one(explain, in_2017):
    told = explain("Physical therapy 4 visits", dates=in_2017)
    words = {value.words: value.origin for one in told.criteria for value in one.values}
    assert "not known" in words["4 or more"]


def test_values_of_a_remainder_are_told_as_such(explain, in_2017):
    told = explain(
        "Acupuncture",
        dates=in_2017,
        requested="Acupuncture 8 sessions",
        authorized="Acupuncture 6 sessions",
        in_dispute="Acupuncture 2 sessions",
        relation="remainder",
    )
    assert told.words == "Acupuncture 2 sessions"
    values = {value.key: (value.words, value.origin) for one in told.criteria for value in one.values}
    assert values["visits.requested"] == ("2", "the words of the part in dispute")
    assert values["visits.original"] == ("8", "the words of the whole request")
    assert values["visits.authorized"] == ("6", "what utilization review allowed")


def test_conflicting_places_are_shown(explain, in_2014):
    told = explain(
        "Trigger point injections",
        dates=in_2014,
        record={1: "There was a twitch response.", 2: "No twitch response was elicited."},
    )
    one = criterion(told, "c1")
    assert one.why.startswith("The record says different things of")
    assert [value.conflicting for value in one.values if value.key == "exam.twitch_response"] == [True]
    assert {source.page for value in one.values for source in value.sources} == {1, 2}


def test_every_rule_looked_at_has_its_reason(explain, in_2017, packs):
    told = explain("Physical therapy 12 visits for the lumbar spine", dates=in_2017)
    looked_at = {one.rule for one in told.rules}
    assert {one.data.id for one in packs.by_service["physical therapy"]} <= looked_at
    assert all(one.why.endswith(".") for one in told.rules)
    assert rule(told, "cp09.pt").why == (
        "Its edition: in force 07/18/2009–07/27/2016; the day is 02/03/2017 (decision date)."
    )
    assert rule(told, "odg.pt_acute").why == "It is only for this, not so here: The complaint is less than three months old."
    assert [one.place for one in told.rules] == sorted(
        (one.place for one in told.rules), key=["governs", "adds", "skipped"].index
    )


def test_a_rule_that_would_go_first_is_named(explain, in_2017):
    told = explain("Norco 10/325mg #60", dates=in_2017)
    assert "would go first where this holds, which is not known" in rule(told, "op16.opioid_acute_postop").why


def test_outside_its_days_nothing_applies_and_the_governing_text_is_named(explain):
    told = explain("Chiropractic 12 visits", dates=ClaimDates(decision=date(2020, 5, 1)))
    for one in told.criteria:
        if one.rule == told.rule and one.report.status == "not applicable":
            assert "governs" in one.why or "applies only with this" in one.why


def test_gates_stand_with_their_values(explain, in_2017):
    told = explain("Left L4-5 epidural steroid injection", dates=in_2017)
    (gate,) = [one for one in told.gates if one.id.startswith("gen.chronic_gate")]
    assert gate.holds is True
    told = explain("Left L4-5 epidural steroid injection", dates=ClaimDates(decision=date(2017, 2, 3)))
    (gate,) = [one for one in told.gates if one.id.startswith("gen.chronic_gate")]
    assert (gate.holds, gate.missing) == (None, ("months since the complaint began",))
    told = explain("Left L4-5 epidural steroid injection", dates=in_2017, facts=[Fact("history.symptom_duration_months", 1)])
    assert [one.holds for one in told.gates] == [False]
    assert all(one.report.status == "not applicable" for one in told.criteria if one.rule == told.rule)


def test_a_users_rule_is_told_as_such(explain, tmp_path, in_2014):
    (tmp_path / "office.yaml").write_text(OWN)
    told = explain("Massage therapy 6 visits, neck", using=load_packs(user=tmp_path), dates=in_2014)
    assert [(own.rule, own.source, own.overrides) for own in told.own] == [
        ("office.massage", "office.yaml", ("cp09.massage",))
    ]
    assert (told.rules[0].source, told.rules[0].overrides) == ("office.yaml", ("cp09.massage",))
    assert (told.criteria[0].report.source, told.criteria[0].report.overrides) == ("office.yaml", ("cp09.massage",))


def test_the_reviewers_answer_is_kept_beside(packs, make_case, in_2014):
    case = make_case(
        "Trigger point injections x 6", dates=in_2014, answers=(CriterionAnswer("cp09.tpi.c5", "met", "two sessions"),)
    )
    (told,) = explain_case(case, packs)
    assert criterion(told, "c5").report.answer.reason == "two sessions"
    assert criterion(told, "c5").report.status == "not met"


def test_labels_never_keys(explain, packs, in_2014, in_2017):
    for title in ("Trigger point injections x 6", "Physical therapy 12 visits", "Norco 10/325mg #60", "MRI lumbar spine"):
        for dates in (in_2014, in_2017):
            told = explain(title, dates=dates, summary="Spasm. Eight prior physical therapy visits.")
            shown = " ".join(
                (
                    *told.understood,
                    told.service_why,
                    *(one.why for one in told.rules),
                    *(
                        words
                        for one in told.criteria
                        for words in (
                            one.test,
                            one.applies_when,
                            one.why,
                            one.report.would_change,
                            one.report.question,
                            *one.missing,
                            *(value.label + value.words + value.origin for value in one.values),
                        )
                    ),
                )
            )
            assert not [key for key in packs.inputs if key in shown]


TITLES = [
    "Trigger point injections x 6",
    "Physical therapy 12 visits, lumbar spine",
    "Norco 10/325mg #60",
    "Gym membership",
    "MRI lumbar spine",
    "Acupuncture 2x6",
    "TENS unit purchase",
    "Left L4-5 ESI",
    "Flexeril #60",
    "Hospital bed",
    "Chiropractic 12 visits",
    "Lumbar fusion L4-5",
    "EMG/NCV both legs",
    "Topical cream ketoprofen 20%",
    "Unheard of",
]


@pytest.mark.parametrize("year", [2012, 2015, 2017, 2019, 2024])
@pytest.mark.parametrize("summary", ["", "Spasm, radiculopathy, 8 prior physical therapy visits with no improvement."])
def test_what_would_change_is_always_a_finished_sentence(packs, make_case, year, summary):
    case = make_case(*TITLES, summary=summary, dates=ClaimDates(decision=date(year, 3, 3)))
    for report in evaluate_case(case, packs):
        assert report.rule is None or report.governing_edition
        for one in report.criteria:
            assert one.would_change[0].isupper()
            assert one.would_change.endswith(".")
            assert one.edition
            assert set(one.missing) | set(one.inputs) <= set(one.labels)
            if one.status == "not documented":
                assert one.question
            if one.status != "not documented":
                assert one.missing == ()


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        (Request(), []),
        (Request(total=1, unit="visit"), ["1 visit in all"]),
        (Request(total=12), ["12 in all"]),
        (Request(count=2, unit="tablets", weeks=1), ["2 tablets", "for 1 week"]),
        (Request(refills=0), ["refills: 0"]),
    ],
)
def test_understood(request_, words):
    assert list(understood(request_)) == words
