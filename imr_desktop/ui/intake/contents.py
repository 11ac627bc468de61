"""What a packet holds, in a line or two: how many documents of which kinds, from when to when. Imports no Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from imr_desktop.case import dates
from imr_desktop.language import told, tr
from imr_desktop.review.document_kinds import title_of_kind
from imr_desktop.ui.guesses import guesses_of
from imr_desktop.ui.wording import counted

if TYPE_CHECKING:
    from imr_desktop.case.model import Document

LEAST = 12
"""Documents from which on their kinds are counted; fewer are seen at once."""
_MOST = 10


def size_words(documents: Sequence[Document]) -> str:
    """``421 documents, 12/09/2020 to 08/18/2024; 9 without a date, 12 in doubt``."""
    days = sorted(one.date for one in documents if one.date)
    size = counted(len(documents), "document")
    if days:
        span = {"first": dates.written(days[0]), "last": dates.written(days[-1])}
        size = tr("{documents}, {first} to {last}", documents=size, **span)
    undated, doubted = len(documents) - len(days), sum(bool(guesses_of(one)) for one in documents)
    more = [tr("{undated:,} without a date", undated=undated)] if undated else []
    more += [tr("{doubted:,} in doubt", doubted=doubted)] if doubted else []
    return "; ".join(filter(None, (size, ", ".join(more))))


def kind_words(documents: Sequence[Document]) -> str:
    """``Progress report 96, Therapy note 61 …``, the most first."""
    kinds = Counter(told(title_of_kind(one.kind or one.type)) or one.type for one in documents)
    listed = [f"{name} {count:,}" for name, count in kinds.most_common(_MOST)]
    left = len(kinds) - len(listed)
    return ", ".join((*listed, *([tr("{left:,} kinds more", left=left)] if left > 0 else [])))
