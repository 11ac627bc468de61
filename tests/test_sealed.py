"""Sealed files give back what was put in, from anywhere, and nothing else."""

import hashlib
import io
import itertools
import os
import stat
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_desktop import sealed
from imr_desktop.errors import StoreDamaged
from imr_desktop.sealed import SealedFile, Tampered, write_sealed

KEY = b"k" * 32


@pytest.fixture
def small_chunks(monkeypatch):
    monkeypatch.setattr(sealed, "CHUNK", 64)


def written(path, data, key=KEY):
    write_sealed(io.BytesIO(data), path, key)
    return path


@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 128, 1000])
def test_what_went_in_comes_out(tmp_path, small_chunks, size):
    data = os.urandom(size)
    with SealedFile(written(tmp_path / "f", data), KEY) as file:
        assert file.size == size
        assert file.read() == data


SEEKS = st.tuples(st.integers(-1100, 1100), st.sampled_from([os.SEEK_SET, os.SEEK_CUR, os.SEEK_END]), st.integers(0, 400))


@settings(max_examples=150, deadline=None)
@given(data=st.binary(max_size=900), seeks=st.lists(SEEKS, max_size=12))
def test_any_part_can_be_read(tmp_path_factory, data, seeks):
    folder = tmp_path_factory.mktemp("sealed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealed, "CHUNK", 64)
        path = written(folder / "f", data)
    plain = io.BytesIO(data)
    with SealedFile(path, KEY) as file:
        for at, whence, length in seeks:
            start = {os.SEEK_SET: 0, os.SEEK_CUR: plain.tell(), os.SEEK_END: len(data)}[whence]
            if start + at < 0:
                with pytest.raises(ValueError, match="before the start"):
                    file.seek(at, whence)
                continue
            assert file.seek(at, whence) == plain.seek(at, whence)
            ours, theirs = bytearray(length), bytearray(length)
            assert file.readinto(ours) == plain.readinto(theirs)
            assert ours == theirs
        assert file.tell() == plain.tell()
        assert file.read() == plain.read()


class Trickle(io.BytesIO):
    """Gives less than asked, as a pipe or an archive does."""

    def read(self, size=-1):
        return super().read(min(size, 37))


@pytest.mark.parametrize("size", [0, 36, 37, 64, 256, 257, 1000])
def test_a_stream_that_gives_little_at_a_time_is_sealed_to_its_end(tmp_path, small_chunks, size):
    data = os.urandom(size)
    assert write_sealed(Trickle(data), tmp_path / "f", KEY) == (hashlib.sha256(data).hexdigest(), size)
    with SealedFile(tmp_path / "f", KEY) as file:
        assert file.read() == data


def test_the_file_is_private_and_never_an_old_one(tmp_path):
    path = written(tmp_path / "f", b"x")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        write_sealed(io.BytesIO(b"y"), path, KEY)


def test_no_two_sealed_copies_are_alike(tmp_path):
    assert written(tmp_path / "f", b"x" * 100).read_bytes() != written(tmp_path / "g", b"x" * 100).read_bytes()


@pytest.mark.parametrize("length", [0, 16, 24, 31, 33])
def test_a_weaker_key_is_refused(tmp_path, length):
    with pytest.raises(ValueError, match="32 bytes"):
        write_sealed(io.BytesIO(b"x"), tmp_path / "f", b"k" * length)


class Endless(io.RawIOBase):
    """Many bytes that are nowhere in memory."""

    def __init__(self, size):
        self.left = size

    def read(self, size=-1):
        given, self.left = min(size, self.left), self.left - min(size, self.left)
        return bytes(given)


def test_a_large_file_is_never_held_in_memory(tmp_path):
    write_sealed(io.BytesIO(b"first"), tmp_path / "warm", KEY)
    tracemalloc.start()
    try:
        write_sealed(Endless(96_000_000), tmp_path / "f", KEY)
        with SealedFile(tmp_path / "f", KEY) as file:
            while file.read(1_000_000):
                pass
        assert tracemalloc.get_traced_memory()[1] < 12_000_000
    finally:
        tracemalloc.stop()


def test_every_bit_counts(tmp_path, small_chunks):
    path = written(tmp_path / "f", b"neck pain " * 20)
    whole = path.read_bytes()
    for at in range(len(whole) * 8):
        flipped = bytearray(whole)
        flipped[at // 8] ^= 1 << at % 8
        path.write_bytes(flipped)
        with pytest.raises(Tampered), SealedFile(path, KEY) as file:
            file.read()


def test_every_cut_and_every_addition_shows(tmp_path, small_chunks):
    path = written(tmp_path / "f", b"x" * 256)
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        with pytest.raises(Tampered), SealedFile(path, KEY) as file:
            file.read()
    for more in (b"\0", whole[-80:], b"\0" * 80):
        path.write_bytes(whole + more)
        with pytest.raises(Tampered), SealedFile(path, KEY) as file:
            file.read()


def chunks(path):
    whole = path.read_bytes()
    head = 19
    return whole[:head], [whole[at : at + 80] for at in range(head, len(whole), 80)]


def test_chunks_cannot_change_places(tmp_path, small_chunks):
    path = written(tmp_path / "f", b"a" * 64 + b"b" * 64 + b"c" * 64 + b"d" * 9)
    head, whole = chunks(path)
    for length in range(6):
        for order in itertools.product(range(4), repeat=length):
            if order == (0, 1, 2, 3):
                continue
            path.write_bytes(head + b"".join(whole[at] for at in order))
            with pytest.raises(Tampered), SealedFile(path, KEY) as file:
                file.read()


def test_chunks_of_another_file_do_not_fit_even_under_the_same_key(tmp_path, small_chunks):
    one, other = written(tmp_path / "f", b"a" * 200), written(tmp_path / "g", b"b" * 200)
    (head, ours), (_, theirs) = chunks(one), chunks(other)
    for at in range(4):
        one.write_bytes(head + b"".join([*ours[:at], theirs[at], *ours[at + 1 :]]))
        with pytest.raises(Tampered), SealedFile(one, KEY) as file:
            file.read()


def test_a_reading_that_failed_is_remembered(tmp_path, small_chunks):
    path = written(tmp_path / "f", b"x" * 300)
    whole = bytearray(path.read_bytes())
    whole[30] ^= 1
    path.write_bytes(whole)
    with SealedFile(path, KEY) as file:
        assert file.seek(64) == 64
        assert file.read(100) == b"x" * 100
        assert file.fault is None
        file.seek(0)
        with pytest.raises(Tampered):
            file.read(10)
        file.seek(64)
        assert file.read(1) == b"x"
        assert isinstance(file.fault, Tampered)


def test_another_key_opens_nothing(tmp_path):
    with pytest.raises(StoreDamaged, match="damaged"):
        SealedFile(written(tmp_path / "f", b"x"), b"j" * 32)
    with pytest.raises(FileNotFoundError):
        SealedFile(tmp_path / "absent", KEY)
