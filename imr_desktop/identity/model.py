"""Who the reviewer is, in separate fields, and the declaration that stands in their place."""

from __future__ import annotations

import msgspec


class ReviewerIdentity(msgspec.Struct, frozen=True, tag="reviewer"):
    """What names one reviewer. Each field may be empty; `degrees` only helps to tell a name from what follows it.

    `user` is the name at this computer or in the office's programs, which gets into file names and dictation marks.
    """

    given: str = ""
    middle: str = ""
    surname: str = ""
    degrees: str = ""
    initials: str = ""
    email: str = ""
    licence: str = ""
    npi: str = ""
    user: str = ""

    def __bool__(self) -> bool:
        """Whether it names anybody: degrees alone do not."""
        return any(getattr(self, field).strip() for field in self.__struct_fields__ if field != "degrees")

    @property
    def name(self) -> str:
        """The name in one line, as a person writes it."""
        spoken = " ".join(part for part in (self.given.strip(), self.middle.strip(), self.surname.strip()) if part)
        return ", ".join(part for part in (spoken, self.degrees.strip()) if part)


class OfficeSigns(msgspec.Struct, frozen=True, tag="office signs"):
    """The declaration that the office signs, and that no reviewer's identity has to be kept out."""


OFFICE_SIGNS = OfficeSigns()

Entry = ReviewerIdentity | OfficeSigns | str
"""One thing that is known of who signs; words as somebody wrote them are a name, several names, or a number."""

Identity = tuple[Entry, ...]
"""All that is known of who signs. Empty: nobody has said it, and nothing is signed."""


def lines(identity: Identity) -> tuple[str, ...]:
    """What is kept out, as it was given: a name, an e-mail address or a number in each line."""
    found: dict[str, None] = {}
    for entry in identity:
        if isinstance(entry, ReviewerIdentity):
            parts = (entry.name, entry.initials, entry.email, entry.licence, entry.npi, entry.user)
            found.update(dict.fromkeys(part.strip() for part in parts if part.strip()))
        elif isinstance(entry, str) and entry.strip():
            found[entry.strip()] = None
    return tuple(found)
