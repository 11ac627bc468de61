"""Labels without colons down the left, each with its value beside it, line after line: what a form's two columns say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from imr_desktop.extract.requests.counts import bare
from imr_desktop.extract.requests.labels import kind_of
from imr_desktop.extract.requests.sheet import Line
from imr_desktop.extract.requests.words import decided, form_words

_DASHED = re.compile(r"(?P<label>[A-Z][^-:;,.()]{1,38}?)\s[-\u2013]\s(?=\S)")
_ANSWERS = frozenset({"decision", "asked", "allowed"})
_DASHING = _ANSWERS | {"title", "lost", "reason", "guideline", "amount"}
_LEAST, _SHARE, _OFF, _LONGEST, _MOST_WORDS = 4, 0.6, 1, 40, 6


def paired(lines: Sequence[Line]) -> frozenset[int]:
    """The lines of two cells whose first is the other's label, as they are where several stand in one column.

    A table of two columns is none of these: its left cells name what differs, and are labels in its head alone.
    """
    found: set[int] = set()
    for block in _blocks(lines):
        labels = [at for at in block if _is_label(lines[at].cells[0].text)]
        if len(block) >= _LEAST and len(labels) >= _SHARE * len(block) and _asks_for_several(lines, block):
            found |= set(block)
    return frozenset(found)


def with_colons(lines: Sequence[Line]) -> list[Line]:
    """The lines with colons for the dashes behind labels ("Qty approved - 6"), where labels of several kinds have them."""
    kinds = {at: kind for at, line in enumerate(lines) if (kind := _before_dash(line))}
    if len(set(kinds.values())) < 2 or _ANSWERS.isdisjoint(kinds.values()):
        return [*lines]
    return [_with_colon(line) if at in kinds else line for at, line in enumerate(lines)]


def _before_dash(line: Line) -> str:
    """What the label asks for that a dash parts from its value, at the beginning of a line; empty where there is none."""
    found = _DASHED.match(line.cells[0].text) if line.cells else None
    kind = kind_of(found["label"]) if found else ""
    if found is None or kind not in _DASHING or not _is_label(found["label"]):
        return ""
    made = decided(found["label"])
    return "" if made and made.end - made.start == len(found["label"]) else kind


def _with_colon(line: Line) -> Line:
    first = line.cells[0]
    at = first.text.index(" ", len(_DASHED.match(first.text)["label"]))  # type: ignore[index]
    text, raw = (f"{words[:at]}: {words[at + 3 :]}" for words in (first.text, first.raw))
    return line._replace(cells=(first._replace(text=text, raw=raw), *line.cells[1:]))


def _blocks(lines: Sequence[Line]) -> Iterator[list[int]]:
    """Lines of two cells, each begun where the first one's are, with nothing between that has other columns."""
    block: list[int] = []
    for at, line in enumerate(lines):
        if line.ruled or not line.cells or (len(line.cells) == 1 and block):
            continue
        if len(line.cells) == 2 and (not block or _same_columns(lines[block[0]], line)):
            block.append(at)
        else:
            yield block
            block = [at] if len(line.cells) == 2 else []
    yield block


def _same_columns(first: Line, other: Line) -> bool:
    return first.page == other.page and all(
        abs(one.left - two.left) <= _OFF for one, two in zip(first.cells, other.cells, strict=True)
    )


def _is_label(words: str) -> bool:
    if len(words) > _LONGEST or len(words.split()) > _MOST_WORDS or bare(words) is not None or not words[:1].isupper():
        return False
    made = decided(words)
    plain = [word for word in words.lower().replace("/", " ").split() if word.isalpha()]
    return (bool(kind_of(words)) or (bool(plain) and all(word in form_words() for word in plain))) and (
        made is None or made.end - made.start < len(words) or kind_of(words) in ("allowed", "lost")
    )


def _asks_for_several(lines: Sequence[Line], block: Sequence[int]) -> bool:
    """Whether the labels are of several kinds, so that the left column is no list of one thing."""
    return len({lines[at].cells[0].text.rstrip("0123456789 ").lower() for at in block}) >= _LEAST - 1
