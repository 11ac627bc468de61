"""The vault's command line as other programs drive it."""

import contextlib
import json
import subprocess
import sys
import textwrap
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from imr_desktop.case import codec, edits, incoming
from imr_desktop.case.model import SignedLetter
from imr_desktop.cli import main
from imr_desktop.review import Services


def test_init_makes_a_vault_once(imr, secret, home):
    made = imr("vault", "init", "--passphrase-file", secret, "--json")
    assert made.json["protection"] == "passphrase"
    assert len(made.json["recovery_words"].split()) == 24
    again = imr("vault", "init", "--passphrase-file", secret)
    assert again.code == 3
    assert "There is a vault in" in again.err
    assert imr("vault", "init").code == 3


def test_importing_says_each_case_when_it_is_durable(locked, sample_case_file, sample_determination):
    ran = locked("import", sample_case_file, sample_determination, "--json")
    assert [json.loads(line) for line in ran.out.splitlines()] == [
        {"case_number": "CM16-9900417", "version": 1, "saved": True},
        {"case_number": "CM14-9900028", "version": 1, "saved": True},
    ]
    again = locked("import", sample_case_file, "--json")
    assert again.json == {"case_number": "CM16-9900417", "version": 2, "saved": True}
    assert {row["case_number"]: row["version"] for row in locked("list", "--json").json} == {
        "CM16-9900417": 2,
        "CM14-9900028": 1,
    }


def test_a_case_comes_out_as_it_went_in(locked, sample_case_file, tmp_path):
    locked("import", sample_case_file)
    out = tmp_path / "out.json"
    assert locked("export", "CM16-9900417", "--out", out).code == 0
    shown = json.loads(locked("show", "CM16-9900417", "--json").out)
    assert json.loads(out.read_text()) == shown
    come = incoming.admit(codec.decode(sample_case_file.read_bytes())).case
    assert {**shown, "id": ""} == {**json.loads(codec.encode(come)), "id": ""}
    assert codec.decode(out.read_bytes()).items[0].source_decision == "Upheld"


def test_what_a_file_says_for_the_reviewer_is_left_out_and_said(locked, sample_case_file):
    said = locked("import", sample_case_file).err
    for words in ("1 decision:", "3 statements:", "24 documents marked as opened:", "1 search:"):
        assert words in said
    shown = json.loads(locked("show", "CM16-9900417").out)
    assert not shown.keys() & {"attestations", "acknowledgements", "searches", "signed"}
    assert "decision" not in shown["items"][0]


def test_a_file_never_becomes_a_version_of_a_signed_case(locked, home, secret, sample_case_file, tmp_path):
    locked("import", sample_case_file)
    with Services(home, "correct horse battery") as services:
        signed = edits.mark_signed(
            services.cases.repository.find("CM16-9900417"), SignedLetter("a.pdf", "0" * 64, datetime.now(UTC))
        )
        services.cases.save(signed)
    copy = tmp_path / "copy.json"
    copy.write_bytes(codec.encode(replace(signed, summary="Other words.")))
    ran = locked("import", copy, "--json")
    assert (ran.code, ran.json["version"]) == (0, 1)
    assert "stored here, signed" in ran.err
    with Services(home, "correct horse battery") as services:
        assert services.cases.load(signed.id) == signed
        assert sorted(bool(row.signed_at) for row in services.cases.list()) == [False, True]


def test_history_names_the_versions(locked, sample_case_file, tmp_path):
    case = json.loads(sample_case_file.read_text())
    changed = tmp_path / "changed.json"
    changed.write_text(json.dumps({**case, "summary": "Changed."}))
    locked("import", sample_case_file)
    locked("import", changed)
    rows = locked("history", "CM16-9900417", "--json").json
    assert [row["version"] for row in rows] == [2, 1]
    assert json.loads(locked("show", "CM16-9900417", "--version", 1).out)["summary"] == case["summary"]
    assert json.loads(locked("show", "CM16-9900417").out)["summary"] == "Changed."
    missing = locked("show", "CM16-9900417", "--version", 7)
    assert (missing.code, "Version 7 is not kept" in missing.err) == (3, True)


def test_scrub_and_audit_say_that_all_is_well(locked, sample_case_file, packet):
    locked("import", sample_case_file, packet)
    assert locked("scrub", "--json").json == {"ok": True, "findings": []}
    found = locked("audit", "verify", "--json")
    assert (found.code, found.json["ok"], found.json["findings"]) == (0, True, [])
    assert found.json["entries"] > 3
    assert found.json["checkpoints"] > 0


def test_a_damaged_database_is_said_and_repaired_from_its_backup(locked, sample_case_file, packet, home, tmp_path):
    locked("import", sample_case_file, packet)
    made = locked("backup", "--to", tmp_path / "backups", "--json")
    file = home.vault / "cases.db"
    data = bytearray(file.read_bytes())
    data[30_000] ^= 1
    file.write_bytes(data)
    for words in (["list"], ["import", sample_case_file]):
        ran = locked(*words)
        if ran.code != 0:
            assert ran.code == 3
            assert "damaged" in ran.err
            assert "imr-desktop vault" in ran.err
            assert len(ran.err.splitlines()) == 1
    found = locked("scrub", "--json")
    assert found.code == 1
    assert found.json["ok"] is False
    assert set(found.json["findings"][0]) == {"what", "where", "repair"}
    repaired = locked("scrub", "--from", made.json["backup"])
    assert repaired.code == 0, repaired.err
    assert locked("scrub", "--json").json["ok"]
    assert locked("show", "CM16-9900417").code == 0


@pytest.mark.parametrize("name", ["cases.db", "keys.json"])
def test_what_is_missing_is_never_replaced_by_an_empty_vault(locked, home, name):
    for file in home.vault.glob(f"{name}*"):
        file.unlink()
    ran = locked("list")
    assert ran.code == 3
    assert name in ran.err
    assert "vault restore" in ran.err
    assert not (home.vault / name).exists()


def test_a_backup_opens_elsewhere_with_the_same_passphrase(locked, sample_case_file, packet, secret, tmp_path, capsys):
    locked("import", sample_case_file, packet)
    backup = locked("backup", "--to", tmp_path / "b", "--json").json["backup"]
    assert main(["vault", "restore", backup, "--home", str(tmp_path / "new")]) == 0
    assert main(["vault", "scrub", "--home", str(tmp_path / "new"), "--passphrase-file", str(secret)]) == 0
    assert "as it was written" in capsys.readouterr().out
    assert main(["vault", "restore", backup, "--home", str(tmp_path / "new")]) == 3
    assert "already" in capsys.readouterr().err


def test_a_forgotten_case_is_gone(locked, sample_case_file, packet, home):
    locked("import", sample_case_file, packet)
    assert locked("forget", "CM16-9900417", "--json").json["forgotten"]
    assert locked("show", "CM16-9900417").code == 3
    assert locked("list", "--json").json == []
    assert not [path for path in (home.vault / "files").rglob("*") if path.is_file()]
    assert locked("audit", "verify").code == 0


def test_a_second_program_is_told_who_holds_the_vault(imr, home):
    imr("vault", "init", "--account")
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            textwrap.dedent("""
        import sys
        from pathlib import Path
        from imr_desktop.paths import Home
        from imr_desktop.store.vault import Vault
        with Vault.open(Home(Path(sys.argv[1])), None):
            print("open", flush=True)
            sys.stdin.read()
    """),
            str(home.root),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    holder.stdout.readline()
    ran = imr("vault", "list")
    assert ran.code == 3
    assert f"process {holder.pid}" in ran.err
    holder.kill()
    holder.wait()
    holder.stdin.close()
    holder.stdout.close()
    assert imr("vault", "list").code == 0, "a lock of a program that was killed is stale"


@pytest.mark.parametrize("words", [["show"], ["show", "a", "b"], ["export", "CM1"], ["import"], ["package", "CM1"], ["fly"]])
def test_wrong_usage_is_said(imr, words, capsys):
    with pytest.raises(SystemExit) as ended:
        imr("vault", *words)
    assert ended.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_no_word_of_a_case_stands_on_the_disk(imr, locked, home, tmp_path, packet):
    case = {
        "id": "aa",
        "number": "CM26-7654321",
        "summary": "quillfeather " * 50,
        "items": [{"id": "i", "title": "zebrafish therapy"}],
    }
    file = tmp_path / "case.json"
    file.write_text(json.dumps(case))
    locked("import", file, packet)
    locked("history", "CM26-7654321")
    locked("scrub")
    locked("backup")
    file.unlink()
    planted = [word.encode() for word in ("quillfeather", "zebrafish", "CM26-7654321", "Example Valley", "%PDF")]
    for path in home.root.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert [word for word in planted if word in data] == [], path


@pytest.mark.parametrize(
    "content",
    [
        '{"id": "a", "number": "CM26-1", "number": "CM26-2"}',
        '{"id": "a", "items": [{"id": "x", "title": "t"}, {"id": "x", "title": "u"}]}',
        '{"id": "a", "age": ' + "9" * 100_000 + "}",
        '{"id": "a", "facts": [{"key": "k", "value": NaN}]}',
        '{"id": "a", "facts": [{"key": "k", "value": 1e999}]}',
        '{"id": "a", "summary": "\\ud800"}',
        '{"id": "a", "number": ' + "[" * 100_000 + "]" * 100_000 + "}",
        '{"id": "a", "items": [' + ",".join('{"id":"i","title":"t"}' for _ in range(400_000)) + "]}",
        '{"id": "a", "schema_version": 99}',
        "[]",
        "",
    ],
    ids=[
        "doubled key",
        "doubled id",
        "huge number",
        "nan",
        "infinity",
        "half a character",
        "deep",
        "masses",
        "newer",
        "list",
        "empty",
    ],
)
def test_a_hostile_case_file_gets_one_sentence_and_stores_nothing(imr, tmp_path, content):
    imr("vault", "init", "--account")
    file = tmp_path / "hostile.json"
    file.write_text(content)
    ran = imr("vault", "import", file, "--json")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("imr-desktop: hostile.json ")
    assert len(ran.err.splitlines()) == 1
    assert imr("vault", "list", "--json").json == []


LOOKING = [
    ("vault", "list"),
    ("vault", "show", "X"),
    ("vault", "history", "X"),
    ("vault", "export", "X", "--out", "OUT"),
    ("vault", "export", "--tinydb", "--out", "OUT"),
    ("vault", "package", "X", "--out", "OUT", "--to", "age1x"),
    ("vault", "recipient"),
    ("vault", "forget", "X"),
    ("vault", "scrub"),
    ("vault", "audit", "verify"),
    ("vault", "audit", "export", "--out", "OUT"),
    ("vault", "backup"),
    ("vault", "passphrase", "change", "--account"),
    ("vault", "import", "gone.json"),
    ("vault", "restore", "gone"),
    ("check", "X"),
    ("check", "CASE"),
    ("read", "CASE"),
    ("rules", "list"),
    ("rules", "test"),
    ("rules", "explain", "X"),
    ("rules", "explain", "CASE"),
    ("rules", "diff", "shipped", "current"),
    ("rules", "diff", "shipped", "shipped", "X"),
    ("calc", "age", "--json"),
    ("schema",),
    ("notices",),
    ("verify", "CASE"),
    ("determine", "CASE", "--draft", "--out", "OUT"),
]


@pytest.mark.parametrize("words", LOOKING, ids=" ".join)
def test_looking_into_an_empty_home_makes_nothing(imr, home, tmp_path, sample_case_file, words):
    told = {"OUT": tmp_path / "out", "CASE": sample_case_file}
    with contextlib.suppress(SystemExit):
        done = imr(*(told.get(word, word) for word in words))
        assert "Traceback" not in done.err
    assert not home.root.exists()


def test_a_home_that_others_may_write_into_is_mentioned(imr, home):
    imr("vault", "init", "--account")
    home.root.chmod(0o777)
    ran = imr("vault", "list")
    assert ran.code == 0
    assert "chmod 700" in ran.err


def test_a_signed_case_is_not_imported_over(imr, home, sample_case_file, sample_determination):
    from datetime import UTC, datetime

    from imr_desktop.case import codec, edits
    from imr_desktop.case.model import SignedLetter
    from imr_desktop.review import Services

    case = codec.decode(sample_case_file.read_bytes())
    with Services(home) as services:
        services.cases.save(edits.mark_signed(case, SignedLetter("f.pdf", "0" * 64, datetime.now(UTC))))
    ran = imr("vault", "import", sample_case_file, sample_determination)
    assert ran.code == 0
    with Services(home) as services:
        assert services.cases.load(case.id).locked
        assert [bool(row.signed_at) for row in services.cases.list() if row.number == case.number] == [False, True]
        assert len(services.cases.list()) == 3


def test_an_exported_trail_is_verified_without_its_vault(locked, sample_case_file, packet, tmp_path):
    locked("import", sample_case_file, packet)
    trail = tmp_path / "trail.jsonl"
    assert locked("audit", "export", "--out", trail).code == 0
    found = locked("audit", "verify", trail, "--json")
    assert (found.code, found.json["ok"]) == (0, True)
    assert found.json["public_key"] == locked("audit", "verify", "--json").json["public_key"]
    trail.write_text(trail.read_text().replace('"reviewer"', '"somebody"', 1))
    changed = locked("audit", "verify", trail)
    assert (changed.code, "was changed" in changed.out, found.json["public_key"] in changed.out) == (1, True, True)
    trail.write_text("{}")
    assert locked("audit", "verify", trail).code == 3
