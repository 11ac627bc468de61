"""What is kept out, told to the reviewer: the forms that are looked for, in a few lines."""

from __future__ import annotations

from collections.abc import Iterator

from imr_desktop.identity.forms import Person, persons
from imr_desktop.identity.model import Identity, lines

_MOST = 6


def kept_out(identity: Identity) -> tuple[str, ...]:
    """What was given, and what else is looked for because of it, a line each."""
    given = lines(identity)
    more = (line for person in persons(identity) for line in _forms(person))
    return tuple(dict.fromkeys((*([" · ".join(given)] if given else []), *more)))


def _forms(person: Person) -> Iterator[str]:
    for surname in person.surnames[:1]:
        name = " ".join(part.capitalize() for part in surname.parts)
        if surname.common:
            yield f"{name}: only where it stands as a name, since it is also a word or short"
        else:
            yield f"{name} alone, with a title, with initials, in a user name"
    if len(person.given) > 1:
        yield f"Given name also as {', '.join(name.title() for name in person.given[1 : _MOST + 1])}"
    if person.initials:
        yield f"Initials {', '.join(letters.upper() for letters in person.initials)} in dictation marks"
    letters, digits = person.licence
    if digits:
        yield f"The digits {digits} alone" if letters and len(digits) > 3 else f"The number {digits}"
