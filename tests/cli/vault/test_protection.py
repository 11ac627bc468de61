"""What opens a vault: a passphrase, the account, recovery words; each is said when it is chosen or changed."""

import json
import shutil

import pytest

from imr_desktop.cli import main


def test_the_first_import_makes_a_vault_of_the_account_and_says_so(imr, home, sample_case_file):
    ran = imr("vault", "import", sample_case_file)
    assert ran.code == 0
    assert "protected by the system account" in ran.err
    assert imr("vault", "list").err == ""
    assert (home.vault / "account.key").exists()


def test_an_account_vault_says_what_that_means(imr):
    made = imr("vault", "init", "--account")
    assert made.code == 0
    assert "anyone who can use this account" in made.err


def test_the_recovery_words_open_it(imr, secret, tmp_path):
    words = imr("vault", "init", "--passphrase-file", secret, "--json").json["recovery_words"]
    note = tmp_path / "note.txt"
    note.write_text(words.upper().replace(" ", ", ") + "\n")
    assert imr("vault", "list", "--passphrase-file", note).code == 0


@pytest.mark.parametrize("content", ["wrong words here\n", "x\n"])
def test_a_wrong_passphrase_is_said_and_harms_nothing(imr, locked, home, tmp_path, content):
    wrong = tmp_path / "wrong.txt"
    wrong.write_text(content)
    before = (home.vault / "cases.db").read_bytes()
    ran = imr("vault", "list", "--passphrase-file", wrong)
    assert (ran.code, ran.out) == (3, "")
    assert "not that of this vault" in ran.err
    assert (home.vault / "cases.db").read_bytes() == before
    assert locked("list").code == 0


def test_without_the_passphrase_nothing_opens(imr, locked, sample_case_file):
    for words in (["list"], ["show", "CM16-9900417"], ["import", sample_case_file], ["audit", "verify"], ["backup"]):
        ran = imr("vault", *words)
        assert ran.code == 3
        assert "--passphrase-file" in ran.err


def test_the_passphrase_can_be_changed(imr, locked, secret, tmp_path):
    new = tmp_path / "new.txt"
    new.write_text("another long passphrase\n")
    assert locked("passphrase", "change", "--new-passphrase-file", new).code == 0
    assert imr("vault", "list", "--passphrase-file", new).code == 0
    assert locked("list").code == 3
    assert imr("vault", "passphrase", "change", "--account", "--passphrase-file", new).code == 0
    assert imr("vault", "list").code == 0


def test_a_copy_of_the_home_without_its_key_opens_nothing(imr, home, tmp_path, capsys):
    imr("vault", "init", "--account")
    shutil.copytree(home.root, tmp_path / "stolen")
    (tmp_path / "stolen" / "vault" / "account.key").unlink()
    assert main(["vault", "list", "--home", str(tmp_path / "stolen")]) == 3
    assert "recovery words" in capsys.readouterr().err


def test_a_passphrase_at_the_first_import_makes_a_vault_and_shows_its_words(imr, secret, sample_case_file):
    ran = imr("vault", "import", sample_case_file, "--passphrase-file", secret)
    assert ran.code == 0
    assert len(ran.err.rpartition("once: ")[2].partition("\n")[0].split()) == 24
    assert imr("vault", "list").code == 3


def test_a_change_of_the_passphrase_says_the_new_words_and_ends_the_old_secrets(imr, locked, secret, home, tmp_path):
    assert locked("backup").code == 0
    new = tmp_path / "new.txt"
    new.write_text("another passphrase altogether\n")
    kept = (home.vault / "keys.json").read_bytes()
    ran = locked("passphrase", "change", "--new-passphrase-file", new, "--json")
    words = tmp_path / "words.txt"
    words.write_text(ran.json["recovery_words"])
    assert (ran.json["protection"], ran.json["note"]) == ("passphrase", "")
    assert locked("list").code == 3
    for file in (new, words):
        assert imr("vault", "list", "--passphrase-file", file).code == 0
    for name in ("keys.json", "keys.json.bak"):
        (home.vault / name).write_bytes(kept)
    assert locked("list").code == 3


def test_a_backup_of_an_account_vault_says_what_opens_it(imr, tmp_path, capsys):
    made = imr("vault", "init", "--account", "--json")
    stick = tmp_path / "stick"
    place = json.loads(imr("vault", "backup", "--to", stick, "--json").out)["backup"]
    assert not list(stick.rglob("account.key"))
    new = str(tmp_path / "restored")
    assert main(["vault", "restore", place, "--home", new]) == 0
    assert "opens with the recovery words alone" in capsys.readouterr().out
    assert main(["vault", "list", "--home", new]) == 3
    words = tmp_path / "words.txt"
    words.write_text(made.json["recovery_words"])
    assert main(["vault", "list", "--home", new, "--passphrase-file", str(words)]) == 0


def test_a_short_passphrase_is_refused_wherever_one_is_chosen(imr, locked, sample_case_file, tmp_path):
    short = tmp_path / "short.txt"
    short.write_text("eleven chrs\n")
    out = tmp_path / "out"
    locked("import", sample_case_file)
    for ran in (
        imr("vault", "init", "--passphrase-file", short),
        locked("passphrase", "change", "--new-passphrase-file", short),
        imr("key", "new", "--out", out, "--passphrase-file", short),
        locked("package", "CM16-9900417", "--package-passphrase-file", short, "--out", out),
    ):
        assert ran.code == 3
        assert "at least 12 characters" in ran.err or "There is a vault" in ran.err
    assert not out.exists()


def test_the_first_import_shows_the_recovery_words(imr, sample_case_file):
    assert len(imr("vault", "import", sample_case_file).err.rpartition("once: ")[2].partition("\n")[0].split()) == 24
