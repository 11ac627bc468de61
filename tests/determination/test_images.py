"""Pictures of pages."""

from __future__ import annotations

import pytest

from imr_desktop.determination import page_images
from imr_desktop.errors import RenderError


def test_pages_are_drawn_at_the_scale_asked_for(unsigned):
    pages = page_images(unsigned, 1.5)
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))
    assert (pages[0].width, pages[0].height) == (918, 1188)
    assert len(pages[0].rgba) == pages[0].stride * pages[0].height
    assert pages[0].rgba[:4] == b"\xff\xff\xff\xff"


def test_one_page_as_png(unsigned):
    (page,) = page_images(unsigned, 0.5, [2])
    assert page.number == 2
    assert page.png().startswith(b"\x89PNG\r\n")


def test_the_sandbox_draws_the_same(unsigned, sandbox):
    assert page_images(unsigned, 0.5, sandbox=sandbox) == page_images(unsigned, 0.5)


def test_pages_that_are_not_there_and_scales_without_end(unsigned):
    assert page_images(unsigned, 1, [0, 99]) == []
    (page,) = page_images(unsigned, 10_000, [1])
    assert page.width * page.height <= 41_000_000


def test_what_is_no_pdf():
    with pytest.raises(RenderError, match="cannot be shown"):
        page_images(b"nonsense", 1)
