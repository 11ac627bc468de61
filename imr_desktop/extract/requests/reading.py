"""The requests of a file's documents, paper by paper, each with its case page and the words it rests on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from imr_desktop.extract.pagetext import PagedText, folded, running_lines
from imr_desktop.extract.parts.asking import appealing
from imr_desktop.extract.parts.furniture import without_furniture
from imr_desktop.extract.patterns import phrase
from imr_desktop.extract.requests.care import knowing
from imr_desktop.extract.requests.choices import without_unchecked
from imr_desktop.extract.requests.evidence import requests_of
from imr_desktop.extract.requests.gaps import gaps_in, within
from imr_desktop.extract.requests.mentions import Names, names_of, plain_words, reworded
from imr_desktop.extract.requests.model import MOST_DOUBT, PAPERS, Found, Paper, Request
from imr_desktop.extract.requests.sheet import Sheet
from imr_desktop.extract.requests.slips import righted
from imr_desktop.extract.requests.stated import with_stated
from imr_desktop.extract.requests.unsure import doubt_beside, unsure_of
from imr_desktop.record.layout import layout_of

if TYPE_CHECKING:
    from imr_desktop.extract.gaps import Gap
    from imr_desktop.extract.part import Part
    from imr_desktop.record.model import PageText

_T = TypeVar("_T")
_UNTYPED = ("other", "correspondence")
_CUES = tuple(
    map(
        phrase,
        (
            r"utili[sz]ation (?:review|management)|\bUR (?:decision|determination|denial)|prospective review",
            r"non-?\s{0,3}certif|(?:is|are|was|were|be) (?:partially )?certified",
            r"physician (?:advisor|reviewer)|peer review|medical director|reviewer",
            r"medical(?:ly)? necess",
            r"request for authorization|\bRFA\b|date (?:request )?received",
            r"independent medical review|IMR application",
            r"mtus|acoem|\bODG\b|guideline",
        ),
    )
)
_LEAST_CUES = 3
_OF_APPLICATION = tuple(
    map(
        phrase,
        (
            r"\b(?:disputed (?:medical )?(?:treatments?|services?|items?)|(?:treatments?|services?|items?) in dispute)\b",
            r"\b(?:employee|applicant|worker)(?:['\u2019]?s)? sign(?:s|ature)\b",
            r"\bprimary diagnosis\b",
            r"\b(?:is liability disputed|disputing liability|liability (?:is )?disputed)\b",
            r"\bconsent to obtain\b",
        ),
    )
)
"""Labels of an application's own, on whichever of its pages."""
_OF_SHEET = tuple(
    map(
        phrase,
        (
            r"\b(?:denied|modified|refused) (?:or|and|/) ?(?:denied|modified|delayed)\b",
            r"\bindependent medical review\b",
            r"\b(?:date of )?(?:the )?(?:UR|utilization review) (?:letter|determination|decision)\b",
            r"\b(?:requested|asked for)\b|\b(?:service|treatment)s? ?(?:/|or|and) ?goods?\b",
            r"\b(?:attachment|addendum|continued|continuation|second sheet|sheet (?:2|two)|schedule|page 2)\b",
            r"\badditional (?:requests?|treatments?|services?|items?)\b",
        ),
    )
)
"""Labels and headings of a further sheet, which goes on with the paper before it."""
_POINTS = phrase(
    r"\b(?:see|per|as (?:listed|stated|set out) (?:on|in)) (?:the )?(?:page \d{1,2} of )?(?:the )?(?:attached|enclosed)\b"
)
"""How a form sends its reader to the report behind it, instead of listing what is asked for."""
_ASKS = phrase(
    r"\b(?:authorization|approval) (?:is|are) (?:hereby |now |being )?(?:sought|requested|needed)\b|"
    r"\brequest(?:ing)? authorization\b"
)
_LEAST_OWN, _LEAST_MORE = 3, 2
_TITLES: dict[Paper, re.Pattern[str]] = {
    "application": phrase(
        r"\b(?:application|request) (?:form )?for (?:an )?(?:independent medical review|IMR)\b"
        r"(?! (?:is|was|must|form|you|and)\b)|"
        r"\b(?:independent medical review|IMR)\W{1,4}(?:application|request form)\b|\bDWC form IMR\b"
    ),
    "rfa": phrase(
        r"\brequests? for (?:\w+ ){0,2}authorization\b(?! (?:dated|date|received|was|is|of \d|form dated))|"
        r"\bauthorization (?:request(?:ed)?|needed|form|sheet)\b(?! (?:dated|date|received|was|is|no|number))|"
        r"\b(?:serves?|treat|submitted) as (?:an? )?(?:formal )?(?:RFA|request for authorization)\b"
    ),
}
"""Headings of papers whose document bears another name."""
_NO_PAPER = ("determination", "notice of assignment", "index", "fax cover", "legal")
_TOP, _FIRST_LINES, _TOP_LINES, _MOST_HEADING = 3_000, 4, 24, 14
_HEAD = 700
_APPEAL = re.compile(
    r"\breconsideration (?:of|decision|determination|review)\b|\b(?:determination|decision|review|denial) (?:on|after|upon) "
    r"(?:an? )?(?:internal )?(?:appeal|reconsideration)\b|\bappeal (?:of|determination|decision|review|received)\b|"
    r"\bsecond[- ]level (?:appeal|review)\b",
    re.IGNORECASE,
)
"""How the head of a letter says that it decides anew what another letter decided."""
_KEPT = 2048
"""Papers of which is kept what they list: a file is gone through again and again while it is being read."""


class Listed(NamedTuple):
    """What the papers of a file list, and where they may list more."""

    requests: tuple[Request, ...]
    gaps: tuple[Gap, ...]


def requests_in(parts: Sequence[Part], pages: Sequence[PageText], first: int) -> Listed:
    """What the papers among a file's documents ask for and decide; `pages` are the file's, from case page `first` on."""
    layouts, furniture = _laid_out(parts, pages)
    read = list(_read(parts, layouts, furniture, first))
    found = [
        (one, _listed(one.paper, one.pages, furniture, known) if (known := _known(one, read)) else one.found) for one in read
    ]
    return Listed(
        tuple(_request(one.part, one.paper, each, _own(one.part, pages, first)) for one, listed in found for each in listed),
        tuple(
            gap
            for one, listed in found
            for gap in gaps_in(one.part, one.paper, listed, one.rest, _own(one.part, pages, first))
        ),
    )


def foresee_requests(parts: Sequence[Part], pages: Sequence[PageText], first: int, step: Callable[[], object]) -> None:
    """Find what `requests_in` will ask for, as far as a paper says it by itself. `step` is called between papers."""
    for _ in _read(parts, *_laid_out(parts, pages), first):
        step()


def _laid_out(parts: Sequence[Part], pages: Sequence[PageText]) -> tuple[Sequence[str], frozenset[str]]:
    """The pages as they are laid out, without what machines printed over them, and the lines that run over all of them."""
    layouts = without_furniture([layout_of_page(page) if page.readable else "" for page in pages]).texts
    return layouts, running_lines(layouts) if len(parts) > 1 else frozenset()


def _read(parts: Sequence[Part], layouts: Sequence[str], furniture: frozenset[str], first: int) -> Iterator[_Read]:
    """Each document that may be a paper, read as the one that it lists something as."""
    before: tuple[Paper, int] | None = None
    points = False
    for part in sorted(parts, key=lambda part: part.document.first_page):
        document = part.document
        own, rest = within(_own(part, layouts, first))
        papers = _papers(part, own[:1])
        goes_on = before[0] if before and before[1] + 1 == document.first_page else None
        if goes_on and goes_on != "ur" and (_is_more(part) or (points and _asks_within(part))):
            papers = [goes_on]
        listed = next(
            (one for paper in papers if (one := _Read(part, paper, own, _listed(paper, own, furniture), rest)).found), None
        )
        if listed is None and goes_on == "ur" and not (document.date or document.author or document.type in _NO_PAPER):
            more = _Read(part, "ur", own, _listed("ur", own, furniture), rest)  # it may be a further page of the letter
            listed = more if any(one.sure and one.verdict for one in more.found) else None
        elif (
            listed is None and not papers and document.type in _UNTYPED and any(cue.search(part.text.folded) for cue in _CUES)
        ):
            letter = _Read(part, "ur", own, _listed("ur", own, furniture), rest)  # it may decide without a word of review
            sure = [one for one in letter.found if one.sure and one.verdict and one.doubt <= MOST_DOUBT]
            listed = letter if len(sure) > 1 and 2 * len(sure) > len(letter.found) else None
        yield from [listed] if listed else [_Read(part, paper, own, (), rest) for paper in papers[:1]]
        paper = listed.paper if listed and listed.paper == "ur" else next(iter(papers), None)
        before = (paper, document.last_page) if paper else None
        points = (
            paper == "rfa"
            and not (listed and any(one.sure for one in listed.found))
            and bool(_POINTS.search(part.text.folded))
        )


def _own(part: Part, pages: Sequence[_T], first: int) -> Sequence[_T]:
    """Of a file's pages those of one document."""
    return pages[part.document.first_page - first : part.document.last_page - first + 1]


class _Read(NamedTuple):
    """A document read as a paper, by itself; `rest` as `Within` has it."""

    part: Part
    paper: Paper
    pages: tuple[str, ...]
    found: tuple[Found, ...]
    rest: int | None


def _known(one: _Read, read: Sequence[_Read]) -> Names:
    """What other papers are sure to name that this one speaks of, though it was not read there: names, and no more."""
    own = " | ".join(names_of(found.title for found in one.found))
    others = {found.title for other in read if other is not one for found in other.found if found.sure}
    unknown = [title for title in sorted(others) if any(name not in own for name in names_of((title,)))]
    if not unknown:
        return ()
    text = plain_words(" ".join(one.pages))
    return tuple(title for title in unknown if _is_told(title, text, listed=one.paper != "ur"))


def _is_told(title: str, text: str, *, listed: bool) -> bool:
    """Whether a text speaks of a title: by its name where its sentences decide, or in words that no list knows."""
    pattern = reworded((title,))
    named = not listed and any(f" {name} " in f" {text} " for name in names_of((title,)))
    return named or (pattern is not None and pattern.search(text) is not None)


@lru_cache(maxsize=_KEPT)
def _listed(paper: Paper, pages: tuple[str, ...], furniture: frozenset[str], known: Names = ()) -> tuple[Found, ...]:
    """What a paper lists; `known` are titles that other papers of the file name."""
    with knowing(reworded(known)):
        found = requests_of(Sheet.of(pages, furniture), paper, known)
    return with_stated(found, pages) if paper == "application" else found


def layout_of_page(page: PageText) -> str:
    """A page as it lies, with a machine's slips in labels put right."""
    return righted(layout_of(page)) if page.verdict == "doubtful" else layout_of(page)


def _papers(part: Part, laid: Sequence[str]) -> list[Paper]:
    """What a document may be, the likeliest first: its type's paper, then what its heading says.

    `laid` is its first page as it lies, if it has one: there a heading is none that stands beside an empty box.
    """
    kind = part.document.type
    if kind in _NO_PAPER or part.document.kind in _NO_PAPER:
        return []
    typed: Paper | None = PAPERS.get(kind) or ("ur" if kind in _UNTYPED and _reads_as_review(part.text) else None)
    if typed and typed != "ur":
        return [typed]
    lines = [line for line in part.text.folded[:_TOP].split("\n") if line.strip()][:_TOP_LINES]
    headed = [paper for paper, title in _TITLES.items() if _has_title(lines, title) and _is_chosen(laid, title)]
    if typed and _has_title(lines[:_FIRST_LINES], _TITLES["application"]):
        return [*headed, typed]
    return [typed, *headed] if typed else headed


def _is_chosen(laid: Sequence[str], title: re.Pattern[str]) -> bool:
    """Whether a heading stands on pages as they lie, and not only beside an empty box."""
    lines = [" ".join(line.split()) for page in laid for line in without_unchecked(page, folded(page))[1].split("\n")]
    return not any(lines) or any(map(title.search, (*lines, " ".join(lines))))


def _is_more(part: Part) -> bool:
    """Whether a document reads as a further sheet of the application or request right before it."""
    head = part.text.folded[:_TOP]
    own = sum(label.search(head) is not None for label in _OF_APPLICATION)
    if part.document.type == "ur determination":
        return own >= _LEAST_OWN
    more = own + sum(label.search(head) is not None for label in _OF_SHEET)
    return part.document.type in _UNTYPED and more >= _LEAST_MORE


def _asks_within(part: Part) -> bool:
    """Whether a report has a part of its own that asks for authorization."""
    return _ASKS.search(part.text.folded) is not None


def _has_title(lines: Sequence[str], title: re.Pattern[str]) -> bool:
    """Whether a heading among a document's first lines reads so."""
    pairs = (*lines, *(" ".join(pair) for pair in pairwise(lines)))
    return any(len(line.split()) <= _MOST_HEADING and title.search(line) for line in pairs)


def _reads_as_review(text: PagedText) -> bool:
    """Whether a document that bears no such name reads as a letter of utilization review, and does not appeal to one."""
    cues = sum(cue.search(text.folded, 0, 20_000) is not None for cue in _CUES)
    return cues >= _LEAST_CUES and not appealing(text.folded[:20_000])


def papers_found(kind: str, pages: Sequence[str]) -> tuple[Found, ...]:
    """The requests in the pages of one document of a kind (``imr application``, ``ur determination``, ``rfa``)."""
    return _listed(PAPERS[kind], tuple(pages), frozenset())


def _on_appeal(part: Part) -> bool:
    named = f"{part.document.title}\n{part.text.folded[:_HEAD]}"
    return part.document.type == "ur determination" and _APPEAL.search(named) is not None


def _request(part: Part, paper: Paper, one: Found, pages: Sequence[PageText]) -> Request:
    start, end = place_of(part.text, one.page, one.quote)
    source = part.source(start, end)
    unsure = unsure_of(one, pages)
    doubt = max(one.doubt, doubt_beside(one, pages)) if one.verdict else one.doubt
    return Request(
        source=paper,
        title=one.title,
        asked=None if one.asked is None or "asked" in unsure else float(one.asked),
        allowed=None if one.allowed is None or "allowed" in unsure else float(one.allowed),
        decision=one.verdict,
        doubt=round(doubt, 2),
        unsure=unsure,
        page=source.page,
        said=one.said,
        reason=one.reason,
        guideline=one.guideline,
        sources=(source,),
        on_appeal=_on_appeal(part),
        otherwise=tuple(_request(part, paper, other, pages) for other in one.otherwise),
    )


def place_of(text: PagedText, page: int, words: str) -> tuple[int, int]:
    """Where words of a page's layout stand in its text: all, else as many as stand together, else the page's first line."""
    start = text.starts[min(page, len(text.starts) - 1)]
    end = text.starts[page + 1] - 1 if page + 1 < len(text.starts) else len(text.raw)
    tokens = words.split()
    for count in _lengths(len(tokens)):
        pattern = r"\s{1,200}".join(map(re.escape, tokens[:count]))
        match = re.compile(pattern).search(text.raw, start, end)
        if match:
            return match.span()
    first = next((match for match in re.finditer(r"[^\n]*\S[^\n]*", text.raw[start:end])), None)
    return (start + first.start(), start + first.end()) if first else (start, end)


def _lengths(count: int) -> Iterator[int]:
    """How many of so many words are looked for, one after the other."""
    count = min(count, 40)
    while count:
        yield count
        count = count // 2
