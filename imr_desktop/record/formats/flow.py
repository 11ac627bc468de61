"""Text as it flows out of a document, gathered into pages: what is seen, what no eye sees, and what was not read."""

from __future__ import annotations

import re

from imr_desktop.record.bounds import MOST_PAGE_TEXT, MOST_PAGES
from imr_desktop.record.formats.plain import broken, tidy
from imr_desktop.record.model import PageText, Parsed

PROSE = 90
"""Characters from which on a paragraph is prose that stands apart from its neighbours, not a line among lines."""
PICTURE = "A picture in it was not read."
MOST_TEXT = 100_000_000
_LARGE = 12.0
"""Square inches from which on a picture is more than a logo or a signature."""
_BLANK = re.compile(r"[ \u00a0]+\n")


class Flow:
    """Lines and pages in the order in which they are said. Raises ValueError where it becomes absurdly much."""

    def __init__(self) -> None:
        self._sheets: list[_Sheet] = [_Sheet()]
        self._size = 0

    def add(self, text: str) -> None:
        """Words of the line at hand; a line feed in them ends it, a form feed the page."""
        self._size += len(text)
        if self._size > MOST_TEXT:
            raise ValueError("more text than a document holds")
        *before, last = text.split("\f")
        for part in before:
            self._sheets[-1].seen.append(part)
            self.page()
        self._sheets[-1].seen.append(last)

    def line(self, text: str = "") -> None:
        """A line of its own; long ones stand apart as paragraphs."""
        gap = "\n\n" if len(text) > PROSE else "\n"
        self.add(f"{gap if len(text) > PROSE else ''}{text}{gap}")

    def page(self) -> None:
        """The page ends here; one on which nothing stands yet does not."""
        if not self._sheets[-1].is_blank:
            self._sheets.append(_Sheet())

    def hide(self, text: str) -> None:
        """Words that no eye sees."""
        self._size += len(text)
        self._sheets[-1].hidden.append(text)

    def unread(self, reason: str = PICTURE) -> None:
        """Something of the page at hand could not be read."""
        self._sheets[-1].reasons[reason] = None

    def parsed(self, kind: str) -> Parsed:
        """The pages; trailing blank ones are none. A sentence where nothing was said at all."""
        pages: list[PageText] = []
        while self._sheets and self._sheets[-1].is_blank:
            self._sheets.pop()
        for sheet in self._sheets:
            pages.extend(sheet.pages(len(pages) + 1))
        if not pages:
            return Parsed(wrong="holds no text; ask for it again")
        if len(pages) > MOST_PAGES:
            return Parsed(wrong=f"has more than {MOST_PAGES:,} pages; split it and drop the parts")
        return Parsed(kind, tuple(pages))


class PaperFlow(Flow):
    """What flows out of a word processor's document: notes stand at the foot of the page that points to them."""

    def __init__(self) -> None:
        super().__init__()
        self._notes: list[str] = []
        self._pictures = 0.0

    def page(self) -> None:
        self.end_notes()
        self._pictures = 0.0
        super().page()

    def note(self, mark: str, text: str) -> str:
        """Keep a note for the foot of the page at hand; what stands in its place."""
        self._notes.append(f"[{mark}] {text}")
        return f"[{mark}]"

    def end_notes(self) -> None:
        """Say the notes that wait."""
        waiting, self._notes = self._notes, []
        for note in waiting:
            self.line(note)

    def picture(self, square_inches: float) -> None:
        """A picture; large ones hold words that nobody has read."""
        self._pictures += square_inches
        if self._pictures >= _LARGE:
            self.unread()


def comment(who: str, text: str) -> str:
    """A comment in the margin, set among the words it stands beside."""
    return f" [Comment{f' by {who}' if who else ''}: {text}] "


class _Sheet:
    def __init__(self) -> None:
        self.seen: list[str] = []
        self.hidden: list[str] = []
        self.reasons: dict[str, None] = {}

    @property
    def is_blank(self) -> bool:
        return not self.reasons and not self.hidden and not any(part.strip() for part in self.seen)

    def pages(self, first: int) -> list[PageText]:
        text = tidy(_BLANK.sub("\n", whole("".join(self.seen)))).strip("\n")
        reasons = tuple(self.reasons)
        hidden = " ".join(tidy(whole(" ".join(self.hidden))).split())[:MOST_PAGE_TEXT]
        return [
            PageText(first + at, part, "not read" if reasons else "read", reasons, hidden=hidden if at == 0 else "")
            for at, part in enumerate(broken(text))
        ]


def whole(text: str) -> str:
    """Text in which pairs of surrogates are joined and single ones marked: some formats write characters in halves."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
