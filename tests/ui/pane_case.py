"""The invented case that panes are tried on: neck pain, trigger point injections, a denial."""

from __future__ import annotations

from datetime import UTC, date, datetime

import msgspec

from imr_desktop.case.model import Case, CaseFile, ClaimDates, CriterionAnswer, DisputedItem, Document, Finding, SourceRef
from imr_desktop.preflight.problem import Fix, Place, Problem, ReplaceText
from imr_desktop.rules.model import CriterionReport, GoverningText, ItemReport, Request


def source(page: int, quote: str = "") -> SourceRef:
    return SourceRef("pr2", page, quote)


def documents() -> tuple[Document, ...]:
    at = datetime(2026, 11, 1, tzinfo=UTC)
    return (
        Document(
            "app", "a" * 64, "IMR application (DWC Form IMR)", "imr application", 1, 2, date=date(2014, 2, 18), opened=at
        ),
        Document(
            "ur", "a" * 64, "Utilization review determination", "ur determination", 3, 9, date=date(2014, 2, 4), opened=at
        ),
        Document("rfa", "a" * 64, "Request for authorization", "rfa", 10, 36, date=date(2014, 1, 30), opened=at),
        Document("pr2", "a" * 64, "PR-2 progress report", "progress report", 37, 40, date=date(2014, 1, 30)),
        Document("old", "a" * 64, "PR-2 progress report", "progress report", 41, 214, date=date(2013, 11, 5)),
    )


def findings() -> tuple[Finding, ...]:
    return (
        Finding("f1", "Neck pain rated 3–4/10", "symptoms", date(2014, 1, 30), (source(37, "Neck pain rated 3-4/10"),)),
        Finding("f2", "Turning the head has become harder", "symptoms", date(2013, 11, 5), (source(41),)),
        Finding(
            "f3",
            "Tight right shoulder muscles that twitch under the finger",
            "exam",
            date(2014, 1, 30),
            (source(37, "Muscle spasm felt on the right side of the neck"),),
        ),
        Finding(
            "f4",
            "Taut bands with radiating pain and a positive twitch response",
            "exam",
            date(2014, 1, 30),
            (source(37, "Taut bands with radiating pain and a positive twitch response"),),
        ),
        Finding(
            "f5", "Trigger point injection ×6, right shoulder girdle", "request", date(2014, 1, 30), (source(10), source(37))
        ),
        Finding("f6", "Not certified; trigger point injections cited", "ur", date(2014, 2, 4), (source(3), source(4))),
        Finding("f7", "MRI shows degenerative disc disease", "imaging"),
    )


def criterion(number: int, text: str, status: str, **more) -> CriterionReport:
    values = {
        "id": f"tpi.{number}",
        "text": text,
        "kind": "prerequisite",
        "status": status,
        "inputs": {},
        "limit": "",
        "citation": "Trigger point injections, p. 122",
        "confidence": "high",
        "sources": (),
        "missing": (),
        "would_change": "",
        "edition": "MTUS Chronic Pain Medical Treatment Guidelines (2009)",
    }
    return CriterionReport(**{**values, **more})


def report(item_id: str = "i1") -> ItemReport:
    return ItemReport(
        item_id,
        "Trigger point injections ×6",
        "trigger point injections",
        Request(count=6),
        "tpi",
        "MTUS Chronic Pain Medical Treatment Guidelines (2009)",
        "",
        (
            criterion(
                1,
                "Circumscribed trigger points with twitch response and referred pain on palpation",
                "met",
                inputs={"exam.twitch_response": True},
                sources=(source(37, "positive twitch response"),),
            ),
            criterion(2, "Symptoms have persisted for more than three months", "met", sources=(source(41),)),
            criterion(
                3,
                "Stretching, physical therapy, NSAIDs and muscle relaxants failed to control pain",
                "not documented",
                missing=("history.conservative_care_failed",),
            ),
            criterion(
                4,
                "Radiculopathy is not present by exam, imaging or neuro-testing",
                "not documented",
                missing=("exam.radiculopathy",),
            ),
            criterion(
                5,
                "No more than 3–4 injections per session",
                "not met",
                kind="limit",
                limit="3–4",
                inputs={"request.count": 6.0},
                sources=(source(10, "trigger point injection x 6"),),
                would_change="A request for four injections or fewer in a session",
            ),
            criterion(6, "Repeat only after >50% relief for six weeks with functional improvement", "not applicable"),
        ),
        governing=GoverningText(
            "Chronic Pain Medical Treatment",
            "MTUS Chronic Pain Medical Treatment Guidelines (2009)",
            date(2009, 7, 18),
            date(2016, 7, 27),
            "MTUS chapter",
            "MTUS Chronic Pain Medical Treatment 2009",
            "cp09",
            "chronic",
            ("MTUS Neck and Upper Back Complaints 2004",),
        ),
    )


RATIONALE = (
    "The worker's neck aches after each shift, five of ten on most evenings [p.\u00a037]. Six injections were asked "
    "for on 01/30/2014 [p.\u00a010]. By the 11/05/2013 report turning the head had become harder [p.\u00a041]. Four "
    "in one session is the most that the rule supports."
)


SUMMARY = (
    "The patient is a 48-year-old stocker who hurt the neck on 03/03/2007. The 01/30/2014 report names myofascial "
    "pain and worn discs of the neck [p.\u00a037].\n"
    "On that day the right shoulder muscles were tight, with bands that twitched under the finger and sent an ache to "
    "the ear [p.\u00a037].\n"
    "Six trigger point injections are in dispute [p.\u00a010]. Utilization review denied them on 02/04/2014 "
    "[pp.\u00a03–4]."
)


def items() -> tuple[DisputedItem, ...]:
    return (
        DisputedItem(
            "i1",
            "Trigger point injections ×6, right shoulder girdle",
            rationale=RATIONALE,
            claims_administrator_guideline="MTUS Chronic Pain — Trigger point injections",
            sources=(source(3), source(4)),
            answers=(
                CriterionAnswer("tpi.1", "met", sources=(source(37),)),
                CriterionAnswer("tpi.5", "not met", sources=(source(10),)),
            ),
        ),
        DisputedItem(
            "i2",
            "Physical therapy 3x/week for 8 weeks, cervical spine",
            requested="24 visits",
            authorized="6 visits",
            in_dispute="18 visits",
            relation="remainder",
            source_decision="Overturned",
        ),
    )


def full_case(**changes) -> Case:
    base = Case(
        id="c1",
        number="CM14-0012345",
        age=48,
        summary=SUMMARY,
        items=items()[:1],
        documents=documents(),
        findings=findings(),
        files=(CaseFile("a" * 64, "packet.pdf", 214, 1, unreadable=(88,)),),
        dates=ClaimDates(injury=date(2007, 3, 3), ur_denial=date(2014, 2, 4), request_for_authorization=date(2014, 1, 30)),
    )
    return msgspec.structs.replace(base, **changes)


def problems() -> tuple[Problem, ...]:
    at = len(RATIONALE)
    closing = " Therefore, the request is not medically necessary."
    return (
        Problem(
            "terms.spelling:1",
            "terms.spelling",
            "consider",
            Place("item", "i1", "rationale", 5, 12, "Item 1 › Rationale"),
            "“worker's” — did you mean “workers’”?",
            "worker's",
        ),
        Problem(
            "rationale.outcome:1",
            "rationale.outcome",
            "must fix",
            Place("item", "i1", "rationale", -1, -1, "Item 1 › Rationale"),
            "Rationale does not state the outcome",
            fix=Fix("Insert closing sentence", (ReplaceText("i1", "rationale", at, "", closing),)),
        ),
        Problem(
            "record.unread:old",
            "record.unread",
            "consider",
            Place("record", "", "documents", -1, -1, "Record"),
            "One document was not opened",
            fix=Fix("Open it", act="open document", target="old"),
        ),
    )
