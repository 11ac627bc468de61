"""Sealed files give back what was put in, from anywhere, and nothing else."""

import io
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_desktop import sealed
from imr_desktop.errors import ImrError
from imr_desktop.record import Reader, page_words, render_page
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


@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=900), reads=st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 400)), max_size=8))
def test_any_part_can_be_read(tmp_path_factory, data, reads):
    folder = tmp_path_factory.mktemp("sealed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealed, "CHUNK", 64)
        path = written(folder / "f", data)
    plain = io.BytesIO(data)
    with SealedFile(path, KEY) as file:
        for at, length in reads:
            assert file.seek(at) == plain.seek(at)
            assert file.read(length) == plain.read(length)


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


def test_chunks_cannot_change_places(tmp_path, small_chunks):
    path = written(tmp_path / "f", b"a" * 64 + b"b" * 64 + b"c" * 64)
    whole = path.read_bytes()
    head, step = len(whole) % 80, 80
    first, second, third = (whole[head + n * step:head + (n + 1) * step] for n in range(3))
    path.write_bytes(whole[:head] + second + first + third)
    with pytest.raises(Tampered), SealedFile(path, KEY) as file:
        file.read()


def test_another_key_opens_nothing(tmp_path):
    with pytest.raises(ImrError, match="damaged"):
        SealedFile(written(tmp_path / "f", b"x"), b"j" * 32)


def test_the_limited_process_shows_a_sealed_page(tmp_path, packet):
    path = written(tmp_path / "f", packet.read_bytes())
    with Reader() as reader:
        image = render_page(reader.sandbox, path, 2, 1.0, KEY)
        assert image == render_page(reader.sandbox, packet, 2, 1.0)
        words = page_words(reader.sandbox, path, 9, KEY)
        assert words == page_words(reader.sandbox, packet, 9)
        assert len(words) > 50
    raw = b"".join(file.read_bytes() for file in tmp_path.rglob("*"))
    assert b"%PDF" not in raw
