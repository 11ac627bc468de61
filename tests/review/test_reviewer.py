"""Who the reviewer is lives in the vault; what an old file holds is moved there, and unknown never reads as nobody."""

import json
from secrets import token_hex

import pytest

from imr_desktop import settings
from imr_desktop.case import edits
from imr_desktop.errors import PassphraseNeeded
from imr_desktop.identity import lines
from imr_desktop.review import Services
from imr_desktop.store.repair import repair

SECRET = "correct horse battery"
NAME = "Jordan Q. Invented"


def clear_bytes(home):
    return b"".join(path.read_bytes() for path in home.root.rglob("*") if path.is_file())


def test_a_name_is_kept_sealed_and_known_again(home):
    with Services(home) as services:
        services.vault.create(SECRET)
        services.reviewer.keep({"reviewer_name": NAME})
        services.reviewer.keep({"npi": "1234567893"})
        assert lines(services.reviewer.identity) == (NAME, "1234567893")
    assert NAME.encode() not in clear_bytes(home)
    with Services(home, SECRET) as again:
        assert again.reviewer.opened_settings().reviewer_name == NAME


def test_a_locked_vault_may_hold_a_name(home):
    with Services(home) as services:
        services.vault.create(SECRET)
    with Services(home) as locked:
        assert lines(locked.reviewer.settings.identity) == ()
        with pytest.raises(PassphraseNeeded, match="may hold the name"):
            _ = locked.reviewer.identity


def test_without_a_vault_nobody_is_known_and_none_is_made(home):
    with Services(home) as services:
        assert lines(services.reviewer.identity) == ()
    assert not home.vault.exists()


def test_what_an_old_file_holds_is_moved_at_the_next_opening(home):
    home.root.mkdir()
    home.settings.write_text(json.dumps({"reviewer_name": NAME, "theme": "dark", "specialty": "Neurology"}))
    with Services(home) as services:
        assert lines(services.reviewer.identity) == (NAME,), "known before there is a vault"
        services.vault.create(SECRET)
        assert lines(services.reviewer.settings.identity) == (NAME,)
        assert services.reviewer.settings.theme == "dark"
    assert NAME.encode() not in clear_bytes(home)
    assert settings.load(home) == settings.Settings(theme="dark", specialty="Neurology")
    with Services(home, SECRET) as again:
        assert lines(again.reviewer.identity) == (NAME,)


def test_a_file_that_cannot_be_cleared_serves_on(home, monkeypatch):
    home.root.mkdir()
    home.settings.write_text(json.dumps({"reviewer_name": NAME}))
    monkeypatch.setattr(settings, "_overwrite", _full)
    with Services(home) as services:
        services.vault.create(SECRET)
        assert lines(services.reviewer.identity) == (NAME,)
    assert lines(settings.load(home).identity) == (NAME,)


def _full(path):
    raise OSError(28, "No space left on device")


def test_a_repair_keeps_the_newer_name(home):
    with Services(home) as services:
        services.vault.create(SECRET)
        services.reviewer.keep({"reviewer_name": "Earlier Name"})
        for number in range(20):
            services.cases.save(
                edits.set_summary(edits.set_field(edits.new_case(), number=f"CM26-00000{number:02}"), token_hex(2000))
            )
        saved = services.vault.backup().path
        services.reviewer.keep({"reviewer_name": NAME})
    database = home.vault / "cases.db"
    with database.open("r+b") as file:
        file.seek(-100, 2)
        file.write(b"damaged")
    assert repair(home, SECRET, saved).aside is not None
    with Services(home, SECRET) as again:
        assert lines(again.reviewer.identity) == (NAME,)
