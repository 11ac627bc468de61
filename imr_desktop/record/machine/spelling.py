"""Words in doubt that no list knows, read as the one known word that they look like: "tendemess", "Jumbar", "aocuments".

In the limited process. Only where one group of letters that machines take for another makes it, and makes one word alone;
names, which no list knows, stay as they are. What was put right stays in doubt.
"""

from __future__ import annotations

import re
import tomllib
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from imr_desktop.paths import resource
from imr_desktop.record.machine.second import DOUBT
from imr_desktop.record.machine.tesseract import Seen

_SURE = 0.95
"""A word that the machine is so sure of stays."""
_WORD = re.compile(r"(?P<before>[(\[\"'“‘]?)(?P<word>[A-Za-z!|1][a-z!|1]{3,})(?P<behind>[.,;:)\]\"'’”]*)")
_CAPITAL = re.compile(r"\W*[A-Z]")
_LISTED = re.compile(r"(?<![a-z])[a-z]{4,}(?![a-z-])")
_ENDINGS = ("", "s", "es", "ed", "d", "ing", "ly", "er", "ness")
_KEPT = 20_000


def _known() -> frozenset[str]:
    """The words of the program's lists, and of the names of diagnoses."""
    texts = [
        resource("words", name).read_text("utf-8") for name in ("medical.txt", "ordinary.txt", "verbs.txt", "people.txt")
    ]
    texts.append(resource("facts", "drugs.toml").read_text("utf-8"))
    texts.append(zlib.decompress(resource("facts", "icd10cm.z").read_bytes()).decode())
    texts += (line.partition(" ")[0] for line in resource("letter", "document_words.txt").read_text("utf-8").splitlines()[1:])
    return frozenset(word for text in texts for word in _LISTED.findall(text.lower()))


KNOWN = _known()
PAIRS: tuple[tuple[str, str], ...] = tuple(
    (read, stood) for read, stood in tomllib.loads(resource("machine", "alike.toml").read_text(encoding="utf-8"))["pairs"]
)
"""Read with this module, as `KNOWN`: the confined process can open no file."""


def spelled(seen: Sequence[Seen]) -> Iterator[Seen]:
    """The words of a page, those put right that can be told."""
    for at, word in enumerate(seen):
        made = _made(word, [one for one in (*seen[max(0, at - 1) : at], *seen[at + 1 : at + 2]) if one.line == word.line])
        yield replace(word, text=made, confidence=min(word.confidence, DOUBT)) if made else word


def _made(word: Seen, beside: Sequence[Seen]) -> str:
    """What a word is read as; empty where it stays. One in a capital may be a name, beside another all the more."""
    found = _WORD.fullmatch(word.text) if word.confidence < _SURE and not word.turn else None
    if found is None:
        return ""
    core = found["word"]
    better = stood(core)
    named = core[0].isupper() and better[:1].isupper()
    if not better or (named and any(_CAPITAL.match(one.text) for one in beside)):
        return ""
    return found["before"] + better + found["behind"]


@lru_cache(maxsize=_KEPT)
def stood(core: str) -> str:
    """The one known word that letters taken for others make of one that no list knows; empty where there is none."""
    if _is_known(core):
        return ""
    made = {
        core[:at] + letters + core[at + len(read) :]
        for read, letters in PAIRS
        for at in range(len(core) - len(read) + 1)
        if core.startswith(read, at)
    }
    words = {one for one in made if one.lower() in KNOWN and one[1:].islower()}
    return words.pop() if len(words) == 1 else ""


def _is_known(core: str) -> bool:
    plain = core.lower()
    return any(plain.endswith(end) and {plain.removesuffix(end), plain.removesuffix(end) + "e"} & KNOWN for end in _ENDINGS)
