"""The patterns that find one reviewer in the plain spelling of a text, made once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import product
from string import ascii_lowercase

from imr_desktop.identity.forms import Person, Surname
from imr_desktop.identity.names import words

JOIN = r"[\s'’‘`´ʼ.\-‐‑–_]{0,3}"
TITLES = r"(?:dr|drs|doctor|prof|professor|mr|mrs|ms|miss)"
DEGREES = r"(?:M\.?\s?D|D\.?\s?O|D\.?\s?C|Ph\.?\s?D|D\.?\s?P\.?\s?M|Psy\.?\s?D|D\.?\s?D\.?\s?S|MBBS|MPH|F[A-Z]{3,5})"
_LEAST_JOINED = 5
_LONG = 9


def any_of(names: tuple[str, ...] | list[str]) -> str:
    """Any of the names, the longest first; a space in one stands for whatever joins its halves."""
    return "|".join(JOIN.join(map(re.escape, name.split())) for name in sorted(names, key=len, reverse=True)) or r"(?!)"


@dataclass(frozen=True)
class Around:
    """What stands before or behind a surname and makes it the reviewer's."""

    given_before: re.Pattern[str]
    given_behind: re.Pattern[str]
    title_before: re.Pattern[str]
    initial_before: re.Pattern[str]
    initial_behind: re.Pattern[str]


@dataclass(frozen=True)
class Patterns:
    """The patterns of one person."""

    person: Person

    @cached_property
    def surname(self) -> re.Pattern[str]:
        """A surname as a word or words of its own."""
        spelled = [JOIN.join(map(re.escape, one.parts)) for one in self.person.surnames]
        return re.compile(rf"(?<![a-z])(?:{'|'.join(sorted(spelled, key=len, reverse=True)) or '(?!)'})(?![a-z])")

    @cached_property
    def of_letters(self) -> dict[str, Surname]:
        return {one.letters: one for one in self.person.surnames}

    @cached_property
    def around(self) -> Around:
        given = any_of(self.person.given)
        middles = any_of(self.person.middle)
        parts = any_of([word for word in words("particles") if len(word) > 1])
        first, second = self.person.given_initials or "(?!)", self.person.middle_initials
        between = rf"(?:[\W_]+(?:[a-z](?![a-z])|(?:{middles}|{parts})(?![a-z]))){{0,3}}"
        capital = f"[{first.upper()}]" if first != "(?!)" else "(?!)"
        then = f"[{second.upper()}]" if second else "[A-Z]"
        return Around(
            re.compile(rf"(?<![a-z])(?:{given}){between}[\W_]{{1,4}}$"),
            re.compile(rf"[\W_]{{1,4}}(?:{given})(?![a-z])"),
            re.compile(rf"(?<![a-z]){TITLES}[\W_]{{0,3}}(?:[a-z][\W_]{{1,3}}){{0,2}}(?:(?:{parts})\s+){{0,2}}$"),
            re.compile(rf"(?<![\w'’.])(?P<one>{capital})(?P<dot>\.?)\s{{0,2}}(?:{then}\.?\s{{0,2}})?$"),
            re.compile(rf",\s{{0,3}}(?P<one>{capital})(?P<dot>\.?)\s?(?P<two>[A-Z]?)(?![\w'’])"),
        )

    @cached_property
    def joined(self) -> dict[str, bool]:
        """Whole names in one word, and whether they are the full name."""
        found: dict[str, bool] = {}
        second = self.person.middle_initials
        for surname in self.person.surnames:
            last = surname.letters
            unsaid = ascii_lowercase if len(last) > _LEAST_JOINED else ""
            first = self.person.given_initials or unsaid
            middles = ["", *second, *(name for name in self.person.middle if len(name) > 1)]
            for given, middle in product(self.person.given, middles):
                for name in (f"{given}{middle}{last}".replace(" ", ""), f"{last}{given}{middle}".replace(" ", "")):
                    if len(name) >= _LEAST_JOINED:
                        found[name] = True
            for title in ("dr", "doctor", "prof", "mr", "ms", "mrs"):
                found.setdefault(f"{title}{last}", False)
            if not surname.common:
                found.setdefault(f"{last}md", False)
                for one, two in product(first, ["", *second]):
                    for name in (f"{one}{two}{last}", f"{last}{one}{two}"):
                        found.setdefault(name, False)
        return found

    @cached_property
    def long_names(self) -> tuple[str, ...]:
        """Full names so long that nothing else holds them."""
        return tuple(name for name, full in self.joined.items() if full and len(name) >= _LONG)

    @cached_property
    def squeezed(self) -> tuple[tuple[str, bool, bool], ...]:
        """Names to find across signs: letters, whether it is the full name, whether its letters must stand apart."""
        found = {name: (full, not full) for name, full in self.joined.items()}
        last = {surname.letters: surname for surname in self.person.surnames}
        for letters, surname in last.items():
            if len(letters) > 3:
                found.setdefault(letters, (False, surname.common))
        if any(surname.common for surname in self.person.surnames):
            found = {name: (full, True) for name, (full, _) in found.items()}
        return tuple((name, full, apart) for name, (full, apart) in found.items() if len(name) > 3)

    @cached_property
    def titled_given(self) -> re.Pattern[str]:
        names = [*self.person.given, *(name for name in self.person.middle if len(name) > 3)]
        return re.compile(rf"(?<![a-z])(?:dr|doctor|prof|professor)[\W_]{{0,3}}(?:{any_of(names)})(?![a-z])")

    @cached_property
    def given_and_middle(self) -> re.Pattern[str]:
        middles = [name for name in self.person.middle if len(name) > 2]
        return re.compile(rf"(?<![a-z])(?:{any_of(self.person.given)})[\W_]{{1,3}}(?:{any_of(middles)})(?![a-z])")

    @cached_property
    def initials(self) -> tuple[re.Pattern[str], ...]:
        """Initials as they stand in dictation marks and at a text's end; capitals count, so these read the text itself."""
        made: list[re.Pattern[str]] = []
        for letters in self.person.initials:
            known, up = letters in words("abbreviations"), letters.upper()
            dotted = r"\.\s?".join(up)
            mark = rf"(?<![\w'’/.:-])(?:{up}|{letters}|{dotted}\.?)\s?[:/]\s?[a-z]{{2,3}}(?![\w/:])"
            alone = rf"(?m:^[ \t]*(?:{up}|{letters}|{dotted}\.?)\s?[:/\-]\s?[A-Za-z]{{2,3}}[ \t]*$)"
            by = r"(?i:\b(?:dictated|transcribed|typed|signed|initial(?:l?ed|s)|by)\b\W{1,4}(?:by\W{1,2})?)"
            said = rf"{by}(?:{up}|{dotted}\.?)(?![\w])"
            made.append(re.compile(alone if known else f"{mark}|{alone}|{said}"))
            if len(letters) > 2 and not known:
                spaced = r"\.?\s?".join(up)
                made.append(re.compile(rf"(?<![\w'’.])(?:{up}|{spaced}\.?)(?![\w])"))
        return tuple(made)

    @cached_property
    def numbers(self) -> tuple[tuple[re.Pattern[str], bool], ...]:
        """Licence number and NPI in any spelling, and whether each leaves no doubt."""
        letters, digits = self.person.licence
        made: list[tuple[re.Pattern[str], bool]] = []
        if self.person.npi:
            made.append((re.compile(rf"(?<!\d)(?:80840)?{_spaced(self.person.npi, r'[^a-z0-9]{0,3}')}(?!\d)"), True))
        if digits and letters:
            sep = r"[^a-z0-9]{0,6}"
            made.append((re.compile(rf"(?<![a-z]){_spaced(letters, sep)}{sep}0{{0,3}}{_spaced(digits, sep)}(?!\d)"), True))
            made.append((re.compile(rf"{_spaced(letters, '')}0{{0,3}}{digits}(?!\d)"), True))
        if len(digits) > 3:
            made.append((re.compile(rf"(?<![\d,/$])(?<!\d\.){_spaced(digits, r'[ .#:_-]{0,2}')}(?![\d/]|[.,]\d)"), False))
            made.append(
                (
                    re.compile(
                        rf"(?:licen[cs]e|lic|certificate|board)\D{{0,24}}0{{0,3}}{_spaced(digits, r'[^a-z0-9]{0,4}')}(?!\d)"
                    ),
                    True,
                )
            )
        return tuple(made)

    @cached_property
    def plain_words(self) -> re.Pattern[str]:
        """E-mail address, user name, and a name in characters."""
        address = [self.person.email] if self.person.email else []
        whole = "|".join(_spaced(name, r"\s{0,2}") for name in self.person.whole) or "(?!)"
        users = "|".join(re.escape(name) for name in (*address, *self.person.users)) or "(?!)"
        return re.compile(rf"(?<![a-z0-9])(?:{users})(?![a-z0-9])|{whole}")


def _spaced(signs: str, between: str) -> str:
    return between.join(map(re.escape, signs))


@lru_cache(maxsize=32)
def patterns(person: Person) -> Patterns:
    """The patterns of one person."""
    return Patterns(person)
