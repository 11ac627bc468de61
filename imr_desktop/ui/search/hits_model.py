"""The hits of a search as rows: place, the words with the terms marked, the reviewer's answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from imr_desktop.case import citation
from imr_desktop.case.model import Case, Search, SearchHit
from imr_desktop.ui.widgets.rows import RowModel

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class AnswerRow:
    """One hit. `place` names page and document; `spans` are the offsets of the terms in its words."""

    number: int
    hit: SearchHit
    place: str
    quote: str
    spans: Spans

    @property
    def key(self) -> str:
        return f"{self.number}:{self.hit.source.page}:{self.quote}"

    @property
    def words(self) -> str:
        return self.quote

    @property
    def answered(self) -> bool:
        return bool(self.hit.remark.strip())

    @property
    def answer(self) -> str:
        """The reviewer's remark, or that there is none."""
        return self.hit.remark if self.answered else "Not answered"

    @property
    def spoken(self) -> str:
        parts = [f"Hit {self.number}, {self.place}", self.quote, self.answer]
        return ". ".join(part.rstrip(".") for part in parts) + "."


class AnswersModel(RowModel[AnswerRow]):
    """The hits of one search, in page order."""

    def show(self, search: Search | None, case: Case) -> None:
        from imr_desktop.review.searching import term_spans

        def spans(quote: str) -> Spans:
            return term_spans(search.terms, quote) if search else ()

        self.show_rows(_row(number, hit, case, spans) for number, hit in enumerate(search.hits if search else (), start=1))

    def next_open(self, after: int) -> int:
        """The next hit without an answer, from the top again after the last; -1 where all are answered."""
        total = len(self._rows)
        around = [(after + 1 + step) % total for step in range(total)]
        return next((at for at in around if not self._rows[at].answered), -1)


def _row(number: int, hit: SearchHit, case: Case, spans: Callable[[str], Spans]) -> AnswerRow:
    document = case.document_at(hit.source.page)
    quote = " ".join(hit.source.quote.split())
    place = citation.label(hit.source.page) + (f" · {document.title}" if document else "")
    return AnswerRow(number, hit, place, quote, spans(quote))
