"""The hits of a search as rows: one for each document, opened up where wanted; place, words, the reviewer's answer."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from imr_desktop.case import citation
from imr_desktop.case.model import Case, Search, SearchHit
from imr_desktop.language import tr
from imr_desktop.ui.widgets.rows import RowModel

Spans = tuple[tuple[int, int], ...]
MOST_SHOWN = 3
"""Places of a group whose words are shown before it is opened up."""
_LINE = "\u2028"


@dataclass(frozen=True)
class AnswerRow:
    """One hit, or a document's hits together; `hits` are their places in the search, `hit` is the strongest of them.

    `place` names page and document; `spans` are the offsets of the terms in the words. `inner` rows stand below their
    group's; a row of what was left out has no `hits`.
    """

    number: int
    hits: tuple[int, ...]
    hit: SearchHit
    place: str
    quote: str
    spans: Spans
    answers: tuple[str, ...] = ()
    found: bool = False
    inner: bool = False

    @property
    def key(self) -> str:
        return f"{self.hits}:{self.hit.source.page}:{self.quote}"

    @property
    def words(self) -> str:
        return self.quote

    @property
    def left_out(self) -> bool:
        return not self.hits

    @property
    def answered(self) -> bool:
        return all(self.answers)

    @property
    def answer(self) -> str:
        """The reviewer's remark, or how many hits have none."""
        said = [one for one in dict.fromkeys(self.answers) if one]
        open_hits = sum(not one for one in self.answers)
        if self.left_out:
            return tr("Left out")
        if open_hits:
            return (
                tr("{open_hits} of {hits_count} not answered", open_hits=open_hits, hits_count=len(self.hits))
                if said
                else tr("Not answered")
            )
        return " · ".join(said)

    @property
    def spoken(self) -> str:
        parts = [
            tr("Hit {number}, {place}", number=self.number, place=self.place),
            self.quote.replace(_LINE, ". "),
            self.answer,
        ]
        return ". ".join(part.rstrip(".") for part in parts) + "."


class AnswersModel(RowModel[AnswerRow]):
    """The hits of one search by document, the strongest first."""

    def show(
        self, search: Search | None, case: Case, opened: Collection[int] = (), left_out: tuple[SearchHit, ...] = ()
    ) -> None:
        """Show a search's hits; groups that begin with a hit in `opened` are opened up, `left_out` stand at the end."""
        self.show_rows(_rows(search, case, opened, left_out) if search else ())

    def next_open(self, after: int) -> int:
        """The next row with a hit not answered, from the top again after the last; -1 where all are answered."""
        total = len(self._rows)
        around = [(after + 1 + step) % total for step in range(total)]
        return next((at for at in around if not self._rows[at].answered), -1)


def _rows(search: Search, case: Case, opened: Collection[int], left_out: tuple[SearchHit, ...]) -> Iterator[AnswerRow]:
    from imr_desktop.review.searching import grouped

    number = 1
    for group in grouped(search, case):
        yield _row(number, group.hits, search, case, denied=group.denied)
        number += 1
        if len(group.hits) > 1 and group.hits[0] in opened:
            for at in group.hits:
                yield _row(number, (at,), search, case, denied=group.denied, inner=True)
                number += 1
    for hit in left_out:
        quote = " ".join(hit.source.quote.split())
        yield AnswerRow(number, (), hit, _place(case, (hit,), denied=False), quote, ())
        number += 1


def _row(number: int, hits: tuple[int, ...], search: Search, case: Case, *, denied: bool, inner: bool = False) -> AnswerRow:
    from imr_desktop.review.searching import term_spans

    every = tuple(search.hits[at] for at in hits)
    quote = _LINE.join(" ".join(hit.source.quote.split()) for hit in every[:MOST_SHOWN])
    if len(every) > MOST_SHOWN:
        quote += tr("{line}and {every_count} more: Right arrow shows each", line=_LINE, every_count=len(every) - MOST_SHOWN)
    answers = tuple(hit.remark.strip() for hit in every)
    found = any(hit.found for hit in every)
    place = _place(case, every, denied=denied)
    return AnswerRow(number, hits, every[0], place, quote, term_spans(search.terms, quote), answers, found, inner)


def _place(case: Case, hits: tuple[SearchHit, ...], *, denied: bool) -> str:
    """Where the hits are: ``pp. 4, 7 · Progress report · 3 places · denied there · same words on p. 30``."""
    document = case.document_at(hits[0].source.page)
    also = {page for hit in hits for page in hit.also}
    parts = (
        citation.listed({hit.source.page for hit in hits}, "p.", "pp."),
        document.title if document else "",
        tr("{hits_count} places", hits_count=len(hits)) if len(hits) > 1 else "",
        tr("denied there") if denied else "",
        tr("same words on {listed}", listed=citation.listed(also, "p.", "pp.")) if also else "",
    )
    return " · ".join(part for part in parts if part)
