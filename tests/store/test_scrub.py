"""A scrub finds whatever is not as it was written, says where, and what repairs it."""

import os

import pytest

from imr_desktop.case import edits
from imr_desktop.errors import PassphraseNeeded, StoreLocked, UsageError, WrongPassphrase
from imr_desktop.paths import Home
from imr_desktop.store.scrub import scrub, scrub_home
from imr_desktop.store.vault import Vault

SECRET = "green lamp by the door"


def case(number, summary=""):
    return edits.set_summary(edits.set_field(edits.new_case(), number=number), summary)


@pytest.fixture
def vault(home):
    with Vault.create(home, SECRET)[0] as vault:
        for number in range(5):
            one = case(f"CM26-000000{number}", os.urandom(3000).hex())
            vault.repository.save(one)
            vault.repository.save(edits.set_summary(one, f"{one.summary} worse"))
        vault.attachments.put_bytes(os.urandom(300_000))
        yield vault


def said(found):
    return " / ".join(f"{one.where}: {one.what}" for one in found.findings)


def flip(path, at):
    with path.open("rb+") as file:
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ 8]))


def test_a_whole_vault_has_no_findings_and_progress_reaches_its_end(vault):
    told = []
    found = scrub(vault, lambda done, of: told.append((done, of)))
    assert (found.ok, found.findings) == (True, ())
    assert told == [(number, 6) for number in range(1, 7)]


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("UPDATE documents SET body=x'00' WHERE id=2", "case CM26-0000001"),
        ("UPDATE documents SET body=(SELECT body FROM documents WHERE id=3) WHERE id=2", "case CM26-0000001"),
        ("DELETE FROM documents WHERE id=2", "5 cases are stored|4 cases are stored"),
        ("UPDATE versions SET digest='0' WHERE version=1", "Version 1 is not what it was"),
        ("UPDATE versions SET body=x'00' WHERE version=1", "damaged"),
        ("UPDATE summaries SET number='CM26-9999999' WHERE doc_id=1", "worklist does not say what the case says"),
        ("UPDATE summaries SET version=7 WHERE doc_id=1", "worklist does not say what the case says"),
        ("DELETE FROM summaries WHERE doc_id=1", "5 cases are stored, the worklist names 4"),
        ("UPDATE summaries SET row=x'00' WHERE doc_id=1", "worklist"),
        ("UPDATE audit SET who='nobody' WHERE seq=2", "audit trail: Hash: entry 2 was changed"),
        ("DELETE FROM audit WHERE seq=2", "audit trail"),
    ],
)
def test_each_kind_of_row_is_looked_at(vault, sql, words):
    import re

    with vault.engine.transaction():
        vault.engine.execute(sql)
    found = scrub(vault)
    assert not found.ok
    assert re.search(words, said(found)), said(found)
    assert all(one.repair.endswith(".") for one in found.findings)


def test_a_damaged_or_missing_original_is_named(vault):
    (path,) = (vault.home.vault / "files").glob("??/*")
    flip(path, 5000)
    assert "A" in said(scrub(vault))
    assert "is damaged" in said(scrub(vault))
    path.unlink()
    assert "is missing" in said(scrub(vault))


def test_a_damaged_page_of_a_vault_that_opens_is_found(vault, home):
    vault.engine.fold()
    size = (home.vault / "cases.db").stat().st_size
    flip(home.vault / "cases.db", size - 2000)
    assert "cases.db: The database is damaged" in said(scrub(vault))


def test_a_damaged_key_file_is_found_while_its_copy_still_opens(vault, home):
    flip(home.vault / "keys.json", 100)
    assert "keys.json" in said(scrub(vault))


def test_a_vault_too_damaged_to_open_is_looked_at_from_outside(home):
    with Vault.create(home, SECRET)[0] as vault:
        for number in range(30):
            vault.repository.save(case(f"CM26-00000{number}", os.urandom(3000).hex()))
    database = home.vault / "cases.db"
    flip(database, 5000)  # page 2: a tree's root
    before = database.read_bytes()
    found = scrub_home(home, SECRET)
    assert not found.ok
    assert database.read_bytes() == before or "pages" not in said(found)
    assert [path.name for path in home.root.iterdir() if path.name.startswith(".scrub")] == []
    with pytest.raises(WrongPassphrase):
        scrub_home(home, "something else entirely")
    with pytest.raises(PassphraseNeeded):
        scrub_home(home, None)


@pytest.mark.parametrize("harm", ["empty", "gone", "noise", "first page", "keys"])
def test_any_harm_gives_findings_and_never_a_new_vault(home, harm):
    Vault.create(home, SECRET)[0].close()
    database = home.vault / "cases.db"
    match harm:
        case "empty":
            database.write_bytes(b"")
        case "gone":
            database.unlink()
        case "noise":
            database.write_bytes(os.urandom(40_000))
        case "first page":
            flip(database, 3)
        case "keys":
            for name in ("keys.json", "keys.json.bak"):
                (home.vault / name).write_bytes(b"{")
    found = scrub_home(home, SECRET)
    assert not found.ok
    assert all(one.what.endswith(".") and one.repair.endswith(".") for one in found.findings)
    assert Vault.protection(home) != "none" if harm != "keys" else True


def test_no_vault_is_said_and_an_open_one_is_not_touched(home, tmp_path):
    with pytest.raises(UsageError, match="There is no vault"):
        scrub_home(Home(tmp_path / "none"), None)
    with Vault.create(home, None)[0], pytest.raises(StoreLocked):
        scrub_home(home, None)
