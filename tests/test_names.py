"""Names out of cases never become paths."""

from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imr_desktop.names import safe_name

HOSTILE = [
    "../../../../etc/profile",
    "/etc/passwd",
    "C:\\Windows\\x.pdf",
    "..",
    ".",
    "",
    "con",
    "NUL.pdf",
    "aux.tar.gz",
    "a\x00b",
    "x\u202egpj.exe",
    ".hidden",
    "a" * 5_000 + ".pdf",
    "\u2066a\u2069.pdf",
    "name. ",
    "COM1",
    "LPT\u00b9.txt",
    "a\nb",
    "é" * 400,
    "stream:name",
    'a|b<c>?*"',
    "\ud800",
    "-rf",
    "\ufeff",
    "dir/",
    "\\\\server\\share\\x",
]


def is_plain(name: str) -> bool:
    return (
        0 < len(name) <= 160
        and len(name.encode(errors="replace")) <= 250
        and name.isprintable()
        and PurePosixPath(name).name == name
        and PureWindowsPath(name).name == name
        and not name.startswith(".")
        and not name.endswith((".", " "))
        and not PureWindowsPath(name).is_reserved()
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_become_plain_ones(text):
    assert is_plain(safe_name(text)), safe_name(text)


PIECES = st.sampled_from(["..", "/", "\\", "con", ".", " ", ":", "\u202e", "a"])


@given(st.text(max_size=300) | st.lists(PIECES, max_size=12).map("".join))
def test_any_text_becomes_a_plain_name_and_stays_one(text):
    name = safe_name(text)
    assert is_plain(name)
    assert safe_name(name) == name
    assert (Path("/folder") / name).parent == Path("/folder")


@pytest.mark.parametrize(
    "name", ["CM26-0000123 Final determination.pdf", "packet.pdf", "Ärztlicher Bericht (2).pdf", "CM26-1.imrcase"]
)
def test_ordinary_names_stay_as_they_are(name):
    assert safe_name(name) == name
