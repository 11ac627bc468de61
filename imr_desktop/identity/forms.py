"""The forms one reviewer's name takes: accents and transliterations, halves of double names, short forms of given names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

from imr_desktop.identity.folding import folded
from imr_desktop.identity.model import Identity, ReviewerIdentity
from imr_desktop.identity.names import people, plain, table, words

_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_DIGRAPHS = {"ü": "ue", "ö": "oe", "ä": "ae", "å": "aa", "ø": "oe", "æ": "ae", "ñ": "ny", "ß": "ss", "ő": "oe", "ű": "ue"}
_UNDONE = (("ue", "u"), ("oe", "o"), ("ae", "a"), ("aa", "a"))
_MOST_FORMS = 24
SHORT = 3
"""A surname of so many letters may be an abbreviation; a shorter one is taken as a word of every day."""
_HALF = 3


@dataclass(frozen=True)
class Surname:
    """One form of a surname: `letters` without signs, `parts` its words. `common`: also a word of every day."""

    parts: tuple[str, ...]
    common: bool
    frequent: bool

    @property
    def letters(self) -> str:
        return "".join(self.parts)


@dataclass(frozen=True)
class Person:
    """What to look for of one reviewer, in the plain spelling."""

    surnames: tuple[Surname, ...] = ()
    given: tuple[str, ...] = ()
    middle: tuple[str, ...] = ()
    initials: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    licence: tuple[str, str] = ("", "")
    npi: str = ""
    email: str = ""
    users: tuple[str, ...] = ()
    common_given: bool = False
    initial: tuple[str, ...] = ()

    @property
    def given_initials(self) -> str:
        """The first letters of the given names, as a class of letters."""
        return "".join(sorted({name[0] for name in (*self.given, *self.initial)}))

    @property
    def middle_initials(self) -> str:
        return "".join(sorted({name[0] for name in self.middle}))


@lru_cache(maxsize=16)
def persons(identity: Identity) -> tuple[Person, ...]:
    """Everybody whom an identity names."""
    entries: list[ReviewerIdentity] = []
    for entry in identity:
        if isinstance(entry, ReviewerIdentity):
            entries += [entry, *_in_characters(entry)]
        elif isinstance(entry, str):
            entries += people(entry)
    entries += [name for entry in tuple(entries) for name in _of_address(entry)]
    made = (_person(entry) for entry in entries if entry)
    return tuple(one for one in made if one != Person())


def _in_characters(entry: ReviewerIdentity) -> list[ReviewerIdentity]:
    """A name that was given in Chinese, Japanese or Korean characters, in a field of its own or in several."""
    run = "".join(_CJK.findall(entry.surname + entry.given))
    return [ReviewerIdentity(surname=run)] if run else []


def _of_address(entry: ReviewerIdentity) -> Iterator[ReviewerIdentity]:
    """The name that an e-mail address tells, where no other was given, as before the @ of jane.roe."""
    spoken = re.fullmatch(r"([^\W\d_]{2,})[._-]([^\W\d_]{3,})", entry.email.strip().partition("@")[0])
    if spoken and not entry.surname.strip():
        yield ReviewerIdentity(spoken[1], "", spoken[2])


def _person(entry: ReviewerIdentity) -> Person:
    if _CJK.search(entry.surname) and not entry.given:
        return Person(whole=(folded(entry.surname).text,))
    given = tuple(dict.fromkeys(form for name in re.split(r"[\s]+", entry.given) for form in _given(name)))
    middle = tuple(dict.fromkeys(form for name in entry.middle.split() for form in forms(name)))
    surnames = _surnames(entry.surname)
    return Person(
        surnames,
        given,
        middle,
        _initials(entry),
        (),
        _licence(entry.licence),
        _digits(entry.npi),
        folded(entry.email.strip()).text,
        _users(entry, given, surnames),
        bool(given) and given[0] in words("common_words"),
        tuple(plain(name) for name in entry.given.split() if len(plain(name)) == 1),
    )


def _given(name: str) -> list[str]:
    """A given name's forms, its short forms, and each half of a double one, which has a space. An initial is none."""
    halves = [form for part in name.split("-") for form in forms(part)[:1]] if "-" in name else []
    whole = [" ".join(halves)] if halves else [form for form in forms(name) if len(form) > 1]
    return [
        *whole,
        *(half for half in halves if len(half) > 2),
        *(short for form in whole for short in _short_forms().get(form, ())),
    ]


def forms(name: str) -> tuple[str, ...]:
    """The plain spellings of one word of a name: without its accents, and written out in two letters each."""
    letters = [_choices(sign) for sign in name.casefold() if sign.isalpha()]
    found = list(dict.fromkeys("".join(one) for one, _ in zip(product(*letters), range(_MOST_FORMS), strict=False)))
    for two, one in _UNDONE:
        found += [form.replace(two, one) for form in found if two in form and form.replace(two, one) not in found]
    return tuple(form for form in found[:_MOST_FORMS] if form)


def _choices(sign: str) -> tuple[str, ...]:
    bare = folded(sign).text
    return (bare, _DIGRAPHS[sign]) if sign in _DIGRAPHS and _DIGRAPHS[sign] != bare else (bare,)


def _surnames(surname: str) -> tuple[Surname, ...]:
    """The surname with its particles, without them, and each half of a double one."""
    parts = [part for part in re.split(r"[\s\-\u2010\u2011]+", surname) if plain(part)]
    core = [part for part in parts if plain(part) not in words("particles")] or parts
    wanted = [parts, core, *_of_a_son(core), *([half] for half in core if len(core) > 1 and len(plain(half)) >= _HALF)]
    found: dict[Surname, None] = {}
    for name in wanted:
        for spelled in product(*(forms(part) for part in name)):
            if spelled:
                found[_surname(spelled)] = None
    return tuple(found)[:_MOST_FORMS]


def _of_a_son(core: list[str]) -> Iterator[list[str]]:
    """A name with Mc is written with Mac too, and the other way round."""
    for short, long in (("mc", "mac"), ("mac", "mc")):
        if len(core) == 1 and len(plain(core[0])) > 5 and (rest := plain(core[0]).removeprefix(short)) != plain(core[0]):
            yield [long + rest]


def _surname(parts: tuple[str, ...]) -> Surname:
    letters = "".join(parts)
    alone = len(parts) == 1
    return Surname(parts, alone and is_common(letters), alone and letters in words("frequent"))


def is_common(letters: str) -> bool:
    """Whether a name is also a word of every day, or too short to tell."""
    return len(letters) < SHORT or letters in words("common_words")


def _initials(entry: ReviewerIdentity) -> tuple[str, ...]:
    """The initials as they were given, or else of given name, middle name and surname."""
    own = plain(entry.initials)
    parts = [plain(part)[:1] for part in (entry.given, entry.middle, entry.surname) if plain(part)]
    made = "".join(parts) if plain(entry.given) and plain(entry.surname) else ""
    short = parts[0] + parts[-1] if made else ""
    return tuple(dict.fromkeys(one for one in (own, made, short) if len(one) > 1 and one.isalpha()))


def _licence(licence: str) -> tuple[str, str]:
    """A licence number's letters and its digits."""
    text = re.sub(r"(?i)licen[cs]e|lic|number|no\b|ca\b(?=\W*[a-z])|[#:.]", " ", folded(licence).text)
    found = re.search(r"([a-z]{0,4})[\W_]*((?:\d[\W_]*){3,12})", text)
    return (found[1], _digits(found[2]).lstrip("0")) if found else ("", "")


def _digits(text: str) -> str:
    return "".join(sign for sign in folded(text).text if sign.isdigit())


def _users(entry: ReviewerIdentity, given: tuple[str, ...], surnames: tuple[Surname, ...]) -> tuple[str, ...]:
    """Names at a computer: the user's, and what stands before the @."""
    known = {*given, *(surname.letters for surname in surnames)}
    wanted = (entry.user, entry.email.partition("@")[0])
    made = (folded(name.strip()).text for name in wanted if name.strip())
    return tuple(dict.fromkeys(name for name in made if len(name) > SHORT and name not in known and not is_common(name)))


@cache
def _short_forms() -> dict[str, tuple[str, ...]]:
    """Each given name's other forms; a short one leads to the long ones too."""
    found: dict[str, dict[str, None]] = {}
    for line in str(table()["short_forms"]).splitlines():
        names = line.split()
        for name in names[1:]:
            found.setdefault(names[0], {})[name] = None
            found.setdefault(name, {})[names[0]] = None
    return {name: tuple(others) for name, others in found.items()}
