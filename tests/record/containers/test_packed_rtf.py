"""Outlook's packed rich text, as MS-OXRTFCP describes it."""

import io

from hypothesis import given
from hypothesis import strategies as st

from imr_desktop.record.containers.packed_rtf import unpacked
from imr_desktop.record.formats import rtf

HELLO = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a0072637067313235423"
    "20af32068656c090020627705b06c647d0a800fa0"
)  # fmt: skip


def packed(text: bytes) -> bytes:
    """Each byte as itself."""
    body = b"".join(b"\0" + text[at : at + 8] for at in range(0, len(text), 8))
    return (len(body) + 12).to_bytes(4, "little") + len(text).to_bytes(4, "little") + b"LZFu\0\0\0\0" + body


def test_the_words_come_out():
    assert unpacked(HELLO) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    assert rtf.read(io.BytesIO(unpacked(HELLO))).pages[0].text == "hello world"


def test_a_message_in_rich_text_alone_is_a_page_of_its_words(reader, outlook):
    words = rb"{\rtf1\ansi No radiculopathy\par was found.}"
    page = reader.read_bytes(outlook.saved(outlook.message("Note", packed=packed(words))), "m.msg").pages[0]
    assert (page.verdict, page.text) == ("read", "Subject: Note\n\nNo radiculopathy\nwas found.")


@given(st.binary(max_size=6_000))
def test_what_was_packed_is_what_is_unpacked(text):
    assert unpacked(packed(text)) == text


@given(st.binary(max_size=200), st.sampled_from((b"", HELLO[:16])))
def test_any_bytes_give_at_most_what_they_say(data, before):
    assert len(unpacked(before + data)) <= int.from_bytes((before + data)[4:8], "little")
