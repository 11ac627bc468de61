"""``determine`` with a time-stamp authority: by option, by settings, and without one."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from imr_desktop import settings

sys.path.insert(0, str(Path(__file__).parents[1] / "determination"))

from time_stamp_authority import Authority, served  # noqa: E402


@pytest.fixture(scope="module")
def authority():
    return Authority()


@pytest.fixture
def determine(imr, key, sample_case_file, tmp_path):
    def run(*words):
        return imr(
            "determine", sample_case_file, "--out", tmp_path / "out", *key.options, "--attest", "--office-signs",
            "--acknowledge", "record=x", "--acknowledge", "absence=x", "--acknowledge", "dates=x", "--acknowledge", "prose=x",
            *words,
        )  # fmt: skip

    return run


def signed(tmp_path):
    (path,) = (tmp_path / "out").iterdir()
    return path.read_bytes()


def test_an_authority_by_option(determine, authority, tmp_path):
    with served(authority) as url:
        done = determine("--tsa", url)
    assert done.code == 0, done.err
    assert authority.asked
    assert authority.certificate.dump().hex().upper().encode() in signed(tmp_path)


def test_an_authority_by_settings_and_none_by_option(determine, authority, home, tmp_path):
    authority.asked.clear()
    with served(authority) as url:
        settings.save(home, replace(settings.load(home), time_stamp_authority=url))
        assert determine("--level", "B-B").code == 0
        assert authority.asked == []
        assert determine().code == 0
    assert authority.asked


def test_an_authority_that_is_away_is_said_with_what_can_be_done(determine, tmp_path):
    done = determine("--tsa", "http://127.0.0.1:1/")
    assert done.code == 3
    assert "cannot be reached" in done.err
    assert "level B-B" in done.err
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").iterdir())


@pytest.mark.parametrize(
    ("words", "said"), [(("--level", "B-T"), "--tsa"), (("--level", "B-LT", "--tsa", "http://h/"), "--crl")]
)
def test_a_level_that_lacks_something(determine, words, said):
    done = determine(*words)
    assert done.code == 3
    assert said in done.err
