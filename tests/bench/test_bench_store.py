"""The vault's speed, beside bare SQLCipher, plain SQLite and stock TinyDB on the same cases in the same run.

``IMR_BENCH_CASES`` sets how many cases the vault holds (default 1,000; 10,000 takes some minutes for stock TinyDB).
"""

import os
import random
import shutil
import sqlite3
import time
from statistics import quantiles

import msgspec
import pytest
from tinydb import TinyDB

from imr_desktop.case import codec, edits
from imr_desktop.case.model import Case, DisputedItem, Finding
from imr_desktop.paths import Home
from imr_desktop.store.vault import Vault

CASES = int(os.environ.get("IMR_BENCH_CASES", "1000"))
SAVES = 500
KINDS = 100
WORDS = ("pain", "neck", "back", "therapy", "visit", "p. 12", "documented", "normal", "spasm", "request", "guideline")


def words(choose, count):
    return " ".join(choose.choice((*WORDS, f"x{choose.randrange(999)}")) for _ in range(count))


@pytest.fixture(scope="module")
def cases():
    """Invented cases of some 30 kB of JSON."""
    choose = random.Random(1)
    made = [
        msgspec.structs.replace(
            edits.new_case(),
            summary=words(choose, 600),
            findings=tuple(Finding(f"f{n}", words(choose, 30)) for n in range(70)),
            items=tuple(DisputedItem(f"i{n}", words(choose, 6), rationale=words(choose, 350)) for n in range(5)),
        )
        for _ in range(KINDS)
    ]
    assert 25_000 < len(codec.encode(made[0])) < 35_000
    return made


def numbered(cases, number, summary="") -> Case:
    case = cases[number % KINDS]
    return msgspec.structs.replace(case, id=f"case{number}", number=f"CM26-{number:07d}", summary=summary or case.summary)


@pytest.fixture(scope="module")
def vault(cases, tmp_path_factory):
    vault = Vault.create(Home(tmp_path_factory.mktemp("vault")), None)[0]
    with vault.engine.transaction():
        for number in range(CASES):
            vault.repository.save(numbered(cases, number))
    yield vault
    vault.close()


def bare(module, path, cases, key=""):
    """A table of the same cases as plain rows."""
    connection = module.connect(str(path), isolation_level=None)
    for pragma in (*([f"key=\"x'{key}'\""] if key else []), "journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE cases(id INTEGER PRIMARY KEY, body BLOB)")
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO cases VALUES(?, ?)", [(n, codec.encode(numbered(cases, n))) for n in range(CASES)])
    connection.execute("COMMIT")
    return connection


def spread(times):
    cut = quantiles(times, n=100)
    return {"p50_ms": round(cut[49], 3), "p99_ms": round(cut[98], 3)}


def timed(work, count=SAVES):
    times = []
    for number in range(count):
        started = time.perf_counter()
        work(number)
        times.append((time.perf_counter() - started) * 1000)
    return spread(times)


def rows_saved(connection, cases):
    def save(number):
        body = codec.encode(numbered(cases, 7, f"changed {number} {cases[7].summary}"))
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE cases SET body=? WHERE id=7", (body,))
        connection.execute("COMMIT")

    return timed(save)


@pytest.mark.benchmark(group=f"store: {CASES:,} cases")
def test_save(benchmark, vault, cases, tmp_path):
    """A durable save of one case again and again, as a review goes: with version, worklist line and audit entry."""
    from sqlcipher3 import dbapi2 as sqlcipher

    state = {"number": 0}

    def save():
        state["number"] += 1
        vault.repository.save(numbered(cases, 7, f"changed {state['number']} {cases[7].summary}"))

    benchmark(save)
    ours = timed(lambda number: save())
    scattered = timed(lambda n: vault.repository.save(numbered(cases, n * 7 % CASES, f"other {n} {cases[7].summary}")))
    cipher = rows_saved(bare(sqlcipher, tmp_path / "cipher.db", cases, "11" * 32), cases)
    plain = rows_saved(bare(sqlite3, tmp_path / "plain.db", cases), cases)
    stock = TinyDB(tmp_path / "stock.json")
    stock.insert_multiple(codec.to_builtins(numbered(cases, number)) for number in range(CASES))
    tinydb = timed(lambda n: stock.update({"summary": f"changed {n}"}, doc_ids=[8]), 3)
    stock.close()
    benchmark.extra_info |= {
        "ours": ours,
        "scattered_cases": scattered,
        "sqlcipher": cipher,
        "sqlite": plain,
        "stock_tinydb": tinydb,
        "over_sqlcipher_p50": round(ours["p50_ms"] / cipher["p50_ms"], 2),
        "over_sqlcipher_p99": round(ours["p99_ms"] / cipher["p99_ms"], 2),
        "over_sqlite_p50": round(ours["p50_ms"] / plain["p50_ms"], 2),
        "over_sqlite_p99": round(ours["p99_ms"] / plain["p99_ms"], 2),
        "stock_tinydb_over_ours": round(tinydb["p50_ms"] / ours["p50_ms"]),
    }


@pytest.mark.benchmark(group=f"store: {CASES:,} cases")
def test_load_by_id(benchmark, vault):
    choose = random.Random(3)
    benchmark(lambda: vault.repository.load(f"case{choose.randrange(CASES)}"))
    benchmark.extra_info |= {"limit_ms": 0.5, "row_alone": timed(lambda n: vault.repository.cases.json(n % CASES + 1))}


@pytest.mark.benchmark(group=f"store: {CASES:,} cases")
def test_open_to_worklist(benchmark, vault, tmp_path):
    """From the key to the worklist, on a copy."""
    home = Home(tmp_path)
    vault.engine.fold()
    shutil.copytree(vault.home.vault, home.vault)

    def opened():
        with Vault.open(home, None) as copy:
            return len(copy.repository.list())

    assert benchmark(opened) == CASES
    benchmark.extra_info["limit_ms"] = 250


@pytest.mark.benchmark(group="store: attachments")
def test_attachment(benchmark, vault, tmp_path):
    """Sealing 50 MB beside copying them with fsync."""
    source = tmp_path / "packet.pdf"

    def fresh():
        source.write_bytes(os.urandom(50_000_000))
        return (source,), {}

    def copied():
        with source.open("rb") as reader, (tmp_path / "copy").open("wb") as writer:
            shutil.copyfileobj(reader, writer, 1 << 20)
            writer.flush()
            os.fsync(writer.fileno())

    benchmark.pedantic(vault.attachments.put, setup=fresh, rounds=5)
    copy = timed(lambda number: copied(), 5)
    benchmark.extra_info |= {
        "plain_copy": copy,
        "speed_over_copy": round(copy["p50_ms"] / 1000 / benchmark.stats.stats.median, 2),
    }


@pytest.mark.benchmark(group="store: audit trail")
def test_verify(benchmark, vault):
    assert benchmark(lambda: vault.trail.verify().ok)
    benchmark.extra_info["entries"] = vault.trail.head().entries


@pytest.mark.benchmark(group="store: history")
def test_oldest_version(benchmark, vault):
    lines = vault.repository.history("case7")
    benchmark(lambda: vault.repository.version("case7", lines[-1].version))
    benchmark.extra_info["versions"] = len(lines)
