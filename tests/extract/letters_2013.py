"""Determinations of invented cases in the layouts of 2013, from the same data as those of later years."""

from __future__ import annotations

from .letters import Letter, us


def numbered(letter: Letter) -> list[str]:
    """Late 2013: numbered sentences that say whether each service is necessary; one logical line each."""
    text = [
        "MAXIMUS FEDERAL SERVICES, INC.",
        "Independent Medical Review",
        f"Case Number: {letter.number} Date Assigned: {us(letter.assigned)}",
        f"Date of Injury: {us(letter.injury)} Decision Date: {us(letter.decision)} UR Denial Date: {us(letter.denial)}",
        f"Priority: {letter.priority} Application Received: {us(letter.received)}",
        "HOW THE IMR FINAL DETERMINATION WAS MADE",
        f"The reviewer is Board Certified in {letter.specialty} and is licensed to practice in {letter.licensure}.",
        "DOCUMENTS REVIEWED",
        "Application; medical records.",
        "CLINICAL CASE SUMMARY",
        letter.summary,
        "IMR DECISION(S) AND RATIONALE(S)",
        "The Final Determination was based on decisions for the disputed items/services set forth below:",
    ]
    for number, item in enumerate(letter.items, 1):
        text += [
            f"{number}. The request for {item.title} is {verdict(item.decision)}.",
            f"The Claims Administrator based its decision on {number} texts.",
            f"The Physician Reviewer based his/her decision on {number} guidelines.",
            "The Physician Reviewer's decision rationale:",
            item.rationale,
        ]
    return text


def notice(letter: Letter) -> list[str]:
    """September 2013: decisions first, explained further down under the same numbers."""
    decided = [
        f"{number}) MAXIMUS Federal Services, Inc. has determined the request for {item.title} is {verdict(item.decision)}."
        for number, item in enumerate(letter.items, 1)
    ]
    text = [
        "Notice of Independent Medical Review Determination",
        f"Dated: {us(letter.decision)}",
        f"Date of Injury: {us(letter.injury)}",
        f"MAXIMUS Case Number: {letter.number}",
        *decided,
        "INDEPENDENT MEDICAL REVIEW DECISION AND RATIONALE",
        f"An application for Independent Medical Review was filed on {us(letter.received)} disputing the Utilization "
        "Review Denial dated "
        f"{us(letter.denial)}. A Notice of Assignment and Request for Information was provided to the above "
        f"parties on {us(letter.assigned)}.",
        *decided,
        "Medical Qualifications of the Expert Reviewer:",
        f"The reviewer is Board Certified in {letter.specialty} and is licensed to practice in {letter.licensure}.",
        "Case Summary:",
        letter.summary,
    ]
    for number, item in enumerate(letter.items, 1):
        text += [
            f"{number}) Regarding the request for {item.title}:",
            "Section of the Medical Treatment Utilization Schedule Relied Upon by the "
            "Expert Reviewer to Make His/Her Decision:",
            f"The Claims Administrator based its decision on {number} texts.",
            f"The Expert Reviewer based his/her decision on {number} guidelines.",
            "Rationale for the Decision:",
            item.rationale,
        ]
    return text


def verdict(decision: str) -> str:
    return "not medically necessary and appropriate" if decision == "Upheld" else "medically necessary and appropriate"
