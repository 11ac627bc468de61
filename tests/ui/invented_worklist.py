"""Invented lines of a worklist, as many as wanted: the same for the same number."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta

from imr_desktop.store.summaries import CaseSummary

ITEMS = (
    "Lumbar MRI without contrast",
    "Trigger point injections ×6",
    "Hydrocodone/APAP 10/325 mg #120",
    "Aquatic therapy ×12",
    "Cervical epidural steroid injection C6–C7 under fluoroscopy with monitored anesthesia care",
    "Urine drug test",
    "Physical therapy, 8 visits, left shoulder",
    "Acupuncture ×6",
    "Naproxen 550 mg #60",
    "Functional restoration program, 160 hours",
    "Chiropractic treatment ×12, low back",
    "TENS unit, 30-day trial",
    "Cyclobenzaprine 7.5 mg #90",
    "Right knee arthroscopy with partial meniscectomy",
    "Médico consultation, pain management",
)


def lines(count: int, today: date) -> tuple[CaseSummary, ...]:
    """So many lines: every fifth signed, some late, some without a due date or a number, one to twelve items."""
    choose = random.Random(count)
    return tuple(_line(choose, number, today) for number in range(count))


def _line(choose: random.Random, number: int, today: date) -> CaseSummary:
    titles = tuple(choose.sample(ITEMS, choose.choice((1, 1, 1, 2, 2, 3, 12))))
    received = today - timedelta(choose.randrange(3, 60))
    signed = number % 5 == 4
    saved = datetime.combine(today - timedelta(choose.randrange(20)), time(choose.randrange(24), 5), UTC)
    return CaseSummary(
        id=f"case{number}",
        number=f"CM26-{choose.randrange(10**7):07d}" if number % 40 != 39 else "",
        version=choose.randrange(1, 30),
        saved_at=saved,
        titles=titles if number % 33 != 32 else (),
        decided=len(titles) if signed else choose.choice((0, 0, 0, 1, len(titles))),
        age=choose.randrange(22, 75) if number % 7 else None,
        injury=today - timedelta(choose.randrange(300, 7000)),
        due=received + timedelta(30 + choose.randrange(8)) if number % 11 else None,
        decision=None,
        track="expedited" if number % 17 == 3 else "standard",
        signed_at=saved if signed else None,
        received=received,
    )
