"""Words that name care: drugs, procedures, services, supplies; and the parts of a paper that only tell of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache

from imr_desktop.extract.facts.tables import table
from imr_desktop.extract.requests.care_words import care_word_at
from imr_desktop.extract.requests.words import all_decided, form_words, phrase, words_in
from imr_desktop.rules.request.body import body_parts

_DOSE = r"\d{1,4}(?:\.\d{1,3})?(?:[/-]\d{1,4}(?:\.\d{1,3})?)? ?(?:mg|mcg|ml|gm?|iu)\b|\d{1,2}(?:\.\d)? ?%"
_LONGEST_HEADING = 10
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9-]+")
_FORM = re.compile(
    r"(?<!SIJ )(?<!joint )(?<!acet )(?<!ranch )(?<!cular )(?<!umbar )(?<!vical )(?<!racic )"
    r"\bRFA\b(?!\s{1,9}(?:of|at|left|right|L\d|C\d))"
)
"""The form for asking, not the ablation."""
_DIAGNOSIS = re.compile(
    r"(?<![\w./-])[A-TV-Z]\d[0-9A-Z]\.[0-9A-Z]{1,4}(?![\w.])|(?<![\w.#$/-])\d{3}\.\d{1,2}(?![\w.%/]|\s?(?:mg|mcg|ml|gm?)\b)"
)
"""A diagnosis's code of ICD-10, or of ICD-9."""
_SOURCE = re.compile(r"\b(?:ODG|MTUS|ACOEM|CCR|disability guidelines)\b")
_DECIDING = re.compile(r"\b(?:decisions?|determinations?)\b", re.IGNORECASE)
_NOTICE = re.compile(r"\W{0,3}(?:important|notices?|summary)\b", re.IGNORECASE)
_QUESTIONS = re.compile(
    r"\W{0,3}questions?\b.{0,20}\b(?:and|conclusions?|decisions?|review|presented|answer\w*)", re.IGNORECASE
)
_QUOTING = phrase(
    r"\b(?:guidelines?|mtus|odg|acoem|criteria|literature|studies show|evidence-based|chapter|labor code|ccr|9792)\b|"
    r"\b(?:recommended|indicated|appropriate|advised|an option) "
    r"(?:as|for(?! (?:approval|certification|authorization|non-|denial|partial|modif|conditional))|"
    r"in|where|if|only|when|after|until|before|"
    r"over|to treat)\b|"
    r"\b(?:previous(?:ly)?|prior|earlier|last year|at that time|in the past|already|to date|has had|"
    r"had been(?! (?:for|asked|requested|sought|ordered|prescribed))|"
    r"completed|underwent|"
    r"status post|was (?:given|done|treated))\b"
)

_ASKS_FOR = phrase(r"\b(?:asks|requests|orders|prescribes|seeks|recommends|proposes|wants)\b")
_MEETS = phrase(
    r"\b(?:meets?|met|satisf(?:y|ies|ied)) (?:the |these )?criteria\b|"
    r"\bcriteria (?:are |were |is )?(?:not )?(?:met|satisfied)\b"
)
"""How a decision says that a guideline agrees: no quotation."""


@cache
def _drugs() -> tuple[frozenset[str], tuple[str, ...]]:
    names = [name.lower() for name in (*table("drugs")["generics"], *table("drugs")["brands"])]
    return frozenset(name for name in names if " " not in name), tuple(name for name in names if " " in name)


@cache
def _care() -> re.Pattern[str]:
    return phrase(rf"(?<![\w-])(?:{'|'.join(words_in('care'))})(?![\w])|{_DOSE}")


_KNOWN: ContextVar[re.Pattern[str] | None] = ContextVar("_KNOWN", default=None)


@contextmanager
def knowing(names: re.Pattern[str] | None) -> Iterator[None]:
    """Let words that match `names` be care, too: what other papers of the file call it."""
    token = _KNOWN.set(names)
    try:
        yield
    finally:
        _KNOWN.reset(token)


def care_at(text: str) -> int:
    """Where words first name care; -1 where they do not."""
    place = listed_care_at(text)
    known = _KNOWN.get()
    named = known.search(text, 0, len(text) if place < 0 else place) if known else None
    return named.start() if named else place


@lru_cache(maxsize=4096)
def listed_care_at(text: str) -> int:
    """Where words first name care that the lists know; -1 where they do not."""
    text = _FORM.sub("   ", text)
    single, several = _drugs()
    match = _care().search(text)
    places = [match.start()] if match else []
    places += [care_word_at(text)]
    places += [next((one.start() for one in _WORD.finditer(text) if one.group().lower() in single), -1)]
    lower = text.lower()
    places += [lower.find(name) for name in several if name in lower]
    return min((place for place in places if place >= 0), default=-1)


def is_drug(word: str) -> bool:
    """Whether a word is a drug's name."""
    return word.lower() in _drugs()[0]


def names_care(text: str) -> bool:
    """Whether words name a drug, a procedure, a service or a supply."""
    return care_at(text) >= 0


def has_code(words: str) -> bool:
    """Whether a diagnosis's code stands among words."""
    return _DIAGNOSIS.search(words) is not None


def is_diagnosis(words: str) -> bool:
    """Whether words are a diagnosis with its code rather than care."""
    return has_code(words) and not names_care(words)


def is_source(title: str) -> bool:
    """Whether words cite a guideline or a rule."""
    return _SOURCE.search(title) is not None


def is_form(title: str) -> bool:
    """Whether words are a form's own: labels, days, a page's number."""
    return all(word in form_words() or word in _furniture() for word in re.findall(r"[a-z]+", title.lower()))


@cache
def _furniture() -> frozenset[str]:
    return frozenset(words_in("furniture"))


@cache
def _asides() -> re.Pattern[str]:
    return phrase(rf"[\s\W]{{0,10}}(?:(?:\d{{1,2}}|[a-h]|[ivx]{{1,4}})[.)] )?(?:{'|'.join(words_in('aside'))})\b")


@cache
def _begins(kind: str, *, anywhere: bool = False) -> re.Pattern[str]:
    if anywhere:
        return phrase(rf"\b(?:{'|'.join(words_in(kind))})")
    return phrase(rf"[\s\W]{{0,6}}(?:\d{{1,2}}[.)]\s{{0,4}})?(?:{'|'.join(words_in(kind))})(?![a-z])")


@lru_cache(maxsize=4096)
def is_aside(text: str) -> bool:
    """Whether a line opens a part of a letter that tells, quotes or instructs ("Records reviewed", "Rationale: …")."""
    match = _asides().match(text)
    if match is None or _QUESTIONS.match(text):
        return False
    if _NOTICE.match(text) and (all_decided(text) or _DECIDING.search(text)):
        return False
    rest = text[match.end() :].strip()
    told = not any(map(str.isdigit, rest)) and listed_care_at(rest) < 0
    return not rest or rest[0] in ":." or (told and len(text.split()) <= _LONGEST_HEADING)


def opens_other(text: str) -> bool:
    """Whether a line or label opens a part of a form that asks for nothing (diagnoses, history, instructions)."""
    return _begins("elsewhere").match(text) is not None


def asks_for_none(text: str) -> bool:
    """Whether a heading says of what stands below it that it is not asked for."""
    return _begins("unasked", anywhere=True).search(text) is not None


def is_of_person(text: str) -> bool:
    """Whether a line or label of a form is about people or the claim, and not what they ask for."""
    return _begins("person").match(text) is not None and _ASKS_FOR.search(text.split(":")[0]) is None


def quotes(sentence: str) -> bool:
    """Whether a sentence tells of a guideline or of care that is past: it decides nothing."""
    return _QUOTING.search(_MEETS.sub(" ", sentence)) is not None


_PERSON_OR_FIRM = re.compile(
    r",?\s(?:R\.?N|M\.?D|D\.?O|D\.?C|D\.?P\.?M|Ph\.?D|Psy\.?D|L\.?Ac|L\.?V\.?N|P\.?A-?C|L\.?M\.?F\.?T|"
    r"L\.?C\.?S\.?W|Au\.?D|Esq)\.?\Z|"
    r"\A(?:Dr\.?|Doctor)\s[A-Z]|\bQME\b(?! (?:re-?)?(?:eval|exam|report))|\blicensed?\b.{0,30}\d|"
    r"\b(?:Corporation|Inc|LLC|LLP|Insurance|Mutual|Cooperative|Company|Group|Department|Unit|Agency|Authority|Associates)\.?\Z"
)
_HELP_OR_DEVICE = re.compile(
    r"\b(?:assistant|assist)\b|(?<!management)(?<!review)(?<!\bUR)(?<!claims)(?<!medical)\sUnit\Z", re.IGNORECASE
)
"""What ends like a person or a firm, and is care: "Surgical assistant PA-C", "TENS Unit"."""


def is_no_care(title: str) -> bool:
    """Whether words name a person or firm, or nothing but a part of the body: no request by themselves."""
    if _PERSON_OR_FIRM.search(title) and not (_HELP_OR_DEVICE.search(title) and names_care(title)):
        return True
    words = re.findall(r"[a-z]+", title.lower())
    return not names_care(title) and all(word in words_in("naming_nothing") or body_parts(word) for word in words)
