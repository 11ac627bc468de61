"""Where a text names the reviewer, however it is spelled: the one search behind the checks and the last gate.

A hit is *sure* where it can be nobody else's: given name and surname together, a number, an address. What may be another's
(a surname alone, a title with it, initials) is *likely*: the reviewer looks at it and may say why it may stand. A surname
that is also a word of every day counts only where it stands as a name. A frequent surname in a citation is only *noted*.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from imr_desktop.identity.folding import Folded, readings, squeezed
from imr_desktop.identity.forms import SHORT, Person, Surname, is_common, persons
from imr_desktop.identity.model import Identity
from imr_desktop.identity.names import words
from imr_desktop.identity.patterns import DEGREES, Patterns, patterns

Certainty = Literal["sure", "likely", "noted"]
_RANK = {"sure": 0, "likely": 1, "noted": 2}
_BEFORE, _BEHIND = 48, 64
_LONG_NAME, _LONG_NUMBER = 6, 5
_NO_INITIAL = re.compile(
    r"(?i)(?:vitamin|hepatitis|type|grade|part|section|group|class|phase|stage|figure|fig|table|appendix|exhibit|item|question|"
    r"schedule|medicare|influenza|category|option|plan|unit|box)\s+\W?$"
)
_SIGNED_BY = re.compile(
    r"(?i)\b(?:signed|dictated|prepared|reviewed|written|authored|transcribed|typed|submitted|electronically|opinion of|per)"
    r"(?:\s+by)?\s*:?\s+$|/s/\s*$"
)
_ENDS = re.compile(r"\s*(?:$|[.;)\n])|,\s")
_SAYS = re.compile(
    r"\s+(?:agree[sd]|concur(?:s|red)|opine[sd]|disagree[sd]|concludes|believe[sd]|argue[sd]|said|wrote|writes|thinks|thought)\b"
)
_DOTTED_TITLE = re.compile(r"(?i)\b(?:dr|prof)\.\s{0,2}$")
_RESULT = re.compile(r"\b(?:negative|positive)\s{1,3}(?:[a-z]+(?:['’]s?)?,?\s{1,3})?$")
_OTHER_SURNAME = re.compile(
    r"(?:[ \t]+[A-Z]\.?)?[ \t]+(?!(?:The|This|That|These|In|On|At|A|An|As|He|She|It|They|There|However|No|Based|"
    r"According|For|After|Per|We|I|His|Her|And|Also|By|If|When|While|With)\b)[A-Z][a-z]+"
)
_DEGREE = re.compile(rf"[,\s]{{1,3}}{DEGREES}\.?(?![A-Za-z])")
_CITED = re.compile(
    r"\s+et\s+al\b|(?:\s+[a-z]{1,3}\b\.?)?(?:,|\s+(?:and|&))[^.;\n]{0,60}(?:19|20)\d\d|\s*[,(]?\s*\(?(?:19|20)\d\d|\s+[a-z]{1,3},\s+[a-z]+\s+[a-z]{1,3}\b"
)
_APART = re.compile(r"[a-z](?:[^a-z0-9]{1,3}[a-z])+")


class Hit(NamedTuple):
    """A trace of the reviewer: where it stands, what it is, and how certain."""

    start: int
    end: int
    what: str
    certainty: Certainty


class _Text(NamedTuple):
    source: str
    fold: Folded

    def hit(self, start: int, end: int, what: str, certainty: Certainty) -> Hit:
        return Hit(*self.fold.span(start, end), what, certainty)

    def words(self, start: int, end: int) -> str:
        first, last = self.fold.span(start, end)
        return self.source[first:last]

    def before(self, start: int) -> str:
        place = self.fold.span(start, start + 1)[0]
        return self.source[max(0, place - _BEFORE) : place]

    def behind(self, end: int) -> str:
        place = self.fold.span(end - 1, end)[1]
        return self.source[place : place + _BEHIND]


@lru_cache(maxsize=4096)
def find(identity: Identity, text: str, *, as_name: bool = False) -> tuple[Hit, ...]:
    """Every trace of the identity in a text, in order and without overlap.

    With `as_name` the text is a person's name, as that of a document's author: a surname alone is one there.
    """
    known = persons(identity)
    if not known or not text:
        return ()
    found: list[Hit] = []
    for fold in readings(text):
        read = _Text(text, fold)
        for person in known:
            found += _of_person(patterns(person), read, as_name)
    return _apart(found)


def within(identity: Identity, text: str) -> tuple[str, ...]:
    """What of an identity is anywhere within a text that holds no sentences: an id, a file's name.

    A surname of six letters at least, a number of five figures at least.
    """
    runs = [squeezed(fold.text)[0] for fold in readings(text)]
    known = [name for person in persons(identity) for name in _unbroken(person)]
    return tuple(dict.fromkeys(name for name in known if any(_stands_in(name, run) for run in runs)))


def _stands_in(name: str, run: str) -> bool:
    """Whether a name is anywhere in a run of letters and figures, a number with no other figure beside it."""
    return bool(re.search(rf"(?<!\d){name}(?!\d)", run)) if name.isdigit() else name in run


def _unbroken(person: Person) -> Iterator[str]:
    yield from (one.letters for one in person.surnames if len(one.letters) >= _LONG_NAME and not one.common)
    yield from (number for number in (person.licence[1], person.npi) if len(number) >= _LONG_NUMBER)


def _apart(found: list[Hit]) -> tuple[Hit, ...]:
    """Of hits that overlap, the most certain, and then the longest."""
    kept: list[Hit] = []
    for hit in sorted(set(found), key=lambda one: (_RANK[one.certainty], one.start - one.end, one.start)):
        if all(hit.end <= other.start or hit.start >= other.end for other in kept):
            kept.append(hit)
    return tuple(sorted(kept))


def _of_person(look: Patterns, read: _Text, as_name: bool) -> Iterator[Hit]:
    if look.person.surnames:
        for found in look.surname.finditer(read.fold.text):
            yield from _surname(look, read, found, as_name)
        yield from _in_words(look, read)
        yield from _across(look, read)
    if look.person.given:
        yield from _given(look, read)
    for pattern in look.initials:
        yield from (Hit(*found.span(), "initials", "likely") for found in pattern.finditer(read.source))
    for pattern, sure in look.numbers:
        for found in pattern.finditer(read.fold.text):
            yield read.hit(*found.span(), "number", "sure" if sure else "likely")
    if look.person.users or look.person.email or look.person.whole:
        yield from (read.hit(*found.span(), "name", "sure") for found in look.plain_words.finditer(read.fold.text))


def _surname(look: Patterns, read: _Text, found: re.Match[str], as_name: bool) -> Iterator[Hit]:
    start, end = found.span()
    form = look.of_letters.get("".join(sign for sign in found[0] if sign.isalnum()))
    if form is None:
        return
    text, around = read.fold.text, look.around
    before, behind = text[max(0, start - _BEFORE) : start], text[end : end + _BEHIND]
    capital = read.words(start, end)[:1].isupper() or not read.words(start, end)[:1].isalpha()
    given = _given_before(look, read, start, before, form)
    plainly = not (form.common and look.person.common_given) or capital
    if given and plainly and (not form.common or capital or not look.person.common_given):
        yield read.hit(start - len(before) + given.start(), end, "name", "sure")
        return
    later = around.given_behind.match(behind)
    if later and plainly and (not form.common or (capital and "," in later[0]) or _no_words(later[0])):
        yield read.hit(start, end + later.end(), "name", "sure")
        return
    if form.common:
        yield from _common(look, read, start, end, before, capital, as_name)
    elif len(form.letters) > SHORT or read.words(start, end).istitle():
        cited = form.frequent and _CITED.match(behind) and not around.title_before.search(before)
        other = cited or _named_after(before, behind)
        yield read.hit(start, end, "surname", "noted" if other else "likely")


def _given_before(look: Patterns, read: _Text, start: int, before: str, form: Surname) -> re.Match[str] | None:
    """A given name before the surname; of two words of every day both have capitals, and no sentence ends between them."""
    found = look.around.given_before.search(before)
    if found and form.common and look.person.common_given:
        words = read.words(start - len(before) + found.start(), start)
        if not words[:1].isupper() or re.search(r"[a-z][.;:!?]", words):
            return None
    return found


def _named_after(before: str, behind: str) -> bool:
    """Whether the word names a sign, an operation or a device, as in "the Lasègue sign"."""
    following = re.match(r"(?:['’]s?)?\s+([a-z]+)", behind)
    named = (following and following[1] in words("named_after")) or (behind[:1] in "'’" and _RESULT.search(before))
    return bool(named) and not re.search(r"(?:dr|doctor)\W{0,3}$", before)


def _common(look: Patterns, read: _Text, start: int, end: int, before: str, capital: bool, as_name: bool) -> Iterator[Hit]:
    """A surname that is a word of every day: only with a capital, and where a name would stand."""
    around, source_before, source_behind = look.around, read.before(start), read.behind(end)
    if not capital:
        if _DOTTED_TITLE.search(source_before) and read.fold.text[start:end] not in words("auxiliaries"):
            yield read.hit(start, end, "surname", "likely")
        return
    titled = around.title_before.search(before)
    initial = around.initial_before.search(source_before)
    behind = around.initial_behind.match(source_behind)
    if (
        (titled and not re.match(r"\s+\d", source_behind))
        or (initial and _is_initial(initial["one"], initial["dot"], source_before[: initial.start()]))
        or (behind and (behind["dot"] or behind["two"] or behind["one"] not in "AI"))
        or _DEGREE.match(source_behind)
        or (_SIGNED_BY.search(source_before) and _ENDS.match(source_behind) and not _a_month(read.words(start, end)))
        or _SAYS.match(source_behind)
        or as_name
        or (_short_name(read.words(start, end)) and not re.match(r"\s?\d|-", source_behind))
    ):
        cited = end - start < SHORT and not titled and _CITED.match(read.fold.text[end : end + _BEHIND])
        yield read.hit(start, end, "surname", "noted" if cited else "likely")


def _short_name(word: str) -> bool:
    """A name of two letters that is no English word and no short form: "Ng", "Vu", with its capital and a small letter."""
    return len(word) < SHORT and word.istitle() and word.lower() not in words("short_words")


def _no_words(given: str) -> bool:
    """Whether a given name with what stands before it cannot be a word of every day: "short, anna"."""
    name = given.strip(" ,._-")
    return len(name) > 2 and not is_common(name) and not re.search(r"[^\w\s,-]|\n", given)


def _is_initial(letter: str, dot: str, before: str) -> bool:
    return bool(dot or letter not in "AI") and not _NO_INITIAL.search(before)


def _a_month(word: str) -> bool:
    return word.casefold() in ("march", "april", "may", "june", "july", "august")


def _in_words(look: Patterns, read: _Text) -> Iterator[Hit]:
    """Names run together in one word: "JohnSmithson", "jsmithson", "DrSmith"."""
    parts = (*look.long_names, *(surname.letters for surname in look.person.surnames), *look.joined)
    if not any(part in read.fold.text for part in parts):  # nearly always: then no word is looked at
        return
    for found in re.finditer(r"[a-z]{5,}", read.fold.text):
        word = found[0]
        full = look.joined.get(word)
        if full is None:
            for name in look.long_names:
                if name in word:
                    yield read.hit(*found.span(), "name", "sure")
                    break
            else:
                yield from _humped(look, read, found)
        elif not full or not _one_plain_word(look, read.words(*found.span())):
            yield read.hit(*found.span(), "name", "sure" if full else "likely")


def _one_plain_word(look: Patterns, word: str) -> bool:
    """Whether a name run together may be a word of its own, as "willpower"; a capital within says that it is not."""
    common = all(surname.common for surname in look.person.surnames) and look.person.common_given
    return common and word[1:].islower()


def _humped(look: Patterns, read: _Text, found: re.Match[str]) -> Iterator[Hit]:
    """A surname with a capital within a longer word: "bySmithson"."""
    for surname in look.person.surnames:
        at = found[0].find(surname.letters)
        if at > 0 and not surname.common:
            start, end = found.start() + at, found.start() + at + len(surname.letters)
            before, first, after = (
                read.words(start - 1, start),
                read.words(start, start + 1),
                found[0][at + len(surname.letters) :],
            )
            ends = not after or read.words(end, end + 1).isupper()
            if first.isupper() and before.islower() and ends and read.words(start - 2, start) not in ("Mc", "ac"):
                yield read.hit(start, end, "surname", "likely")


def _across(look: Patterns, read: _Text) -> Iterator[Hit]:
    """Names across signs and breaks: "J o h n  S m i t h", "John Smi<line end>th"."""
    run, places = squeezed(read.fold.text)
    text = read.fold.text
    for name, full, apart in look.squeezed:
        at = run.find(name)
        while at >= 0:
            start, end = places[at], places[at + len(name) - 1] + 1
            if _stands_alone(text, start, end) and (
                _APART.fullmatch(text, start, end) if apart else _loose(text, start, end)
            ):
                yield read.hit(start, end, "name", "sure" if full else "likely")
            at = run.find(name, at + 1)


def _stands_alone(text: str, start: int, end: int) -> bool:
    return not (start and text[start - 1].isalpha()) and not (end < len(text) and text[end].isalpha())


def _loose(text: str, start: int, end: int) -> bool:
    """Whether signs stand within, but never a whole sentence's end."""
    inner = text[start:end]
    return not inner.isalnum() and not re.search(r"[.;:]\s{1,3}[a-z]{2}|\n\s*\n", inner)


def _given(look: Patterns, read: _Text) -> Iterator[Hit]:
    for found in look.titled_given.finditer(read.fold.text):
        following = read.behind(found.end())
        if read.words(*found.span())[:1].isupper() and not _OTHER_SURNAME.match(following):
            yield read.hit(*found.span(), "given name", "likely")
    if any(len(name) > 2 for name in look.person.middle):
        yield from (
            read.hit(*found.span(), "given names", "likely") for found in look.given_and_middle.finditer(read.fold.text)
        )


def certain(hits: tuple[Hit, ...], least: Certainty) -> Iterator[Hit]:
    """The hits that are at least so certain."""
    return (hit for hit in hits if _RANK[hit.certainty] <= _RANK[least])
