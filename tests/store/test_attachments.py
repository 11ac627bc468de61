"""Originals are kept byte-identical, once, and private."""

import hashlib
import stat

import pytest

from imr_desktop.errors import StoreDamaged, StoreError
from imr_desktop.paths import Home
from imr_desktop.store.attachments import Attachments


@pytest.fixture
def attachments(tmp_path):
    return Attachments(Home(tmp_path / "home"))


def test_an_original_is_kept_under_its_digest(attachments, tmp_path):
    source = tmp_path / "a b\n'.txt"
    source.write_bytes(b"page one\x00" * 300_000)
    digest = attachments.put(source)
    assert digest == hashlib.sha256(source.read_bytes()).hexdigest()
    kept = attachments.path(digest)
    assert kept.read_bytes() == source.read_bytes()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert attachments.put(source) == digest
    assert [path.name for path in kept.parent.iterdir()] == [digest]


def test_a_missing_original_gets_a_sentence(attachments):
    with pytest.raises(StoreDamaged, match="drop the file again"):
        attachments.path("0" * 64)


@pytest.mark.parametrize("digest", ["", "../../etc/passwd", "0" * 63 + "/", "G" * 64])
def test_a_digest_is_never_a_path(attachments, digest):
    with pytest.raises(StoreError, match="no valid digest"):
        attachments.path(digest)


def test_a_full_folder_leaves_nothing_behind(attachments, tmp_path):
    with pytest.raises(StoreError, match="Not saved"):
        attachments.put(tmp_path)
    assert list((tmp_path / "home" / "files").iterdir()) == []


def test_page_text_is_kept_beside_the_original(attachments, tmp_path):
    source = tmp_path / "a.txt"
    source.write_text("x")
    digest = attachments.put(source)
    assert attachments.pages(digest) is None
    attachments.put_pages(digest, b"pages")
    assert attachments.pages(digest) == b"pages"
