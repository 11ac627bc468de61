"""Finding in a record of 5,000 pages: the index, its size, and a query with 50 hits, beside SQLite's own on the same text."""

from __future__ import annotations

import random
import sqlite3
import statistics
import time
import tracemalloc
from datetime import date, timedelta

import pytest
from sqlcipher3 import dbapi2

from imr_desktop.case.model import Case, CaseFile, Document
from imr_desktop.record import RecordText
from imr_desktop.record.find.fold import fold_page
from imr_desktop.record.find.index import PageIndex
from imr_desktop.record.find.query import parsed
from imr_desktop.record.find.search import Limits, Searcher
from imr_desktop.record.find.words import expression

PAGES, HITS, DOCUMENT = 5_000, 50, 5
_COMMON = [
    "patient",
    "reports",
    "pain",
    "in",
    "the",
    "right",
    "shoulder",
    "with",
    "reaching",
    "and",
    "lifting",
    "overhead",
    "exam",
    "shows",
    "tenderness",
    "strength",
    "four",
    "of",
    "five",
    "range",
    "motion",
    "limited",
    "plan",
    "continue",
    "home",
    "exercise",
    "medication",
    "refill",
    "return",
    "weeks",
    "work",
    "restrictions",
    "unchanged",
]


def record(pages: int = PAGES, hits: int = HITS) -> tuple[Case, RecordText]:
    """A record of pages of some 3,000 letters in documents of five; a rare word stands, broken, on `hits` of them."""
    source = random.Random(7)
    rare = ["".join(source.choices("aeiourstlnmdc", k=source.randint(5, 10))) for _ in range(8_000)]
    texts = {}
    for page in range(1, pages + 1):
        lines = [f"FOLLOW-UP REPORT {page // DOCUMENT}", f"Date of service: {date(2020, 1, 1) + timedelta(page)}"]
        pools = (source.choices((_COMMON, rare), (4, 1), k=14) for _ in range(34))
        lines.extend(" ".join(map(source.choice, pool)) for pool in pools)
        if page % (pages // hits) == 0:
            lines.insert(9, "Impression: supraspinatus tendi-\nnopathy without a full tear at C5-6.")
        texts[page] = "\n".join(lines)
    documents = tuple(
        Document(f"d{at}", "a", f"Report {at}", "progress report", at * DOCUMENT + 1, (at + 1) * DOCUMENT)
        for at in range(pages // DOCUMENT)
    )
    return Case(id="1", files=(CaseFile("a", "a.pdf", pages, 1),), documents=documents), RecordText(texts)


@pytest.fixture(scope="module")
def packet():
    return record()


@pytest.fixture(scope="module")
def indexed(packet, tmp_path_factory):
    """The index on disk under a key, its file, and what it took beside SQLite's own index of the same text."""
    file = tmp_path_factory.mktemp("index") / "index.db"
    connection = dbapi2.connect(str(file), isolation_level=None)
    connection.execute(f"PRAGMA key=\"x'{'5a' * 32}'\"")
    before = time.process_time()
    index = PageIndex(connection)
    index.update(packet[1].pages, frozenset())
    return index, file, time.process_time() - before


def reference(text: RecordText) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE pages USING fts5(text)")
    connection.executemany("INSERT INTO pages(rowid, text) VALUES (?, ?)", text.pages.items())
    return connection


def test_index(benchmark, packet, indexed):
    """Folding and all forms of the words cost at most some ten times what SQLite's plain index does; 25 s are the bound."""
    before = time.process_time()
    benchmark.pedantic(reference, args=(packet[1],), rounds=1)
    bare = time.process_time() - before
    took, size = indexed[2], indexed[1].stat().st_size
    letters = sum(len(text.encode()) for text in packet[1].pages.values())
    benchmark.extra_info.update(pages=PAGES, letters=letters, indexed_seconds=took, sqlite_seconds=bare, index_bytes=size)
    assert size <= 2 * letters
    assert took <= 12 * bare


def test_query(benchmark, packet, indexed):
    """A query of 50 hits, pages folded anew each time, against SQLite's with a snippet of each."""
    case, text = packet
    index, searcher, plain = indexed[0], Searcher(case, text), reference(text)
    ours, theirs = [], []
    for words in ("tendinopathy", "supraspinatus tendinopathy", '"full tear"', "tendinopathy ~9 tear", "supraspin*") * 4:
        fold_page.cache_clear()
        before = time.process_time()
        query = parsed(words)
        found = searcher.find(query, None, index.pages(expression(query, {})), Limits(150, 1000))
        ours.append(time.process_time() - before)
        assert len({hit.page for hit in found.hits}) == HITS
        before = time.process_time()
        plain.execute("SELECT snippet(pages, 0, '', '', '', 20) FROM pages WHERE pages MATCH 'supraspinatus tear'").fetchall()
        theirs.append(time.process_time() - before)
    slow = sorted(ours)[round(len(ours) * 0.95) - 1]
    benchmark.extra_info.update(hits=HITS, p95_seconds=slow, sqlite_snippets_seconds=statistics.median(theirs))
    benchmark.pedantic(searcher.find, args=(parsed("tendinopathy"), None, index.pages('"tendinopathy"')), rounds=1)
    assert statistics.median(ours) <= 25 * max(statistics.median(theirs), 0.002)


def test_memory(benchmark, packet):
    """What a search keeps beside the text itself: some pages, never all of them."""
    case, text = packet
    tracemalloc.start()
    benchmark.pedantic(Searcher(case, text).find, args=(parsed("tendinopathy"),), rounds=1)
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    letters = sum(map(len, text.pages.values()))
    benchmark.extra_info.update(kept_bytes=kept, letters=letters)
    assert kept <= letters / 2
