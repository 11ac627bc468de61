"""Whatever the limited process answers, the program shows a sentence, keeps its memory to itself, and goes on."""

import io
import shutil
import sys
from pathlib import Path

import pytest

from imr_desktop.errors import FileUnreadable
from imr_desktop.record import Reader, page_words, render_page
from imr_desktop.record.reader import ALLOWED, PRELOAD
from imr_desktop.sandbox import Sandbox, SandboxFailure

HOSTILE = Path(__file__).parent / "hostile"
sys.path.insert(0, str(HOSTILE))
import lying  # noqa: E402

sys.path.remove(str(HOSTILE))
UNTRUE = "answered something that cannot be"


@pytest.fixture
def liar(tmp_path):
    """A limited process that was taken over before it was confined, and tells one lie."""
    made = []

    def make(told, allow=("lying:",), preload=()):
        shutil.copy(HOSTILE / "lying.py", tmp_path)
        (tmp_path / "told").write_text(told)
        made.append(Sandbox(allow=allow, preload=(*preload, "lying:take_over"), folders=(tmp_path,)))
        return made[-1]

    yield make
    for sandbox in made:
        sandbox.close()


@pytest.fixture
def note(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("a note")
    return path


class Says:
    """The sandbox's interface: answers with one lie, but that no files are in it."""

    def __init__(self, told):
        value = lying.VALUES[told]
        self.data = value() if callable(value) else lying.encode(value)

    def call(self, function, *_, **__):
        return lying.encode({}) if function.endswith("opening:contents") else self.data


def values(kind):
    return [told for told in lying.VALUES if told.startswith(kind)]


@pytest.mark.parametrize("told", values("picture"))
def test_a_picture_that_lies_is_never_drawn(note, told):
    with pytest.raises(FileUnreadable, match=UNTRUE):
        render_page(Says(told), note, 1, 1.0)


@pytest.mark.parametrize("told", values("words"))
def test_words_that_lie_are_not_taken(note, told):
    with pytest.raises(FileUnreadable, match=UNTRUE):
        page_words(Says(told), note, 1)


@pytest.mark.parametrize("told", values("pages"))
def test_pages_that_lie_become_a_sentence(note, told):
    read = Reader(Says(told)).read(note)
    assert read.pages == ()
    assert UNTRUE in read.error
    assert len(read.error) < 300


def test_a_real_process_lies_with_a_picture_and_with_pages(liar, note):
    with pytest.raises(FileUnreadable, match=UNTRUE):
        render_page(liar("picture: 16 bytes for 4000 x 4000", ALLOWED, PRELOAD), note, 1, 1.0)
    assert UNTRUE in Reader(liar("pages: bytes that are no text", ALLOWED, PRELOAD)).read(note).error


def started_by(sandbox):
    """The processes that a sandbox starts from now on."""
    children = []
    sandbox._started = lambda started=sandbox._started: children.append(started()) or children[-1]
    return children


def asked(sandbox, **limits):
    return sandbox.call("lying:anything", b"", file=io.BytesIO(b"a note"), identity="note", **limits)


UNASKED = ["frame: two answers", "frame: an answer for the next request"]


@pytest.mark.parametrize("told", [told for told in lying.FRAMES if told not in (*UNASKED, "frame: silence")])
def test_what_is_no_answer_ends_the_process(liar, told):
    sandbox = liar(told)
    children = started_by(sandbox)
    with pytest.raises(SandboxFailure, match="that reads files") as caught:
        asked(sandbox)
    assert len(caught.value.sentence) < 200
    assert children[0].poll() is not None


def test_silence_is_ended(liar):
    with pytest.raises(SandboxFailure, match="longer than 1 second"):
        asked(liar("frame: silence"), timeout=0.6)


@pytest.mark.parametrize("told", UNASKED)
def test_what_was_not_asked_for_is_never_the_next_answer(liar, told):
    sandbox = liar(told)
    children = started_by(sandbox)
    assert {asked(sandbox) for _ in range(2)} == {lying.TRUE}
    assert len(children) == 2  # the one that said too much answered once
    assert children[0].poll() is not None


class Judging:
    """The process that checks the signature, without one."""

    def call(self, function, payload, **_):
        from imr_desktop.determination import signature

        assert function == "imr_desktop.determination.signature:validate"
        return signature.validate(payload)


@pytest.mark.parametrize("told", values("verify"))
def test_the_process_that_parses_cannot_forge_a_verdict(told):
    from imr_desktop.determination.verify import examine

    report = examine(b"%PDF-1.7\n" + b"<30820000>" * 40, None, Says(told), Judging())
    assert not any((report.intact, report.covers_whole_file, report.certified, report.trusted))
    assert report.verdict != "valid"
    assert report.signer is None
    assert len(report.problems) == 1


def test_every_lie_is_told_here():
    sys.stdout.write(f"{len(lying.ALL)} lying answers\n")
    assert len(lying.ALL) >= 35
    assert {told.partition(":")[0] for told in lying.ALL} == {"picture", "words", "pages", "verify", "frame"}
