"""Sealed originals are shown and read in the limited process, without a readable copy on disk and never in part."""

import io
import os
import re

import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from imr_desktop.errors import FileUnreadable
from imr_desktop.record import page_words, render_page
from imr_desktop.sealed import CHUNK, write_sealed
from imr_desktop.store.vault import Vault

KEY = b"k" * 32
WORD = re.compile(r"[A-Za-z]{7,}")


@pytest.fixture
def seal(tmp_path):
    def make(data, name="sealed"):
        write_sealed(io.BytesIO(data), tmp_path / name, KEY)
        return tmp_path / name

    return make


@pytest.fixture(scope="module")
def album():
    """Two pages, each with a picture of noise that fills several chunks, as PDF bytes."""
    from PIL import Image

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(300, 300), pageCompression=0)
    for _ in range(2):
        canvas.drawImage(ImageReader(Image.frombytes("RGB", (600, 600), os.urandom(1_080_000))), 0, 0, 300, 200)
        canvas.drawString(20, 250, "Figure above the fold")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def outcome(reader, path, page):
    """The page's picture, or the sentence in its place."""
    try:
        return render_page(reader.sandbox, path, page, 1.0, KEY)
    except FileUnreadable as error:
        return error.sentence


def flip(path, at):
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def test_a_sealed_page_is_shown_as_the_readable_one(reader, seal, packet):
    path = seal(packet.read_bytes())
    for page in (1, 2, 9):
        assert render_page(reader.sandbox, path, page, 1.0, KEY) == render_page(reader.sandbox, packet, page, 1.0)
        assert page_words(reader.sandbox, path, page, KEY) == page_words(reader.sandbox, packet, page)


def test_a_vault_shows_pages_and_nothing_of_them_lies_readable_on_disk(reader, home, packet):
    read = reader.read(packet)
    Vault.create(home, None)[0].close()
    own = set(WORD.findall((home.vault / "keys.json").read_text()))
    with Vault.open(home, None) as vault:
        digest = vault.attachments.put(packet, read.digest)
        vault.attachments.put_pages(digest, "\n".join(page.text for page in read.pages).encode())
        path, key = vault.attachments.path_and_key(digest)
        assert render_page(reader.sandbox, path, 1, 1.0, key).width > 100
        while_open = b"".join(file.read_bytes() for file in home.root.rglob("*") if file.is_file())
    closed = b"".join(file.read_bytes() for file in home.root.rglob("*") if file.is_file())
    words = {word for page in read.pages for word in WORD.findall(page.text)} - own
    assert len(words) > 300
    for raw in (while_open, closed):
        assert b"%PDF" not in raw
        assert not [word for word in words if word.encode() in raw or word.encode("utf-16-le") in raw]
        assert digest.encode() not in raw
        assert bytes.fromhex(digest) not in raw


def test_the_text_of_a_sealed_original_can_be_read_again(reader, seal, packet, tmp_path):
    first = reader.read(packet)
    again = reader.read_sealed(seal(packet.read_bytes()), KEY, first.digest, "packet.pdf")
    assert again.pages == first.pages
    assert (again.kind, again.digest, again.error) == ("pdf", first.digest, "")
    note = reader.read_sealed(seal("Größe\n\nsecond paragraph".encode(), "note"), KEY, "d", "note.txt")
    assert [page.text for page in note.pages] == ["Größe\n\nsecond paragraph"]


def test_a_sealed_file_that_is_no_pdf_is_said(reader, seal):
    read = reader.read_sealed(seal(b"plain"), KEY, "d", "letter.pdf")
    assert (read.pages[0].text, read.error) == ("plain", "")
    assert read.note == "letter.pdf is a text file, though its name ends in .pdf; it was read as what it is."
    assert "holds no text" in reader.read_sealed(seal(b"", "empty"), KEY, "d", "empty.txt").error


def test_a_cut_off_sealed_pdf_is_repaired_as_a_readable_one(reader, seal, packet, tmp_path):
    cut = packet.read_bytes()[:-600]
    (tmp_path / "cut.pdf").write_bytes(cut)
    readable = reader.read(tmp_path / "cut.pdf")
    assert readable.pages
    assert reader.read_sealed(seal(cut), KEY, readable.digest, "cut.pdf").pages == readable.pages


@pytest.mark.parametrize("chunk", range(2, 7))
def test_a_page_with_a_damaged_part_is_never_shown_without_it(reader, seal, album, chunk):
    path = seal(album)
    assert len(album) > 8 * CHUNK
    whole = [render_page(reader.sandbox, path, page, 1.0, KEY) for page in (1, 2)]
    reader.sandbox.forget()
    flip(path, 19 + chunk * (CHUNK + 16) + 1000)
    seen = [(page, outcome(reader, path, page)) for page in (1, 2, 1)]
    shown = [page for page, picture in seen if picture == whole[page - 1]]
    refused = [page for page, said in seen if "sealed file of the vault is damaged" in str(said)]
    assert sorted(shown + refused) == [1, 1, 2]
    assert refused


@pytest.mark.parametrize("at", [0, 9, 13, 1000, -1])
def test_damage_is_said_when_the_text_is_read_again(reader, seal, packet, at):
    path = seal(packet.read_bytes())
    flip(path, at)
    read = reader.read_sealed(path, KEY, "d", "packet.pdf")
    assert read.pages == ()
    assert read.error.startswith("packet.pdf could not be read again. A sealed file of the vault is damaged")


def test_a_sealed_file_that_is_gone_is_said(reader, tmp_path):
    with pytest.raises(FileUnreadable, match="Page 1 cannot be shown. The file cannot be opened"):
        render_page(reader.sandbox, tmp_path / "gone", 1, 1.0, KEY)
    assert "cannot be opened (no such file" in reader.read_sealed(tmp_path / "gone", KEY, "d", "a.pdf").error


def test_the_wrong_key_shows_nothing(reader, seal, packet):
    with pytest.raises(FileUnreadable, match="damaged"):
        render_page(reader.sandbox, seal(packet.read_bytes()), 1, 1.0, b"j" * 32)


def test_the_limited_process_forgets_keys_and_pages(reader, seal, packet):
    path = seal(packet.read_bytes())
    first = render_page(reader.sandbox, path, 1, 0.5, KEY)
    child = reader.sandbox._child
    reader.sandbox.forget()
    assert child.poll() is not None
    assert render_page(reader.sandbox, path, 1, 0.5, KEY) == first
    reader.sandbox.forget()
    reader.sandbox.forget()
