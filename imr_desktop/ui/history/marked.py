"""Two texts side by side: what stands in one and not in the other is marked, what is alike is shortened. Imports no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from imr_desktop.case.text import Change, changed_words
from imr_desktop.language import tr

KEPT = 90
"""Characters of a passage that stayed alike that are shown before and after a change."""
LONGEST = 1_500
"""Characters shown of one passage that changed."""
_GAP = " … "
_REWRITTEN, _SHORT = 0.4, 80
"""A longer text of which less than this share stayed is another text: marks on nearly every word would only hide it."""


@dataclass(frozen=True)
class Marked:
    """A text as it is shown, and the offsets of what the other one does not have."""

    text: str
    spans: tuple[tuple[int, int], ...] = ()


def sides(before: str, after: str, longest: int = LONGEST) -> tuple[Marked, Marked]:
    """Both texts, shortened alike. Where one is empty, nothing is marked in the other: all of it is new or gone."""
    if not before or not after:
        return Marked(_cut(before, longest)), Marked(_cut(after, longest))
    runs = changed_words(before, after)
    alike = sum(len(run.words) for run in runs if run.kind == "same")
    if alike < _REWRITTEN * max(len(before), len(after)) > _REWRITTEN * _SHORT:
        return Marked(_cut(before, longest)), Marked(_cut(after, longest))
    return _side(runs, "in", longest), _side(runs, "out", longest)


def _side(runs: Sequence[Change], without: str, longest: int) -> Marked:
    text, spans = "", []
    for at, run in enumerate(runs):
        if run.kind == without:
            continue
        words = _cut(run.words, longest)
        if run.kind == "same":
            words = _shortened(run.words, first=at == 0, last=at == len(runs) - 1)
        if run.kind != "same":
            spans.append((len(text), len(text) + len(words)))
        text += words
    return Marked(text, tuple(spans))


def _shortened(words: str, *, first: bool, last: bool) -> str:
    """A passage both texts have: its ends that touch a change, and a gap for the rest."""
    room = KEPT if first or last else 2 * KEPT
    if len(words) <= room + len(_GAP):
        return words
    head, tail = ("" if first else _whole_words(words[:KEPT])), ("" if last else _whole_words(words[-KEPT:][::-1])[::-1])
    made = f"{head.rstrip()}{_GAP}{tail.lstrip()}"
    return made.lstrip() if first else made.rstrip() if last else made


def _whole_words(words: str) -> str:
    """A beginning without the word it was cut in, where there is more than that word."""
    kept = words.rstrip().rpartition(" ")[0]
    return kept if len(kept) > KEPT // 2 else words


def _cut(words: str, longest: int) -> str:
    return (
        words
        if len(words) <= longest
        else tr(
            "{rstrip}… ({words_count:,} more characters)", rstrip=words[:longest].rstrip(), words_count=len(words) - longest
        )
    )
