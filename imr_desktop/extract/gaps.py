"""Pages out of which less was read than they may say, so that what is not found there is not taken for an answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from imr_desktop.extract.facts.collect import MOST_FINDINGS

if TYPE_CHECKING:
    from imr_desktop.case.model import Document
    from imr_desktop.extract.facts.collect import Part
    from imr_desktop.extract.model import Proposal


class Gap(NamedTuple):
    """Case pages out of which less was read than they may say: what is not found there is unknown.

    `what` says it in sentences, with what to do; `document` is the id of the one they are of, empty for pages of several.
    """

    document: str
    first_page: int
    last_page: int
    what: str


def too_long(parts: Iterable[Part]) -> Iterator[Gap]:
    """The ends of documents that are longer than what is searched for facts."""
    for part in parts:
        if part.text.rest is not None:
            what = "Too far on in a long document: no facts were looked for. Read it yourself."
            yield Gap(part.document.id, part.document.first_page + part.text.rest, part.document.last_page, what)


def too_many(documents: Sequence[Document], proposals: Iterable[Proposal]) -> Iterator[Gap]:
    """The pages of a file that say more than the findings which are offered."""
    if sum(one.key.startswith("findings.") for one in proposals) >= MOST_FINDINGS:
        what = f"More may stand here than the {MOST_FINDINGS} findings that are offered. Look through it yourself."
        yield Gap("", documents[0].first_page, documents[-1].last_page, what)
