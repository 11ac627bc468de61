"""A file read in portions: what goes wrong with a page costs that page, and a file made to take long is given up."""

from __future__ import annotations

import io
import textwrap

import msgspec
import pytest
from reportlab.pdfgen.canvas import Canvas

from imr_desktop.record import portions
from imr_desktop.record.model import PageText, Parsed
from imr_desktop.record.portions import NOT_REACHED, Portions
from imr_desktop.record.reader import ALLOWED, PRELOAD, Reader
from imr_desktop.sandbox import ProcessDied, Sandbox, SandboxFailure, TookTooLong

encode = msgspec.msgpack.encode
END = encode(Parsed("pdf"))


def _file(pages, each=3, dies=(), slow=(), work=0.1):
    """Asks as of a file of so many pages: `dies` and `slow` are pages that its reading does not survive."""
    asked = []

    def ask(first, steps):
        asked.append(first)
        steps.add(encode(pages))
        for number in range(first, min(pages + 1, first + each)):
            if number in dies:
                raise ProcessDied("The process that reads files ended unexpectedly.")
            if number in slow:
                raise TookTooLong("It took more than 8 seconds of work and was stopped.")
            steps.add(encode(PageText(number, f"page {number}")))
        steps.worked = work
        return END

    return ask, asked


def _verdicts(parsed):
    return {page.number for page in parsed.pages if page.verdict == "not read"}


def test_portions_are_one_file_and_say_how_far_they_are():
    heard, (ask, asked) = [], _file(8)
    parsed = Portions(ask, 1, lambda pages, of: heard.append((len(pages), of))).read()
    assert [page.text for page in parsed.pages] == [f"page {number}" for number in range(1, 9)]
    assert asked == [1, 4, 7]
    assert heard == [(3, 8), (6, 8)]


@pytest.mark.parametrize("bad", [1, 2, 5, 8])
def test_a_page_that_ends_the_process_costs_that_page(bad):
    parsed = Portions(_file(8, dies=(bad,))[0], 1).read()
    assert len(parsed.pages) == 8
    assert _verdicts(parsed) == {bad}
    assert "ended unexpectedly" in parsed.pages[bad - 1].reasons[0]


def test_a_page_that_takes_too_long_costs_that_page_and_is_not_tried_again():
    ask, asked = _file(8, slow=(5,))
    parsed = Portions(ask, 1).read()
    assert _verdicts(parsed) == {5}
    assert asked == [1, 4, 6]


def test_a_file_whose_pages_all_take_too_long_is_given_up_with_what_was_read():
    ask, asked = _file(500, slow=range(4, 501))
    parsed = Portions(ask, 1).read()
    assert len(parsed.pages) == 500
    assert _verdicts(parsed) == set(range(4, 501))
    assert len(asked) < 8
    assert parsed.pages[-1].reasons == (NOT_REACHED,)
    assert "took too long" in parsed.note


def test_a_file_that_goes_on_slowly_is_given_up_too_and_a_long_one_is_not():
    assert "not reached" in Portions(_file(500, work=20.0)[0], 1).read().note
    assert not _verdicts(Portions(_file(5_000, each=50, work=5.0)[0], 1).read())


def test_what_cannot_be_opened_is_a_failure():
    def ask(_first, _steps):
        raise SandboxFailure("It needed more memory than allowed.")

    with pytest.raises(SandboxFailure, match="memory"):
        Portions(ask, 1).read()


@pytest.mark.parametrize(
    "said",
    [(0,), (10**9,), (2, PageText(2, "")), (1, PageText(1, ""), PageText(2, "")), ("x",), (2, PageText(1, "", width=-1.0))],
)
def test_what_cannot_be_is_not_taken(said):
    def ask(_first, steps):
        for one in said:
            steps.add(encode(one))
        return END

    with pytest.raises(SandboxFailure, match="cannot be"):
        Portions(ask, 1).read()


def test_what_is_told_ends_the_reading():
    def stop(_pages, _of):
        raise KeyboardInterrupt

    ask, asked = _file(8)
    with pytest.raises(KeyboardInterrupt):
        Portions(ask, 1, stop).read()
    assert asked == [1]


def _packet(pages):
    made = io.BytesIO()
    canvas = Canvas(made)
    for number in range(1, pages + 1):
        canvas.drawString(60, 700, f"Page {number}: neck pain, better after exercise.")
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def test_a_real_process_loses_the_pages_that_end_it_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(portions, "PAGE_WORK", 0.6)
    (tmp_path / "harm.py").write_text(
        textwrap.dedent("""
        import os
        from imr_desktop.record.pdf import portions
        portions.PORTION, read = 0.0, portions.page_text
        def page_text(document, original, index):
            while index == 3: pass
            if index == 1: os.abort()
            return read(document, original, index)
        def take_over(): portions.page_text = page_text
        """)
    )
    preload = (*PRELOAD, "harm:take_over")
    with Sandbox(allow=ALLOWED, preload=preload, folders=(tmp_path,)) as sandbox:
        read = Reader(sandbox).read_bytes(_packet(5), "packet.pdf")
    assert [page.verdict for page in read.pages] == ["read", "not read", "read", "not read", "read"]
    assert "ended unexpectedly" in read.pages[1].reasons[0]
    assert "of work" in read.pages[3].reasons[0]
    assert read.pages[4].text.startswith("Page 5")
