"""The same pages again, in words; the finding itself is `imr_desktop.record.again`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from imr_desktop.case import citation
from imr_desktop.record.again import Change, Copy, changes, copies  # noqa: F401  handed on
from imr_desktop.record.text import RecordText


@dataclass(frozen=True)
class Again:
    """A run of pages that comes again, and how it differs from the first time."""

    copy: Copy
    differences: tuple[tuple[int, Change], ...] = ()

    @property
    def title(self) -> str:
        """``pp. 40–47: copy of pp. 12–19``."""
        return f"{citation.label(self.copy.first, self.copy.last)}: {self.copy.words}"

    @property
    def text(self) -> str:
        """What differs, line by line, in plain words."""
        if self.copy.exact:
            return "Word for word the same; only blanks, capitals and line ends may differ."
        return "\n\n".join(f"p. {page}  {_in_words(change)}" for page, change in self.differences) or "No word differs."


def again(record: RecordText, found: Iterable[Copy]) -> tuple[Again, ...]:
    """The runs of pages of a record that come again; of nearly equal ones only what differs."""
    return tuple(Again(copy, () if copy.exact else _differences(record, copy)) for copy in found)


def _differences(record: RecordText, copy: Copy) -> tuple[tuple[int, Change], ...]:
    return tuple(
        (page, change)
        for page in range(copy.first, copy.last + 1)
        for change in changes(record.text(copy.of + page - copy.first), record.text(page))
    )


def _in_words(change: Change) -> str:
    was, now = change.was or "(nothing)", change.now or "(nothing)"
    return f"… {change.before}  [ {was}  →  {now} ]  {change.after} …"
