"""``key new``: files, words shown once, and where the passphrase comes from."""

import sys

import pytest

from imr_desktop.cli import passphrase
from imr_desktop.determination import SigningKey


@pytest.fixture
def typed(monkeypatch):
    """A terminal on which these words are typed."""

    def type_in(words):
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
        monkeypatch.setattr(passphrase.getpass, "getpass", lambda prompt: words)

    return type_in


def shown(out, what):
    return next(line.partition(": ")[2] for line in out.splitlines() if line.startswith(what))


def test_words_that_were_made_are_shown_once_and_open_the_key(imr, tmp_path):
    made = imr("key", "new", "--out", tmp_path / "r.p12")
    assert made.code == 0
    assert shown(made.out, "Key") == str(tmp_path / "r.p12")
    words = shown(made.out, "Passphrase (shown once")
    assert len(words.split()) == 6
    assert SigningKey.load(tmp_path / "r.p12", words)


def test_the_answer_for_programs_holds_what_the_sentences_say(imr, tmp_path):
    answer = imr("key", "new", "--out", tmp_path / "r.p12", "--office-out", tmp_path / "stick.p12", "--json").json
    assert (answer["key"], answer["office_key"]) == (str(tmp_path / "r.p12"), str(tmp_path / "stick.p12"))
    assert SigningKey.load(tmp_path / "r.p12", answer["passphrase"])
    assert len(answer["office_passphrase"].split()) == 6
    assert "BEGIN CERTIFICATE" in (tmp_path / answer["root"]).read_text()


def test_a_typed_passphrase_is_never_shown(imr, tmp_path, typed):
    typed("five blue chairs stand here")
    made = imr("key", "new", "--out", tmp_path / "r.p12")
    assert made.code == 0
    assert "five blue chairs" not in made.out + made.err
    assert "Passphrase (shown once" not in made.out
    assert SigningKey.load(tmp_path / "r.p12", "five blue chairs stand here")


def test_nothing_typed_has_words_made(imr, tmp_path, typed):
    typed("")
    made = imr("key", "new", "--out", tmp_path / "r.p12")
    assert SigningKey.load(tmp_path / "r.p12", shown(made.out, "Passphrase (shown once"))


def test_the_words_of_a_file_are_no_part_of_the_answer(imr, tmp_path):
    (tmp_path / "secret.txt").write_text("five blue chairs stand here\nsecond line\n")
    made = imr("key", "new", "--out", tmp_path / "r.p12", "--passphrase-file", tmp_path / "secret.txt", "--json")
    assert made.json["passphrase"] is None
    assert "five blue chairs" not in made.out + made.err
