"""The authority behind each decision: cited, exact, and more than the silence of one guideline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from imr_desktop.case.model import Case, DisputedItem
from imr_desktop.preflight import places
from imr_desktop.preflight.data import compile_words, spaced, table
from imr_desktop.preflight.problem import Context, Fix, Raised
from imr_desktop.preflight.registry import check
from imr_desktop.preflight.texts import TextField, rationales, sentences

_WORD = re.compile(r"\w+")


@cache
def _words(part: str, key: str) -> re.Pattern[str]:
    return compile_words(table("wording.toml")[part][key])


@cache
def _section() -> re.Pattern[str]:
    return re.compile("|".join(spaced(words) for words in table("wording.toml")["mtus"]["section"]), re.IGNORECASE)


def cites(guideline: str) -> bool:
    """Whether a guideline line cites anything ("did not cite any medical evidence" does not)."""
    text = guideline.strip()
    if not text:
        return False
    found = _words("no_citation", "phrases").search(text)
    return found is None or len(_WORD.findall(text[found.end():])) > 12


@check("citation.missing", severity="must fix")
def missing(case: Case, context: Context) -> Iterator[Raised]:
    """Each decision cites its authority, or says why it cites none.

    bad: {"items": [{"reviewer_guideline": ""}]}
    bad: {"items": [{"reviewer_guideline": "The Expert Reviewer did not cite any medical evidence for its decision."}]}
    good: {"items": [{"reviewer_guideline": "Decision based on MTUS Knee Complaints 2004, Section(s): Special Studies."}]}
    good: {"items": [{"reviewer_guideline": "", "no_citation_reason": "The request names no treatment."}]}
    good: {"items": [{"reviewer_guideline": "", "end_state": "withdrawn"}]}
    """
    for number, item in places.numbered(case):
        if item.end_state is None and not cites(item.reviewer_guideline) and not item.no_citation_reason.strip():
            yield Raised(places.of_item(number, item, "reviewer_guideline"),
                         f"Item {number} cites no authority: cite one, or give the reason.", str(number),
                         item.reviewer_guideline.strip() or None, Fix("Give the reason", act="give reason", target=item.id))


@check("citation.section", severity="consider", flag=True)
def section(case: Case, context: Context) -> Iterator[Raised]:
    """A citation of the MTUS names the section.

    bad: {"items": [{"reviewer_guideline": "Decision based on MTUS Shoulder Complaints 2004."}]}
    good: {"items": [{"reviewer_guideline": "Decision based on MTUS Shoulder Complaints 2004, Section(s): Special Studies."}]}
    good: {"items": [{"reviewer_guideline": "Decision based on Non-MTUS Citation ODG, Pain Chapter."}]}
    """
    for number, item in places.numbered(case):
        if _names_mtus(item.reviewer_guideline) and not _section().search(item.reviewer_guideline):
            yield Raised(places.of_item(number, item, "reviewer_guideline"),
                         f"Item {number} cites the MTUS without a section: name it.", str(number))


@check("citation.silence", severity="must fix")
def silence(case: Case, context: Context) -> Iterator[Raised]:
    """No denial rests on nothing but that the MTUS does not address the treatment.

    bad: {"items": [{"decision": "Upheld",
          "rationale": "The MTUS is silent on this device. The request is not medically necessary."}]}
    good: {"items": [{"decision": "Overturned",
          "rationale": "The MTUS is silent on this device. The request is medically necessary."}]}
    good: {"items": [{"decision": "Upheld",
          "rationale": "The MTUS is silent on this device. ODG advises against it in acute sprains."}]}
    """
    for field in rationales(case):
        item = field.item
        if item is not None and item.decision == "Upheld":
            quote = _only_silence(item, field)
            if quote:
                start = item.rationale.index(quote)
                message = f"Item {field.number} is denied only because the MTUS is silent: give other evidence."
                yield Raised(field.place(start, start + len(quote)), message, field.key, quote)


def _only_silence(item: DisputedItem, field: TextField) -> str:
    """The sentence on silence where nothing else in rationale or citation carries the denial, else an empty text."""
    said = [one for one in field.sentences("mtus", "utilization schedule") if _words("silence", "phrases").search(one.text)]
    if not said or _words("mtus", "other").search(item.reviewer_guideline) or _words("mtus", "other").search(field.text):
        return ""
    rest = [one for one in sentences(field.text) if one not in said and not _words("silence", "closing").search(one.text)]
    words = sum(len(_WORD.findall(one.text)) for one in rest)
    return said[0].text if words < table("wording.toml")["silence"]["enough_words"] else ""


def _names_mtus(guideline: str) -> bool:
    found = _words("mtus", "names").search(guideline)
    return found is not None and not _words("mtus", "other").search(guideline)
