"""Whether a sentence shows what another calls absent: the same kind of thing, of the same part of the body.

A diagnosis shows no imaging, and a sign at the wrist no deficit of the leg. The kinds of things (imaging, strength,
sensation, therapy) with the words that deny and that show them are data: ``[[kind]]`` in ``resources/preflight/denied.toml``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache, partial

from imr_desktop.preflight.data import compile_any, compile_words, pattern_of, table
from imr_desktop.preflight.regions import regions_of, widened, with_nerves
from imr_desktop.preflight.texts import sentences

LONGEST_THING = 300
"""Letters of a claim's thing beyond which it names too much to be held against one sentence."""
hedged = partial(pattern_of, "denied.toml", "hedged", "words")
purpose = partial(pattern_of, "denied.toml", "purpose", "words")
"""Words from which on a claim says what the absent thing would have been for, or what it would have shown."""
_diagnoses = partial(pattern_of, "denied.toml", "speaks", "diagnoses")
_looked_at = partial(pattern_of, "denied.toml", "speaks", "looked_at")
_imaging = partial(pattern_of, "denied.toml", "speaks", "imaging")


@cache
def _lead() -> re.Pattern[str]:
    """Words before what is denied: "that the patient has undergone"."""
    return re.compile(rf"^\W*(?:{compile_words(table('denied.toml')['speaks']['lead']).pattern}\W*)+", re.IGNORECASE)


@dataclass(frozen=True)
class _Kind:
    denies: re.Pattern[str]
    shows: re.Pattern[str]
    unless: re.Pattern[str]
    regional: bool


@cache
def _kinds() -> tuple[_Kind, ...]:
    return tuple(
        _Kind(
            re.compile(rf"\W*(?:{compile_any(row['denies']).pattern})\W*", re.IGNORECASE),
            compile_any(row["shows"]),
            compile_words(row["unless"]),
            row["regional"],
        )
        for row in table("denied.toml")["kind"]
    )


@cache
def _signs() -> tuple[tuple[re.Pattern[str], frozenset[str]], ...]:
    return tuple((compile_words(row["words"]), frozenset(row["regions"])) for row in table("denied.toml")["sign"])


def speaks_to(thing: str, title: str, quote: str) -> bool:
    """Whether a sentence can show a thing: it looks where the thing is said to be absent, and with the same means.

    The part of the body is the one the thing names, or else the item's.
    """
    head = purpose().split(thing, maxsplit=1)[0]
    if _imaging().search(head) and not _imaging().search(quote):
        return False
    if _looked_at().search(head) and _diagnoses().search(quote):
        return False
    return _same_region(thing, title, quote)


def _same_region(thing: str, title: str, quote: str) -> bool:
    asked = with_nerves(thing) or widened(with_nerves(title))
    told = regions_of(quote) | frozenset[str]().union(*(regions for sign, regions in _signs() if sign.search(quote)))
    return not asked or not told or bool(asked & told)


def may_be_shown(thing: str) -> bool:
    """Whether a thing is of one of the kinds that a sentence can show."""
    return bool(_denied(thing)[1])


@lru_cache(maxsize=1024)
def _denied(thing: str) -> tuple[str, tuple[_Kind, ...]]:
    """What is said to be absent, without what it would be for, and the kinds it is of."""
    head = _lead().sub("", purpose().split(thing, maxsplit=1)[0]) if len(thing) < LONGEST_THING else ""
    return head, tuple(kind for kind in _kinds() if kind.denies.fullmatch(head)) if head else ()


@lru_cache(maxsize=4096)
def shown_in(thing: str, title: str, text: str) -> tuple[str, int] | None:
    """The first sentence of a text that shows a thing of one of the kinds, and where in it; None where there is none."""
    head, kinds = _denied(thing)
    for sentence in sentences(text) if kinds else ():
        for kind in kinds:
            shown = kind.shows.search(sentence.text)
            if shown and not kind.unless.search(sentence.text) and _is_there(kind, head, title, sentence.text):
                return sentence.text, shown.start()
    return None


def _is_there(kind: _Kind, head: str, title: str, sentence: str) -> bool:
    return not kind.regional or _same_region(head, title, sentence)
