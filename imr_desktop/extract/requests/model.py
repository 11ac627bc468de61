"""A request as one paper of a dispute words it."""

from __future__ import annotations

from typing import Literal, NamedTuple

import msgspec

from imr_desktop.case.model import SourceRef
from imr_desktop.extract.requests.words import Verdict

Paper = Literal["application", "ur", "rfa"]
Count = Literal["asked", "allowed"]
PAPERS: dict[str, Paper] = {"imr application": "application", "ur determination": "ur", "rfa": "rfa"}
MOST_DOUBT = 0.2
"""How likely a decision may be another one, at the most, to be held for sure."""


class Found(NamedTuple):
    """A request in a document: its words, how much of it, what was decided, the page (from 0 in it) and words to quote.

    `sure` where a row of a table, a label or an entry of a list says that it is one; `doubt` is how likely the decision is
    another one, by what was learned (0 to 1); `otherwise` is what such a place of the same paper says that contradicts it.
    """

    title: str
    page: int
    quote: str
    asked: float | None = None
    allowed: float | None = None
    verdict: Verdict | None = None
    said: str = ""
    reason: str = ""
    guideline: str = ""
    sure: bool = False
    doubt: float = 0.0
    otherwise: tuple[Found, ...] = ()


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What one paper says about one request; `page` is the case page, None stands for what it does not say.

    `doubt` is how likely the decision is another one than was read (0 to 1). `unsure` are the numbers that are None because a
    machine read them with doubt. `on_appeal`: a letter that decides anew what another one decided; `otherwise` is what the
    same paper says that contradicts it.
    """

    source: Paper
    title: str
    asked: float | None = None
    allowed: float | None = None
    decision: Verdict | None = None
    doubt: float = 0.0
    unsure: tuple[Count, ...] = ()
    page: int
    said: str = ""
    reason: str = ""
    guideline: str = ""
    sources: tuple[SourceRef, ...] = ()
    on_appeal: bool = False
    otherwise: tuple[Request, ...] = ()

    @property
    def sure_decision(self) -> Verdict | None:
        """The decision, where it was read without much doubt."""
        return self.decision if self.doubt <= MOST_DOUBT else None

    @property
    def disputed(self) -> bool:
        """Whether it can be in dispute: what was certified whole is not."""
        return self.sure_decision in (None, "denied", "modified") or any(one.disputed for one in self.otherwise)
