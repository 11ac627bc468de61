"""Drafts made from structure, never from air: the summary from the findings, the rationale from the criteria.

Every sentence keeps its citations, and what it took from the case stays bound to it; the reviewer edits the draft. Drafting
again replaces the draft and leaves alone what the reviewer wrote (`imr_desktop.review.draft_marks`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from imr_desktop.case import bound, citation, dates, findings
from imr_desktop.case.bound import ended, lowered
from imr_desktop.case.model import Case, DisputedItem, Finding
from imr_desktop.case.outcome import CLOSING
from imr_desktop.preflight import polarity
from imr_desktop.review import criteria_told, phrasing
from imr_desktop.review.draft_marks import Drafted, Fragment, Fragments, framed, own, put, standing, text_of

if TYPE_CHECKING:
    from imr_desktop.review.checking import ItemReport

_DECIDED = re.compile(r"\bdecision (?:is |was )?based on\b", re.IGNORECASE)


def summary(case: Case) -> str:
    """The case summary drafted from the claim's facts and the findings, in the order of their categories."""
    return text_of(_summary(case, ""))


def put_summary(case: Case) -> Case:
    """The case with the draft of its summary in the place of the draft before; what was taken from the case is bound to it.

    What the reviewer's own words say already is not drafted beside them.
    """
    written = standing(case.summary, bound.ranges(case, "", "summary")).own_words
    return put(case, "", "summary", _summary(case, written))


def rationale(item: DisputedItem, report: ItemReport | None) -> str:
    """The rationale drafted from the reviewer's answers to the criteria; computed statuses are not answers."""
    return text_of(_rationale(item, report, ""))


def put_rationale(case: Case, item_id: str, report: ItemReport | None) -> Case:
    """The case with the draft of an item's rationale in the place of the draft before. Raises KeyError."""
    item = case.item(item_id)
    written = standing(item.rationale, bound.ranges(case, item_id, "rationale")).own_words
    return put(case, item_id, "rationale", _rationale(item, report, written))


# --- the summary ----------------------------------------------------------------------------------------------------------


def _summary(case: Case, written: str) -> list[Drafted]:
    said = _bare(written)
    fresh = [one for one in case.findings if not _stands(_bare(one.text), said) and not _told_by_another(one, case.findings)]
    told = _told(sorted(fresh, key=_rank))
    return [
        *_patient(case, " ".join((said, *(finding.text for finding in case.findings)))),
        *told,
        *_challenged(case, written),
    ]


def _patient(case: Case, said: str) -> Iterator[Drafted]:
    aged = case.age is not None and re.search(rf"\b{case.age}\W{{0,2}}years?\W{{0,2}}old", said, re.IGNORECASE)
    age = () if case.age is None or aged else framed("{}-year-old", (Fragment(str(case.age), "age"),))
    sex = (Fragment(case.sex, "sex"),) if case.sex and not aged else ()
    day = dates.written(case.dates.injury) if case.dates.injury else ""
    injured: tuple[Fragment, ...] = (Fragment(day, "dates.injury"),) if day and day not in said else ()
    last = dates.written(case.dates.injury_until)
    if injured and last:
        injured = (*injured, *own(" to "), Fragment(last, "dates.injury_until"))
    who = (*age, *own(" " if age and sex else ""), *sex)
    if who:
        article = phrasing.article(case.age) if age and case.age is not None else "a"
        until = (*own(" with an injury date of "), *injured) if injured else ()
        yield Drafted("patient", (Fragment(f"The patient is {article} "), *who, *until, Fragment(".")))
    elif injured:
        yield Drafted("patient", framed("The injury date is {}.", injured))


def _challenged(case: Case, written: str) -> Iterator[Drafted]:
    if case.dates.ur_denial is None or dates.written(case.dates.ur_denial) in written:
        return
    pages = [document.first_page for document in case.documents if document.type == "ur determination"]
    denied = Fragment(dates.written(case.dates.ur_denial), "dates.ur_denial")
    dated = own("The utilization review determination being challenged is dated ")
    yield Drafted("challenged", (*dated, denied, Fragment(f"{citation.cite(pages[:1])}.")))


def _told(found: Iterable[Finding]) -> Iterator[Drafted]:
    """The findings in sentences: what is one stands as one, phrases of a category together."""
    known: set[str] = set()
    for _, group in groupby(found, key=_category):
        for (whole, _), run in groupby(group, key=_kind):
            for some in phrasing.by_few(run, 1 if whole else phrasing.MOST_TOGETHER):
                if some[0].id not in known and ended(some[0].text):
                    yield Drafted(f"finding:{some[0].id}", _sentence(some[0]) if whole else _listed(some))
                known.update(finding.id for finding in some)


def _told_by_another(finding: Finding, others: Sequence[Finding]) -> bool:
    """Whether a longer finding has the same words and all of its pages."""
    words, pages = _bare(finding.text), {source.page for source in finding.sources}
    return any(
        len(other.text) > len(finding.text)
        and pages <= {source.page for source in other.sources}
        and other.category == finding.category
        and _stands(words, _bare(other.text))
        for other in others
    )


def _sentence(finding: Finding) -> Fragments:
    words = ended(finding.text)
    who = phrasing.subject(finding.category, words)
    words = words[:1].lower() + words[1:] if who else words[:1].upper() + words[1:]
    end = _cited(finding) + phrasing.full_stop(words)
    told = Fragment(words, f"finding:{finding.id}")
    return (*own(f"{who} " if who else ""), told, *own(end)) if who or end else _listed((finding,))


def _listed(some: Sequence[Finding]) -> Fragments:
    words = [phrasing.said(finding.text) for finding in some]
    cites = _merged([_cited(finding) for finding in some])
    parts: list[Fragment] = []
    for before, said, finding, cited in zip(phrasing.betweens(words), words, some, cites, strict=True):
        parts += (*own(before), Fragment(said, f"finding:{finding.id}"), *own(cited))
    stop = phrasing.full_stop(words[-1]) if not cites[-1] else "."
    frame = phrasing.frames(some[0].category, some[0].text)[len(some) > 1]
    return (*framed(frame, tuple(parts)), *own(stop))


def _kind(finding: Finding) -> tuple[bool, tuple[str, str]]:
    """Whether a finding stands as a sentence of its own, and the frames it is listed in where it does not."""
    whole = phrasing.is_sentence(finding.text) or bool(phrasing.subject(finding.category, finding.text))
    return whole, ("", "") if whole else phrasing.frames(finding.category, finding.text)


def _rank(finding: Finding) -> int:
    return findings.rank(finding.category)


def _category(finding: Finding) -> str:
    return finding.category


def _cited(finding: Finding) -> str:
    return citation.cite(citation.quotes(finding.sources))


def _merged(cites: Sequence[str]) -> list[str]:
    """Citations of one sentence; one is left out where the next part has the same."""
    return ["" if cited == following else cited for cited, following in zip(cites, [*cites[1:], None], strict=True)]


# --- the rationale --------------------------------------------------------------------------------------------------------


def _rationale(item: DisputedItem, report: ItemReport | None, written: str) -> list[Drafted]:
    said = _bare(written)
    drafted = (*_asked(item), *criteria_told.sentences(item.answers, report), *_therefore(item, written))
    kept = {one.key: one for one in drafted if not _stands(_bare(one.text), said)}
    return list(kept.values())


def _asked(item: DisputedItem) -> Iterator[Drafted]:
    field = "in_dispute" if item.in_dispute else "requested" if item.requested else "title"
    words = phrasing.said(item.disputed_text)
    cited = citation.cite(citation.quotes(item.sources))
    if words:
        asked = Fragment(words, f"item:{item.id}.{field}")
        yield Drafted("asked", (Fragment("The request is for "), asked, *own(f"{cited}.")))
    if guideline := ended(item.reviewer_guideline):
        applied = Fragment(guideline, f"item:{item.id}.reviewer_guideline")
        sentence = _DECIDED.search(guideline)
        frame = "The guideline is cited as follows: {}." if sentence else "The guideline applied is {}."
        yield Drafted("guideline", framed(frame, (applied,)))


def _therefore(item: DisputedItem, written: str) -> Iterator[Drafted]:
    """The result, unless the reviewer's own words state one: two would contradict each other or say it twice."""
    if item.decision and polarity.last_word(written) is None:
        yield Drafted("therefore", own(f"Therefore, {lowered(CLOSING[item.decision])}"))


# --- what stands there already --------------------------------------------------------------------------------------------


def _bare(text: str) -> str:
    return " ".join(citation.without(text).casefold().split()).replace(" .", ".")


def _stands(words: str, said: str) -> bool:
    """Whether words stand in a text, not in the middle of a word."""
    words = words.rstrip(" .;,")
    return not words or bool(re.search(rf"(?<!\w){re.escape(words)}(?!\w)", said))
