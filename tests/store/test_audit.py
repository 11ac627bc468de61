"""Whatever is done to the audit trail afterwards is found, and which check found it."""

import json
import random
import stat
import types
from datetime import UTC, datetime

import msgspec
import pytest
from msgspec.structs import replace

from imr_desktop.case import edits
from imr_desktop.case.model import Acknowledgement, AuditHead, CriterionAnswer, DisputedItem, RulePacks, Search, SignedLetter
from imr_desktop.store import audit, checkpoints
from imr_desktop.store.audit import AuditTrail, verify_export
from imr_desktop.store.audit_events import events
from imr_desktop.store.engine import Engine

KEYS = types.SimpleNamespace(audit=bytearray(b"a" * 32), vault_id="ab" * 16)
OTHER = types.SimpleNamespace(audit=bytearray(b"b" * 32), vault_id="ab" * 16)
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture
def engine(tmp_path):
    engine = Engine.create(tmp_path / "cases.db", b"k" * 32)
    yield engine
    engine.close()


@pytest.fixture
def trail(engine):
    """A trail of 250 entries, with two checkpoints on the way and one at its end."""
    trail = AuditTrail(engine, KEYS)
    with engine.transaction():
        for number in range(250):
            trail.append("case saved", f"case{number % 3}", {"version": number, "word": "é" * (number % 5)})
    trail.checkpoint()
    return trail


def tamper(engine, *statements):
    with engine.transaction():
        for sql in statements:
            engine.execute(sql)


def found(trail, anchor=None):
    return " ".join(trail.verify(anchor).findings)


def test_a_whole_trail_is_whole(trail):
    verified = trail.verify(trail.head())
    assert (verified.ok, verified.entries, verified.checkpoints) == (True, 250, 3)


def test_an_entry_belongs_to_the_change_it_tells_of(engine, trail):
    def save_that_fails():
        with engine.transaction():
            trail.append("case saved")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        save_that_fails()
    assert trail.head().entries == 250


@pytest.mark.parametrize(
    ("sql", "check"),
    [
        ("UPDATE audit SET what='x' WHERE seq=120", "Hash: entry 120 was changed"),
        ("UPDATE audit SET at='2020-01-01T00:00:00+00:00' WHERE seq=1", "Hash: entry 1 was changed"),
        ("UPDATE audit SET who='nobody' WHERE seq=250", "Hash: entry 250 was changed"),
        ("DELETE FROM audit WHERE seq=120", "Numbers: entry 120 is missing"),
        ("DELETE FROM audit WHERE seq=1", "Numbers: entry 1 is missing"),
        ("DELETE FROM audit WHERE seq>240", "its end was cut off"),
        ("DELETE FROM audit", "its end was cut off"),
        ("DELETE FROM checkpoints WHERE seq=100", "Checkpoints: some were taken away"),
        ("UPDATE checkpoints SET note=replace(note, '100', '101') WHERE seq=100", "Checkpoint 100: its signature"),
    ],
)
def test_tampering_is_found_and_the_check_is_named(engine, trail, sql, check):
    tamper(engine, sql)
    assert not trail.verify().ok
    assert check in found(trail)


def test_two_entries_that_changed_places_are_found(engine, trail):
    tamper(
        engine,
        "UPDATE audit SET seq=-1 WHERE seq=5",
        "UPDATE audit SET seq=5 WHERE seq=6",
        "UPDATE audit SET seq=6 WHERE seq=-1",
    )
    assert "Hash: entry 5 was changed" in found(trail)


def rebuilt(engine, keep=250, seed=None):
    """The chain built anew over changed entries, as one who holds the database's key could."""
    rows = engine.execute("SELECT seq, at, who, what, case_id, detail FROM audit WHERE seq<=? ORDER BY seq", (keep,))
    head = audit.START
    with engine.transaction():
        engine.execute("DELETE FROM audit")
        for seq, at, who, what, case_id, detail in rows:
            told = detail if seq != 50 else '{"version":999}'
            digest = audit._hash(seq, at, who, what, case_id, told, head)
            engine.execute("INSERT INTO audit VALUES(?,?,?,?,?,?,?,?)", (seq, at, who, what, case_id, told, head, digest))
            head = digest
            if seed and engine.execute("SELECT 1 FROM checkpoints WHERE seq=?", (seq,)):
                note = checkpoints.sign(KEYS.vault_id, AuditHead(seq, head), seed)
                engine.execute("UPDATE checkpoints SET note=? WHERE seq=?", (note, seq))
        engine.put("audit.entries", keep)


def test_a_chain_built_anew_does_not_fit_its_checkpoints(engine, trail):
    rebuilt(engine)
    assert "Checkpoint 100: the entries up to it are not those that were signed" in found(trail)


def test_a_chain_signed_by_another_key_is_found(engine, trail):
    rebuilt(engine, seed=bytes(OTHER.audit))
    assert "its signature is not this vault's" in found(trail)


def test_an_older_copy_of_the_whole_trail_is_found_by_the_head_of_a_letter(engine, trail):
    anchor = trail.head()
    rebuilt(engine, keep=200)
    tamper(engine, "DELETE FROM checkpoints WHERE seq>200", "UPDATE meta SET value=2 WHERE key='audit.checkpoints'")
    assert "Anchor: entry 250 of the determination is not in the trail" in found(trail, anchor)


def test_a_rebuilding_with_the_vaults_own_key_is_found_by_the_head_of_a_letter(engine, trail):
    anchor = trail.head()
    rebuilt(engine, seed=bytes(KEYS.audit))
    assert trail.verify().ok, "who holds every key can rebuild everything but what was printed"
    assert "Anchor" in found(trail, anchor)


def test_any_change_of_any_field_is_found(engine, trail):
    choose = random.Random(7)
    for _ in range(40):
        seq, column = choose.randrange(1, 251), choose.choice(["at", "who", "what", "case_id", "detail", "prev", "hash"])
        old = engine.execute(f"SELECT {column} FROM audit WHERE seq=?", (seq,))[0][0]
        with engine.transaction():
            engine.execute(f"UPDATE audit SET {column}=? WHERE seq=?", (f"{old}x", seq))
        assert not trail.verify().ok, (seq, column)
        with engine.transaction():
            engine.execute(f"UPDATE audit SET {column}=? WHERE seq=?", (old, seq))
    assert trail.verify().ok


def test_a_clock_set_back_is_noted_and_no_fault(engine, monkeypatch):
    trail = AuditTrail(engine, KEYS)
    trail.append("unlocked")

    class Past(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(2001, 1, 1, tzinfo=tz)

    monkeypatch.setattr(audit, "datetime", Past)
    trail.append("locked")
    monkeypatch.undo()
    verified = trail.verify()
    assert verified.ok
    assert "clock was set back" in verified.notes[0]


def test_entries_are_found_by_case_kind_and_words(trail):
    trail.append("case forgotten", "case1", {"reason": "100% sure_"})
    assert [entry.seq for entry in trail.entries(case_id="case1", most=2)] == [251, 248]
    assert [entry.seq for entry in trail.entries(what="case forgotten")] == [251]
    assert [entry.seq for entry in trail.entries(text="100% sure_")] == [251]
    assert list(trail.entries(text="100x")) == []
    assert [entry.seq for entry in trail.entries(before_seq=3)] == [2, 1]
    assert next(iter(trail.entries())).detail == {"reason": "100% sure_"}


def test_an_export_is_verified_by_its_public_key_alone(trail, tmp_path):
    out = tmp_path / "trail.jsonl"
    trail.export(out)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert verify_export(out).ok
    lines = out.read_text().splitlines()
    assert verify_export(out).entries == 250
    changed = [
        json.dumps({**json.loads(line), "what": "x"}) if '"seq": 7,' in line and "hash" in line else line for line in lines
    ]
    out.write_text("\n".join(changed))
    assert "Hash: entry 7 was changed" in " ".join(verify_export(out).findings)


def test_what_happened_in_a_save_is_told():
    before = replace(edits.new_case(), items=(DisputedItem("i", "PT x 6"),))
    after = edits.acknowledge(before, Acknowledgement("absence.rationale:1", "no record", NOW))
    after = edits.decide(after, "i", "Upheld")
    after = replace(after, searches=(Search("s", ("pt", "therapy"), pages=(1, 2)),), rule_packs=RulePacks("1", "d"))
    answered = msgspec.structs.replace(after.items[0], answers=(CriterionAnswer("c", "met", "seen"),))
    after = replace(after, items=(answered,))
    after = edits.mark_signed(after, SignedLetter("f.pdf", "0" * 64, NOW))
    told = dict(events(before, after))
    assert set(told) == {"search kept", "check overridden", "decision", "criterion answered", "determination signed"}
    assert told["check overridden"] == {"problem": "absence.rationale:1", "reason": "no record"}
    assert told["decision"] == {"item": "i", "number": 1, "before": None, "after": "Upheld"}
    assert told["determination signed"]["packs"] == "1"
    assert list(events(after, after)) == []


def test_a_long_reason_is_cut_with_its_digest():
    case = edits.new_case()
    ((_, detail),) = events(case, edits.acknowledge(case, Acknowledgement("p", "x" * 10_000, NOW)))
    assert len(detail["reason"]) < 600
    assert "SHA-256" in detail["reason"]


def test_no_entry_names_the_computer(trail):
    assert trail.append("unlocked").who == "reviewer", "a computer's name may be its owner's, and entries leave in packages"
