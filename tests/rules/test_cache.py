"""Parsed packs kept by digest: the same packs come out, and a cache that is not right is done without."""

import stat

import pytest

from imr_desktop.errors import PackInvalid
from imr_desktop.rules import list_rules, load_packs, yaml_safe


def test_the_same_packs_come_from_the_cache_and_no_yaml_is_read(packs, tmp_path, monkeypatch):
    cache = tmp_path / "cache"
    first, second = load_packs(cache=cache), load_packs(cache=cache)
    assert list_rules(first) == list_rules(second) == list_rules(packs)
    assert first.digest == second.digest == packs.digest
    monkeypatch.setattr(yaml_safe, "load", None)
    assert load_packs(cache=cache).digest == packs.digest
    (kept,) = cache.iterdir()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(cache.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "harm",
    [
        lambda data: b"",
        lambda data: data[:-1],
        lambda data: data[:32] + b"\x80",
        lambda data: data.replace(b"massage", b"message"),
        lambda data: b"\x00" * 100,
    ],
)
def test_a_damaged_cache_is_read_anew(packs, tmp_path, harm):
    load_packs(cache=tmp_path)
    (kept,) = tmp_path.iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(harm(whole))
    assert list_rules(load_packs(cache=tmp_path)) == list_rules(packs)
    assert kept.read_bytes() == whole


def test_a_changed_pack_is_read_and_old_ones_do_not_pile_up(tmp_path):
    own = tmp_path / "own"
    own.mkdir()
    load_packs(user=own, cache=tmp_path / "cache")
    for number in range(5):
        (own / "mine.yaml").write_text(f"family: mine\nversion: '{number}'\n")
        assert load_packs(user=own, cache=tmp_path / "cache").version.endswith(f"mine.yaml {number}")
    assert len(list((tmp_path / "cache").iterdir())) == 3


def test_another_version_of_the_program_reads_anew(tmp_path, monkeypatch):
    load_packs(cache=tmp_path)
    monkeypatch.setattr("imr_desktop.rules.cache.__version__", "999")
    load_packs(cache=tmp_path)
    assert len(list(tmp_path.iterdir())) == 2


def test_a_cache_that_cannot_be_written_is_done_without(packs, tmp_path):
    (tmp_path / "cache").write_text("a file where the folder should be")
    assert load_packs(cache=tmp_path / "cache").digest == packs.digest


def test_what_does_not_hold_is_refused_from_the_cache_too(tmp_path):
    (tmp_path / "mine.yaml").write_text("family: mine\nrules: [{id: 7}]\n")
    for _ in range(2):
        with pytest.raises(PackInvalid, match=r"mine\.yaml"):
            load_packs(user=tmp_path, cache=tmp_path / "cache")
