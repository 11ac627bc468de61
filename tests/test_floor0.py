"""Settings, paths and the log: private, forgiving when read, and free of case text."""

import json
import logging
import stat

import pytest

from imr_desktop import logs, paths, settings
from imr_desktop.errors import StoreError
from imr_desktop.identity import lines
from imr_desktop.paths import Home


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home")


def test_settings_survive_and_name_nobody(home):
    chosen = settings.Settings(
        theme="dark", surname="Invented", npi="1", licence_number="2", disclosures="X Inc", key_file="/keys/ada.p12"
    )
    settings.save(home, chosen)
    assert settings.load(home) == settings.Settings(theme="dark")
    assert not any(name in home.settings.read_text() for name in settings.PRIVATE)
    assert stat.S_IMODE(home.settings.stat().st_mode) == 0o600


def test_a_name_in_an_old_file_stays_known_until_it_is_cleared(home):
    home.root.mkdir()
    home.settings.write_text(json.dumps({"zoom": 120, "reviewer_name": "Ada Invented"}))
    settings.save(home, settings.Settings(theme="dark"))
    assert lines(settings.load(home).identity) == ("Ada Invented",)
    old = home.settings.open("rb")
    settings.clear_private(home)
    assert settings.load(home) == settings.Settings(theme="dark")
    with old:
        assert set(old.read()) == {0}, "the bytes of the file that was replaced are overwritten"


def test_settings_that_cannot_be_saved_are_a_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="could not be saved"):
        settings.save(Home(tmp_path / "file"), settings.Settings())


@pytest.mark.parametrize("text", ["", "[]", "{", '{"theme": 5, "zoom": "big", "other": 1}'])
def test_unusable_settings_give_the_defaults(home, text):
    home.root.mkdir()
    home.settings.write_text(text)
    assert settings.load(home) == settings.Settings()


def test_an_unknown_key_is_dropped_and_the_rest_kept(home):
    home.root.mkdir()
    home.settings.write_text(json.dumps({"zoom": 120, "future": True}))
    assert settings.load(home).zoom == 120


def test_judge_first_is_on_until_it_is_turned_off(home):
    assert settings.load(home).judge_first
    settings.save(home, settings.Settings(judge_first=False))
    assert not settings.load(home).judge_first


def test_the_home_follows_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("IMR_DESKTOP_HOME", str(tmp_path))
    assert Home.default().root == tmp_path


def test_a_missing_resource_says_so():
    with pytest.raises(FileNotFoundError, match="install IMR Desktop again"):
        paths.resource("nothing", "here")


def test_a_long_log_is_put_aside(home):
    home.root.mkdir()
    home.log.write_text("x" * 600_000)
    logs.start(home)
    handler = logging.getLogger("imr_desktop").handlers[-1]
    logging.getLogger("imr_desktop").removeHandler(handler)
    handler.close()
    assert home.log.stat().st_size == 0
    assert home.log.with_name("imr-desktop.log.1").stat().st_size == 600_000


def test_a_failure_is_logged_by_its_class_alone(home):
    logs.start(home)
    logger = logging.getLogger("imr_desktop.test")
    try:
        logs.failure(logger, "saving", ValueError("patient text"))
    finally:
        handler = logging.getLogger("imr_desktop").handlers[-1]
        logging.getLogger("imr_desktop").removeHandler(handler)
        handler.close()
    written = home.log.read_text()
    assert "saving: ValueError" in written
    assert "patient" not in written
    assert stat.S_IMODE(home.log.stat().st_mode) == 0o600
