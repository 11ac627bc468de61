"""Words that may lose their capital inside a sentence: ordinary and medical ones, from lists; never a name.

A word that no list has keeps its capital: ``Norco``, ``MRI``, ``Spurling's`` and ``L4-5`` stand as they were written, as do
quotations.
"""

from __future__ import annotations

from functools import cache

from imr_desktop.paths import resource


@cache
def words(name: str) -> frozenset[str]:
    """The words of a list in ``resources/words``, in small letters: ``ordinary``, ``medical`` and others."""
    lines = resource("words", f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def begun_small(text: str) -> str:
    """A clause as it stands inside a sentence: its first letter small where its first word is known not to be a name."""
    first = text.split(" ", 1)[0].rstrip(",;:.")
    lower = first[:1].lower() + first[1:]
    known = lower == "a" or all(part in words("ordinary") or part in words("medical") for part in lower.split("-"))
    return text[:1].lower() + text[1:] if first and known else text
