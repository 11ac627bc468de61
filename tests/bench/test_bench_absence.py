"""Searches behind statements of absence: 20 of them over 5,000 pages, at every check."""

from __future__ import annotations

import random
import re
import time

import msgspec

from imr_desktop.case.model import Case, CaseFile, DisputedItem, Document
from imr_desktop.preflight import absence_claims, search_for_claim
from imr_desktop.preflight.checks.absence import in_rationale
from imr_desktop.preflight.problem import Context
from imr_desktop.preflight.record_words import forget

from .test_bench_preflight import CONTEXT

PAGES = 5_000
THINGS = (
    *("radiculopathy", "functional improvement", "a trial of NSAIDs", "a urine drug screen", "a CURES report", "an MRI"),
    *(
        "a positive straight leg raise",
        "a home exercise program",
        "acupuncture",
        "a TENS unit",
        "weaning",
        "spondylolisthesis",
    ),
    *("an epidural injection", "a brace", "gabapentin", "sleep hygiene", "a sleep study", "red flags", "myelopathy", "a gym"),
)
WORDS = (
    "The patient returns with neck pain after lifting. Motor strength is full and reflexes are equal on both sides.",
    "Medication was refilled. Ibuprofen helps with the pain, which is rated 5/10 today. Work status: modified duty.",
    "Physical therapy visit 4 of 12 was attended.\nRange of motion is full. Straight leg raise is negative.",
    "MRI of the lumbar spine shows a disc bulge at L4-5 with-\nout compression. Denies numbness or tingling.",
    "Follow up in four weeks. The plan was discussed and all questions were answered before the patient left.",
)


def record() -> dict[int, str]:
    chance = random.Random(7)
    return {page: "\n".join(chance.choices(WORDS, k=16)) + f"\nVisit {page}" for page in range(1, PAGES + 1)}


def searched(pages: dict[int, str]) -> Case:
    text = " ".join(f"There is no documentation of {thing}." for thing in THINGS)
    documents = tuple(Document(f"d{at}", "0" * 64, "Note", "progress report", at, at + 4) for at in range(1, PAGES, 5))
    case = Case(
        "c",
        items=(DisputedItem("i", "MRI", rationale=text),),
        files=(CaseFile("0" * 64, "a.pdf", PAGES, 1),),
        documents=documents,
    )
    made = tuple(search_for_claim(claim, case, pages) for claim in absence_claims(text))
    assert len(made) == len(THINGS)
    return msgspec.structs.replace(case, searches=made)


def seconds(work) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def test_a_check_after_a_keystroke_costs_less_than_half_a_plain_look(benchmark) -> None:
    """Reference: one regular expression with some words, over the text of every page, once."""
    pages = record()
    case = searched(pages)
    context = Context(today=CONTEXT.today, record=dict(pages))
    plain = re.compile("|".join(["radiculopathy", "sciatica", "dermatom", "emg", "nerve root"]), re.IGNORECASE)
    reference = min(seconds(lambda: [plain.search(text) for text in pages.values()]) for _ in range(3))
    again = min(seconds(lambda: list(in_rationale.find(case, context))) for _ in range(3))
    changed = {**pages, 77: "Lumbar radiculopathy."}
    one_page = seconds(lambda: list(in_rationale.find(case, with_pages(context, changed))))
    forget()
    first = seconds(lambda: list(in_rationale.find(case, context)))
    benchmark.extra_info.update(reference=reference, again=again, one_page=one_page, first=first)
    benchmark.pedantic(lambda: list(in_rationale.find(case, context)), rounds=3)
    assert again < reference / 2
    assert one_page < 4 * reference
    assert first < 25 * reference


def with_pages(context: Context, pages: dict[int, str]) -> Context:
    return Context(today=context.today, record=pages)


def test_a_key_costs_one_sentence(benchmark) -> None:
    """Reference: the same text read for the first time, all of its sentences new."""
    chance = random.Random(11)
    many = [f"{sentence} There is no documentation of {thing}." for sentence in WORDS for thing in THINGS]
    text = " ".join(chance.sample(many, 40))
    absence_claims("There is no documentation of a brace.")
    reference = seconds(lambda: absence_claims(text))
    keys = [f"{text} No {'therapy'[:count]}" for count in range(1, 8)]
    again = min(seconds(lambda key=key: absence_claims(key)) for key in keys)
    benchmark.extra_info.update(reference=reference, again=again)
    benchmark.pedantic(lambda: absence_claims(f"{text} No brace"), rounds=3)
    assert again < reference / 3
