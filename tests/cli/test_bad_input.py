"""Whatever is handed in: one clear sentence, an exit code, and the rest goes on."""

import json
import os
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from imr_desktop.store.vault import Vault


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.pdf", b"", "is empty"),
        ("cut.pdf", b"%PDF-1.7\n1 0 obj\n<<", "is damaged"),
        ("thing.bin", bytes(range(256)) * 8, "of a kind that is not known"),
        ("case.json", b'{"id": "1", "new": 2}', "unknown field"),
        ("case2.json", b'{"id": "1", "schema_version": 77}', "newer version"),
    ],
)
def test_a_file_that_cannot_be_read_gets_a_sentence_and_the_rest_goes_on(
    imr, tmp_path, sample_determination, name, content, says
):
    (tmp_path / name).write_bytes(content)
    done = imr("read", tmp_path / name, sample_determination, "--json")
    assert done.code == 1
    assert says in done.err
    assert name in done.err
    assert "Traceback" not in done.err
    assert len(done.json["determinations"]) == 1


def test_a_missing_file_gets_a_sentence(imr, tmp_path):
    done = imr("read", tmp_path / "gone.pdf", "--json")
    assert (done.code, "gone.pdf was left out: there is no such file" in done.err) == (1, True)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_a_letter_is_read_in_any_usual_encoding(imr, tmp_path, sample_determination, encoding):
    (tmp_path / "letter.txt").write_bytes(sample_determination.read_text("utf-8").encode(encoding, "replace"))
    (letter,) = imr("read", tmp_path / "letter.txt", "--json").json["determinations"]
    assert letter["case_number"] == "CM14-9900028"
    assert len(letter["items"]) == 2


def test_a_folder_with_a_loop_and_odd_names_is_read(imr, tmp_path, sample_determination):
    folder = tmp_path / "case 'quoted'\nname"
    folder.mkdir()
    (folder / "again").symlink_to(folder)
    (folder / 'letter "one"\n.txt').write_text(sample_determination.read_text())
    done = imr("read", folder, "--json")
    assert len(done.json["determinations"]) == 1


def test_an_unknown_case_number_gets_a_sentence(imr):
    done = imr("check", "CM99-0000000", "--json")
    assert done.code == 3
    assert "no file CM99-0000000, and no vault" in done.err
    imr("vault", "init", "--account")
    done = imr("check", "CM99-0000000", "--json")
    assert done.code == 3
    assert "no case CM99-0000000 in the vault" in done.err


def test_a_wrong_passphrase_is_said_before_anything_is_read(imr, key, sample_determination, tmp_path):
    (tmp_path / "wrong.txt").write_text("wrong\n")
    done = imr(
        "determine",
        sample_determination,
        "--out",
        tmp_path / "out",
        "--key",
        key.file,
        "--passphrase-file",
        tmp_path / "wrong.txt",
    )
    assert done.code == 3
    assert "passphrase" in done.err
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_read_only_folder_is_said(imr, key, sample_case_file, tmp_path):
    out = tmp_path / "out"
    out.mkdir(mode=stat.S_IRUSR | stat.S_IXUSR)
    done = imr("determine", sample_case_file, "--out", out, *key.options, "--attest", "--acknowledge", "record=read by eye")
    assert done.code == 3
    assert "permissions" in done.err


def test_an_out_folder_that_is_a_file_is_said(imr, key, sample_case_file, tmp_path, capsys):
    (tmp_path / "out").write_text("a file")
    with pytest.raises(SystemExit) as ended:
        imr("determine", sample_case_file, "--out", tmp_path / "out", *key.options, "--attest")
    assert ended.value.code == 2
    assert "is no folder; name one for the PDFs" in capsys.readouterr().err


def test_a_vault_in_use_says_by_whom(imr, home):
    with Vault.create(home, None)[0]:
        done = imr("vault", "list")
    assert done.code == 3
    assert f"process {os.getpid()}" in done.err


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ("nothing=1", "no field 'nothing'"),
        ("dates.decision=tomorrow", "YYYY-MM-DD"),
        ("age=old", "no value for age"),
        ("dates.birthday=2026-01-01", "no value for dates.birthday"),
    ],
)
def test_a_field_that_cannot_be_set_is_said(imr, key, sample_case_file, tmp_path, setting, says):
    done = imr("determine", sample_case_file, "--out", tmp_path, *key.options, "--set", setting)
    assert done.code == 3
    assert says in done.err


def test_control_characters_do_not_reach_the_terminal(imr, tmp_path, sample_determination):
    (tmp_path / "letter\x1b[31m\u202e.txt").write_text(sample_determination.read_text())
    done = imr("read", tmp_path)
    assert not {"\x1b", "\u202e"} & set(done.out + done.err)
    assert "letter\\x1b[31m\\u202e.txt" in done.out


@pytest.mark.parametrize("number", ["../../escaped", "/etc/passwd", "a\nb\x00c", "..", "CON", "x" * 300, "<b>&amp;</b>"])
def test_a_case_number_is_never_a_path(imr, tmp_path, sample_case_file, number):
    case = json.loads(sample_case_file.read_text())
    (tmp_path / "case.json").write_text(json.dumps({**case, "number": number}))
    out = tmp_path / "deep" / "out"
    done = imr("determine", tmp_path / "case.json", "--out", out, "--draft", "--json")
    assert done.code == 0, done.err
    (written,) = tmp_path.rglob("*.pdf")
    assert written.parent == out
    assert str(written) == done.json["results"][0]["pdf"]


def test_the_reviewers_name_in_the_record_never_leaves(imr, home, key, tmp_path, sample_case_file):
    home.root.mkdir()
    home.settings.write_text(json.dumps({"reviewer_name": "Jordan Q. Invented"}))
    case = json.loads(sample_case_file.read_text())
    case["documents"][0]["title"] = "Report of Jordan Invented"
    (tmp_path / "case.json").write_text(json.dumps(case))
    done = imr("determine", tmp_path / "case.json", "--out", tmp_path / "out", *key.options, "--acknowledge", "record=by eye")
    assert done.code != 0
    assert list(tmp_path.rglob("*.pdf")) == []


def test_undecodable_names_are_printed_as_json(imr, tmp_path, sample_determination):
    (tmp_path / os.fsdecode(b"\xff.txt")).write_text(sample_determination.read_text())
    assert imr("read", tmp_path, "--json").json["determinations"][0]["case_number"] == "CM14-9900028"


def test_a_closed_pipe_ends_without_noise(sample_case_file):
    command = f'"{sys.executable}" -m imr_desktop vault --help | true; exit ${{PIPESTATUS[0]}}'
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr


def test_nothing_is_written_outside_the_home(imr, tmp_path, monkeypatch, sample_determination, key):
    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temp"))
    (tmp_path / "temp").mkdir()
    imr("vault", "import", sample_determination)
    imr(
        "determine",
        sample_determination,
        "--out",
        tmp_path / "home" / "out",
        *key.options,
        "--acknowledge",
        "absence=x",
        "--acknowledge",
        "dates=x",
        "--acknowledge",
        "prose=x",
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "temp"]
    assert list((tmp_path / "temp").iterdir()) == []


def test_an_expired_key_is_refused(imr, key, monkeypatch, sample_case_file, tmp_path):
    import imr_desktop.determination.signing_key as module

    class Later(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz or UTC) + timedelta(days=20_000)

    monkeypatch.setattr(module, "datetime", Later)
    done = imr("determine", sample_case_file, "--out", tmp_path, *key.options)
    assert done.code == 3
    assert "expired" in done.err


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes among the files there")
@pytest.mark.timeout(60)  # what waits for a pipe waits without end
@pytest.mark.parametrize(
    "words",
    [
        ("verify", "PIPE"),
        ("verify", "FILE", "--trust", "PIPE"),
        (
            "determine",
            "CASE",
            "--out",
            "out",
            "--key",
            "PIPE",
            "--passphrase-file",
            "WORDS",
            "--attest",
            "--acknowledge",
            "record=read by eye",
        ),
        ("vault", "import", "PIPE"),
        ("vault", "import", "PIPE.imrcase"),
        ("vault", "import", "PIPE.json"),
        ("read", "PIPE"),
        ("check", "PIPE"),
        ("rules", "test", "PIPE"),
    ],
    ids=" ".join,
)
def test_a_pipe_is_refused_and_never_waited_for(imr, tmp_path, sample_case_file, words):
    from reportlab.pdfgen.canvas import Canvas

    page = Canvas(str(tmp_path / "letter.pdf"))
    page.drawString(72, 720, "A page")
    page.save()
    (tmp_path / "words.txt").write_text("six words of your own choosing")
    for name in ("pipe", "pipe.imrcase", "pipe.json"):
        os.mkfifo(tmp_path / name)
    places = {
        "PIPE": "pipe",
        "PIPE.imrcase": "pipe.imrcase",
        "PIPE.json": "pipe.json",
        "FILE": "letter.pdf",
        "WORDS": "words.txt",
        "out": "out",
    }
    named = {"CASE": sample_case_file, **{word: tmp_path / name for word, name in places.items()}}
    done = imr(*(named.get(word, word) for word in words))
    assert done.code in (1, 2, 3)
    assert "pipe" in done.err
    assert "Traceback" not in done.err


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="no device without end here")
@pytest.mark.timeout(60)
def test_a_file_without_end_is_no_passphrase_and_no_determination(imr, tmp_path):
    made = imr("key", "new", "--out", tmp_path / "k.p12", "--passphrase-file", "/dev/zero")
    assert (made.code, (tmp_path / "k.p12").exists()) == (3, False), made.err
    assert "a device or a pipe" in imr("verify", "/dev/zero").err
