"""What the MTUS Drug List says of one requested drug on its day: status, fills, and in words why it is not known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache

from imr_desktop.case.dates import written
from imr_desktop.rules.drug_names import DrugWords, Vocabulary
from imr_desktop.rules.formulary import DrugList, DrugLists, InForce, ListedDrug, ListStatus, seen_of
from imr_desktop.rules.model import InputValue

OUTSIDE = "outside the formulary"
_PARTIAL = "for the list that ships is partial"
_IMPORT = "Import the state's list (Case, Import drug list)"
_AS_WRITTEN = ("dispense as written", "brand name only", "do not substitute", "brand medically necessary", "daw")
_GIVEN = ("intramuscular", "intravenous", "injection", "injections", "in office", "administered")
_SELF = ("self-administered", "self administered", "auto-injector", "autoinjector")
_COMPOUNDED = ("compound", "cmpd")
_ALIKE, _CLOSE = 88.0, 75.0


@dataclass(frozen=True)
class ListAnswer:
    """What is known of a requested drug: `status` (empty: unknown), days of its fills (None: unknown), all of it in words.

    `as_written` tells that the request asks for the brand itself, `brand` that it names a brand, `generic` that it names
    generics alone.
    """

    drug: str
    words: str
    status: ListStatus = ""
    version: str = ""
    effective: date | None = None
    imported: bool = False
    special_fill: int | None = None
    perioperative: int | None = None
    as_written: bool = False
    brand: bool = False
    generic: bool = False
    kit: bool = False
    outside: bool = False
    entries: tuple[ListedDrug, ...] = ()


def _fill_days(days: int | None) -> InputValue | None:
    return None if days is None else float(days)


INPUTS: Mapping[str, Callable[[ListAnswer], InputValue | None]] = {
    "drug.list_status": lambda answer: OUTSIDE if answer.outside else answer.status or None,
    "drug.list_entry": lambda answer: answer.words,
    "drug.special_fill_days": lambda answer: _fill_days(answer.special_fill),
    "drug.perioperative_days": lambda answer: _fill_days(answer.perioperative),
    "drug.parts": lambda answer: tuple(answer.drug.split("/")) if answer.drug else None,
    "drug.brand_named": lambda answer: True if answer.brand else False if answer.generic else None,
    "drug.brand_when_generic": lambda answer: False if answer.generic and not answer.as_written else None,
    "drug.is_generic_or_single_source": lambda answer: True if answer.generic and not answer.as_written else None,
    "drug.physician_administered": lambda answer: True if answer.outside else None,
    "drug.kit": lambda answer: answer.kit or None,
}
"""Inputs that a list's answer gives."""


class Formulary:
    """The lists with the words of drug names, ready to be asked."""

    def __init__(self, lists: DrugLists, drugs: Mapping[str, Iterable[str]]) -> None:
        self.lists, self._drugs = lists, drugs
        self._indexes: dict[str, _Index] = {}
        self.answer = lru_cache(maxsize=512)(self._answer)

    def forget_texts(self) -> None:
        """Forget what was asked in which words."""
        self.answer.cache_clear()
        self.vocabulary.forget_texts()
        for index in self._indexes.values():
            index.vocabulary.forget_texts()

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of all drugs that services name."""
        return Vocabulary(self.lists.file.names, self._drugs)

    def index(self, one: DrugList) -> _Index:
        """A list's lines by what they hold; made once."""
        if one.version not in self._indexes:
            self._indexes[one.version] = _Index(one, Vocabulary(self.lists.file.names, self._drugs, _names(one)))
        return self._indexes[one.version]

    def near(self, text: str) -> str:
        """A drug that is written nearly like this, among those that are known here; empty where there is none."""
        from rapidfuzz import fuzz, process

        brands = (brand for brands in self._drugs.values() for brand in brands)
        known = sorted({*self.vocabulary.generics, *self.lists.file.names.brands, *brands})
        words = " ".join(word for word in text.split() if word.isalpha()) or text
        best = process.extractOne(words, known, scorer=fuzz.ratio, processor=str.lower, score_cutoff=_CLOSE)
        return best[0] if best else ""

    def _answer(self, text: str, day: date | None, later: date | None = None) -> ListAnswer:
        """What the list in force on `day` says of the drug in a text; `later` is a day on which another may be in force."""
        if day is None:
            return self._about(text, "", "Not known which MTUS Drug List governs: the case has no date")
        if not self.lists.versions:
            return self._about(text, "", "No version of the MTUS Drug List is known to these packs")
        standing = self.lists.at(day)
        if standing is None:
            return self._about(text, "", f"On {written(day)} there was no MTUS Drug List: the first is of 01/01/2018")
        found = self._on(text, standing)
        return replace(found, words=found.words + self._changed(text, standing, later))

    def _on(self, text: str, standing: InForce) -> ListAnswer:
        if standing.imported is None or standing.unseen:
            return self._partial(text, standing)
        found = self.index(standing.imported).find(text)
        about = replace(
            self._about(text, found.drug, ""), version=standing.version, effective=standing.effective, imported=True
        )
        if about.outside:
            return replace(about, words=f"{standing.words}: {_given(about)}")
        since = "; no later version is known here" if standing.later else ""
        return replace(
            about,
            words=f"{standing.words} (imported {written(standing.imported.imported)}{since}): {found.said}",
            status=found.status,
            special_fill=found.special_fill,
            perioperative=found.perioperative,
            entries=found.entries,
        )

    def _partial(self, text: str, standing: InForce) -> ListAnswer:
        """The answer of what ships: a status only where it was seen in this very version."""
        words = self.vocabulary.parse(text)
        about = replace(self._about(text, _named(words), ""), version=standing.version, effective=standing.effective)
        if about.outside:
            return replace(about, words=f"{standing.words}: {_given(about)}")
        seen = seen_of(self.lists, words.ingredients) if words.ingredients else ()
        here = [one for one in seen if one.version in standing.version.split("/") and not standing.unseen]
        if here:
            sure = here[-1].confidence == "high"
            said = f"{about.drug} is {'' if sure else 'reported as '}{here[-1].status} ({here[-1].source})"
            told = f"{standing.words}: {said}; the list that ships is partial"
            return replace(about, words=told, status=here[-1].status if sure else "")
        earlier = f" {seen[-1].version} classed it {seen[-1].status}." if seen else ""
        older = self._older(text, standing)
        what = about.drug or "the drug"
        return replace(
            about, words=f"{standing.words}: the class of {what} is unknown, {_PARTIAL}.{earlier}{older} {_IMPORT}"
        )

    def _older(self, text: str, standing: InForce) -> str:
        """What the newest imported list before says, which does not govern."""
        before = [one for one in self.lists.imported if one.effective <= standing.effective]
        if not before:
            return ""
        status = self.index(before[-1]).find(text).status
        return f" {before[-1].version}, which is here and does not govern, classes it {status}." if status else ""

    def _changed(self, text: str, standing: InForce, later: date | None) -> str:
        after = self.lists.at(later) if later else None
        if after is None or after.version == standing.version:
            return ""
        other = self._on(text, after)
        status = f"classes it {other.status}" if other.status else "is not known to class it"
        return f". On {written(later)}, the decision's day, {after.version} is in force and {status}"

    def _about(self, text: str, drug: str, words: str) -> ListAnswer:
        """What the request's own words say."""
        lowered = text.lower()
        said = self.vocabulary.parse(text)
        return ListAnswer(
            drug or _named(said),
            words,
            as_written=any(mark in lowered for mark in _AS_WRITTEN),
            brand=bool(said.brands),
            generic=bool(said.generics) and not said.brands and not any(mark in lowered for mark in _COMPOUNDED),
            kit=" kit" in f" {lowered}".replace("-", " "),
            outside=any(f" {mark}" in f" {lowered}" for mark in _GIVEN) and not any(mark in lowered for mark in _SELF),
        )


@dataclass(frozen=True)
class _Found:
    """What one list says of a drug."""

    drug: str
    said: str
    status: ListStatus = ""
    special_fill: int | None = None
    perioperative: int | None = None
    entries: tuple[ListedDrug, ...] = ()


@dataclass(frozen=True)
class _Line:
    entry: ListedDrug
    words: DrugWords
    brands: frozenset[str]


class _Index:
    """A list's lines by their ingredients and brands."""

    def __init__(self, one: DrugList, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._lines = [
            _Line(entry, vocabulary.of_list(entry.drug, entry.form, entry.strength), _brands(entry.brands))
            for entry in one.drugs
        ]
        self._tells_forms = any(line.words.forms for line in self._lines)
        self._tells_releases = any(line.words.releases for line in self._lines)
        self._by_key: dict[frozenset[str], list[_Line]] = {}
        self._by_part: dict[str, list[_Line]] = {}
        for line in self._lines:
            self._by_key.setdefault(line.words.key, []).append(line)
            for part in line.words.key:
                self._by_part.setdefault(part, []).append(line)

    def find(self, text: str) -> _Found:
        """What the list says of the drug in a text."""
        lowered = text.lower()
        words = self.vocabulary.parse(text)
        named = _named(words)
        lines = self._branded(lowered) if not words.ingredients else []
        if not words.ingredients and not lines:
            return _Found("", "the request names no drug that is known here, so its class is unknown")
        if any(mark in lowered for mark in _COMPOUNDED):
            return _Found(named, f"{named} is compounded: what counts is 8 CCR 9792.27.9, not the class of an ingredient")
        if words.ingredients and not words.joined and "skin" in words.forms:
            return _Found(named, f"{named} in one preparation for the skin: where it is compounded, 8 CCR 9792.27.9 counts")
        if words.ingredients and not words.joined:
            return _Found(named, f"the request names several drugs ({named}): ask for the class of each")
        if doubt := _doubtful(text, self.vocabulary):
            return _Found(named, f"“{doubt}” is no name that is known here, so the class of the drug is unknown")
        lines = lines or self._of(words)
        if lines:
            fitting = _fitting(lines, words)
            unsaid = self._unsaid(fitting, words, lowered)
            return unsaid or _told(named or lines[0].entry.drug, fitting, words)
        return self._not_on(words, named)

    def _unsaid(self, lines: Sequence[_Line], words: DrugWords, text: str) -> _Found | None:
        """What is said where a list that tells forms or releases apart does not name the one asked for, nor its brand."""
        asked = words.forms - {"oral"}
        form = bool(asked) and self._tells_forms and not any(line.words.forms for line in lines)
        release = bool(words.releases) and self._tells_releases and not any(line.words.releases for line in lines)
        if not lines or not (form or release) or any(f" {brand} " in f" {text} " for line in lines for brand in line.brands):
            return None
        what = " and ".join(sorted((*(asked if form else ()), *(words.releases if release else ()))))
        entries = tuple(line.entry for line in lines)
        said = f"{_label(entries[0])} is on it without a word on this form ({what}): its class is unknown"
        return _Found(_named(words), said, entries=entries)

    def _of(self, words: DrugWords) -> list[_Line]:
        alike, wider = self._by_key.get(words.key, []), self._wider(words)
        if words.combined and wider:
            return wider
        plain = words.releases or any(not line.words.releases for line in alike)
        return alike if plain or not alike else [*alike, *wider]

    def _wider(self, words: DrugWords) -> list[_Line]:
        """The lines of combinations in which a single ingredient is one."""
        if len(words.ingredients) != 1:
            return []
        return [line for line in self._by_part.get(words.ingredients[0], []) if len(line.words.key) > 1]

    def _branded(self, text: str) -> list[_Line]:
        return [line for line in self._lines if any(f" {brand} " in f" {text} " for brand in line.brands)]

    def _not_on(self, words: DrugWords, named: str) -> _Found:
        if wider := [line.entry.drug for line in self._wider(words)]:
            return _Found(named, f"{named} is on it only together with others ({'; '.join(wider[:4])}): its class is unknown")
        if near := self.near(named):
            return _Found(named, f"{named} is not on it by this name; the list has {near}, so its class is unknown")
        return _Found(named, f"{named} is not on it: unlisted, where it is an approved or over-the-counter drug", "unlisted")

    def near(self, name: str) -> str:
        """A drug of the list whose name is nearly this one."""
        from rapidfuzz import fuzz, process

        names = {" ".join(line.words.ingredients): line.entry.drug for line in self._lines}
        best = process.extractOne(name.lower(), list(names), scorer=fuzz.ratio, score_cutoff=_ALIKE)
        return names[best[0]] if best else ""


def _doubtful(text: str, vocabulary: Vocabulary) -> str:
    """A word that may be an ingredient written wrong: joined to one that is known, or nearly one; else empty."""
    others = vocabulary.others(text)
    joined = next((word for word, beside in others if beside), "")
    return joined or next((word for word, _ in others if vocabulary.nearly(word)), "")


def _fitting(lines: Sequence[_Line], words: DrugWords) -> list[_Line]:
    """The lines whose form, release, salt and strength are those that are asked for, as far as both say."""
    kept = list(lines)
    for asked, of in (
        (words.forms, _forms),
        (words.words, _form_words),
        (words.releases, _releases),
        (words.salts, _salts),
        (words.strengths, _strengths),
    ):
        same = [line for line in kept if asked & of(line)]
        silent = [line for line in kept if not of(line)]
        if asked and (same or of is _forms):
            kept = same or silent
    return kept


def _forms(line: _Line) -> frozenset[str]:
    return line.words.forms


def _form_words(line: _Line) -> frozenset[str]:
    return line.words.words


def _releases(line: _Line) -> frozenset[str]:
    return line.words.releases


def _salts(line: _Line) -> frozenset[str]:
    return line.words.salts


def _strengths(line: _Line) -> frozenset[str]:
    return line.words.strengths


def _told(named: str, lines: Sequence[_Line], words: DrugWords) -> _Found:
    if not lines:
        forms = ", ".join(sorted(words.forms))
        return _Found(named, f"{named} is on it, but in no form for the one asked for ({forms}): its class is unknown")
    entries = tuple(line.entry for line in lines)
    statuses = tuple(dict.fromkeys(entry.status for entry in entries))
    if len(statuses) > 1:
        each = "; ".join(dict.fromkeys(f"{_label(entry)}: {entry.status or 'not said'}" for entry in entries[:8]))
        said = f"the class of {named} depends on the product ({each}), which the request does not say"
        return _Found(named, said, entries=entries)
    if not statuses[0]:
        return _Found(named, f"{named} is on it without a class: unknown", entries=entries)
    special, around = _same(entry.special_fill for entry in entries), _same(entry.perioperative for entry in entries)
    what = _label(entries[0]) if len(entries) == 1 else f"{named}, in all {len(entries)} lines that may be meant,"
    said = f"{what} is {_duty(statuses[0], special, around)}"
    return _Found(named, said, statuses[0], special, around, entries)


def _duty(status: ListStatus, special: int | None, around: int | None) -> str:
    if status == "exempt":
        return "exempt: no prospective review where it follows the MTUS; a brand with a generic needs it"
    fills = [f"{name} {days} days" for name, days in (("special fill", special), ("perioperative fill", around)) if days]
    return f"{status}: prospective review before it is dispensed" + (f"; {', '.join(fills)}" if fills else "")


def _given(answer: ListAnswer) -> str:
    what = answer.drug or "a drug"
    return f"{what} that the physician gives is outside the formulary (8 CCR 9792.27.2) and follows the MTUS guidelines"


def _same(days: Iterable[int]) -> int | None:
    found = set(days)
    return found.pop() if len(found) == 1 else None


def _label(entry: ListedDrug) -> str:
    return " ".join(filter(None, (entry.drug, entry.form, entry.strength)))


def _named(words: DrugWords) -> str:
    return "/".join(words.ingredients)


def _names(one: DrugList) -> tuple[str, ...]:
    return tuple(dict.fromkeys(entry.drug for entry in one.drugs))


def _brands(text: str) -> frozenset[str]:
    """The brands a list names beside a drug, in small letters; of the marks of registration nothing is left."""
    plain = text.lower().replace("®", "").replace("™", "").replace("(", ",").replace(")", ",")
    parts = (part.strip(" .*") for chunk in plain.split(";") for part in chunk.split(","))
    return frozenset(part for part in parts if len(part) > 2)
