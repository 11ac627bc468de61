"""Citations in the form 8 CCR 9792.21.1(d) wants: their parts put into words, and words taken apart again.

Whatever is composed is read back as the same parts; words of another shape are read as None, never guessed.
"""

from __future__ import annotations

import re

import msgspec

from imr_desktop.rules.evidence_data import FormKey, evidence_data

LONGEST = 2_000
"""Characters of a text that is read as a citation, and of one part."""

MTUS_LEAD = "Decision based on "
OTHER_LEAD = "Decision based on Non-MTUS Citation "

_YEAR = re.compile(r"(?:19|20)\d\d")
_EDGES = " \t\r\n.,;:"
_SECTION = r"(?:, Section\(s\): (?P<section>[^\n]+?))?"
_MTUS = re.compile(rf"MTUS(?: (?P<chapter>[^\n]+?))??(?: (?P<year>(?:19|20)\d\d))?{_SECTION}\.?")
_GUIDELINE = re.compile(
    r"(?P<organization>[^\n“]+?)(?: \((?P<year>(?:19|20)\d\d)\))?(?:, Chapter: (?P<chapter>[^\n]+?))?"
    rf"{_SECTION}(?:, Page\(s\): (?P<page>[^\n]+?))?\.?"
)
_STUDY = re.compile(
    r"(?:(?P<author>[^\n“]+?)\. )?“(?P<title>[^\n”]+?)\.?”(?: (?P<journal>[^\n]+?)\.)??"
    r"(?: (?P<year>(?:19|20)\d\d))?(?:; vol\. (?P<volume>[^\n]+?))?(?:; pp\. (?P<pages>[^\n]+?))?\.?"
)


class GuidelineCitation(msgspec.Struct, frozen=True):
    """A citation's parts. `form` says which of them count: see ``[[form]]`` of ``resources/letter/evidence.toml``.

    The parts stand in an order that suits every form, for the fields of a window.
    """

    form: FormKey
    organization: str = ""
    author: str = ""
    title: str = ""
    journal: str = ""
    year: str = ""
    chapter: str = ""
    section: str = ""
    page: str = ""
    volume: str = ""
    pages: str = ""


def citation(form: FormKey, **parts: str) -> GuidelineCitation:
    """A citation of the given parts, tidied: one line each, no marks at the edges that the form itself sets.

    Raises KeyError for an unknown form and TypeError for an unknown part.
    """
    known = {name for name, _label in evidence_data().form_of(form).parts}
    return GuidelineCitation(form, **{name: tidy(words) for name, words in parts.items() if name in known or words.strip()})


def tidy(words: str) -> str:
    """A part as a citation holds it: one line, straight edges, at most `LONGEST` characters; quotes made single."""
    line = " ".join(words[:LONGEST].split()).replace("“", "‘").replace("”", "’")
    return line.strip(_EDGES)


def missing_parts(made: GuidelineCitation) -> tuple[str, ...]:
    """The labels of the parts the form asks for that are empty, in order; a year that is none counts as empty."""
    form = evidence_data().form_of(made.form)
    return tuple(label for name, label in form.parts if name in form.needed and not _given(made, name))


def words(made: GuidelineCitation) -> str:
    """The citation itself: ``MTUS Knee Disorders 2019, Section(s): Meniscal tears``."""
    if made.form == "mtus":
        return f"{_spaced('MTUS', made.chapter, made.year)}{_after(', Section(s): ', made.section)}"
    if made.form == "guideline":
        cited = (
            f"{made.organization}{_in_brackets(made.year)}{_after(', Chapter: ', made.chapter)}"
            f"{_after(', Section(s): ', made.section)}{_after(', Page(s): ', made.page)}"
        )
        return cited.lstrip(" ,")
    journal = f"{made.journal}." if made.journal else ""
    author = f"{made.author}." if made.author else ""
    title = f"“{made.title}{'' if made.title.endswith(('?', '!')) else '.'}”"
    return _spaced(author, title, journal, made.year) + _after("; vol. ", made.volume) + _after("; pp. ", made.pages)


def line(made: GuidelineCitation) -> str:
    """The line a determination prints under an item: ``Decision based on MTUS …, Section(s): ….``."""
    lead = MTUS_LEAD if made.form == "mtus" else OTHER_LEAD
    return f"{lead}{words(made)}."


def parse(text: str) -> GuidelineCitation | None:
    """The parts of a line or of a citation's words; None where they do not stand in the form, or name one part only.

    Nothing is guessed: what was read, put into words again, is the text.
    """
    cited = " ".join(text[: LONGEST * 2].split())
    for form in _forms_of(cited):
        bare = cited.removeprefix(OTHER_LEAD).removeprefix(MTUS_LEAD)
        found = _PATTERNS[form].fullmatch(bare)
        if found is not None:
            made = citation(form, **{name: part or "" for name, part in found.groupdict().items()})
            if len(_named(made)) > 1 and words(made) == bare.removesuffix("."):
                return made
    return None


def form_of(text: str) -> FormKey | None:
    """Which kind of authority a citation names, in the form or not: None for an empty text."""
    made = parse(text)
    if made is not None:
        return made.form
    return "mtus" if _NAMES_MTUS.search(text[:LONGEST]) else "guideline" if text.strip() else None


_NAMES_MTUS = re.compile(
    r"(?<!non-)(?<!outside of the )(?<!outside the )\b(?:MTUS|medical treatment utilization schedule)\b", re.IGNORECASE
)
_PATTERNS: dict[FormKey, re.Pattern[str]] = {"mtus": _MTUS, "guideline": _GUIDELINE, "study": _STUDY}


def _named(made: GuidelineCitation) -> list[str]:
    return [name for name, _label in evidence_data().form_of(made.form).parts if getattr(made, name)]


def _forms_of(cited: str) -> tuple[FormKey, ...]:
    if cited.startswith(OTHER_LEAD):
        return ("study", "guideline")
    if cited.startswith((f"{MTUS_LEAD}MTUS", "MTUS ")):
        return ("mtus",)
    return () if cited.startswith(MTUS_LEAD) else ("study", "guideline")


def _given(made: GuidelineCitation, name: str) -> bool:
    value = getattr(made, name)
    return bool(_YEAR.fullmatch(value)) if name == "year" else bool(value)


def _spaced(*parts: str) -> str:
    return " ".join(filter(None, parts))


def _after(lead: str, part: str) -> str:
    return f"{lead}{part}" if part else ""


def _in_brackets(year: str) -> str:
    return f" ({year})" if year else ""
