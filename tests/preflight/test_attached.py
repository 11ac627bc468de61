"""No text that goes out with a letter is kept from the look for the reviewer's name."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from imr_desktop.case.model import (
    Attestation,
    Case,
    CriterionAnswer,
    DisputedItem,
    Document,
    EvidenceStep,
    Fact,
    Finding,
    Search,
    SearchHit,
    SourceRef,
)
from imr_desktop.determination import outgoing_case
from imr_desktop.preflight.attached import attached
from imr_desktop.preflight.checks.identity import outgoing

NOT_OF_PEOPLE = {"id", "document", "file", "digest", "name", "item", "criterion", "statement", "status", "step", "result"}
"""Fields of the attached data that are keys, chosen words, or made by the program."""


def test_every_text_of_the_attached_data_is_looked_through():
    quoted = (SourceRef("d", 1, "quote"),)
    case = Case(
        "c",
        summary="summary",
        items=(
            DisputedItem(
                "i",
                "title",
                rationale="rationale",
                answers=(CriterionAnswer("a", "met", "reason", quoted),),
                sources=(SourceRef("d", 1, "asked"),),
                evidence=(EvidenceStep("mtus", "supports", "citation", "level", "note"),),
            ),
        ),
        documents=(Document("d", "f", "heading", "kind", 1, 2, "author"),),
        findings=(Finding("f", "text", "category", sources=(SourceRef("d", 1, "seen"),)),),
        facts=(Fact("key", "value", (SourceRef("d", 1, "stated"),)),),
        searches=(Search("s", ("term",), "sought", hits=(SearchHit(SourceRef("d", 1, "hit"), "remark"),)),),
        attestations=(Attestation("own_judgment", datetime(2026, 1, 5, tzinfo=UTC), (SourceRef("d", 1, "made"),)),),
    )
    read = {one.text for one in attached(case)} | {one.text for one in outgoing(case)}
    assert sorted(set(_texts(msgspec.to_builtins(outgoing_case(case)))) - read) == []


def _texts(value, name=""):
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _texts(part, key)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part, name)
    elif isinstance(value, str) and name not in NOT_OF_PEOPLE and not name.endswith("_at"):
        yield value
