"""The review organization's profile: what its letters say of it, its own wording, and what travels with a letter.

It names the office and its medical director, never a reviewer, so that it is shared between reviewers as a file. The office's
own words of a paragraph carry an edition number: words are never changed within an edition, and earlier editions are kept.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Annotated, Literal, get_args

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from imr_desktop.case.bounds import Picture
from imr_desktop.case.model import IssuingOffice, Struct, WordingChange
from imr_desktop.errors import CaseInvalid, UsageError

Attachment = Literal["none", "letter data", "whole case"]
"""What travels in the letter's file: nothing, what its pages say, or the case with the reviewer's work."""

ATTACHMENTS: tuple[Attachment, ...] = get_args(Attachment)
LONGEST_NAME = 200
MOST_LINES = 10
LONGEST_HELP = 2_000
LONGEST_PARAGRAPH = 8_000
MOST_CHANGES = 500
MOST_EDITIONS = 200
MOST_BYTES = 16 * 1024 * 1024

Name = Annotated[str, Meta(max_length=LONGEST_NAME)]
Lines = Annotated[tuple[Name, ...], Meta(max_length=MOST_LINES)]
Changes = Annotated[tuple[WordingChange, ...], Meta(max_length=MOST_CHANGES)]


class WordingEdition(Struct, frozen=True):
    """The office's own words as they stood in one edition, and the day it was made."""

    number: Annotated[int, Meta(ge=1, le=100_000)]
    made_on: date
    wording: Changes = ()


class OfficeProfile(Struct, frozen=True):
    """The office as it stands on its letters; empty where nobody has filled it in.

    `address` and `contact` are printed line by line. `logo` is a letterhead picture (`determination.logo`), printed in
    place of the name in large type. `editions` are the office's own wordings, the newest last; none: the shipped words hold.
    """

    name: Name = ""
    address: Lines = ()
    contact: Lines = ()
    director: Name = ""
    language_help: Annotated[str, Meta(max_length=LONGEST_HELP)] = ""
    logo: Picture = b""
    attachment: Attachment = "letter data"
    editions: Annotated[tuple[WordingEdition, ...], Meta(max_length=MOST_EDITIONS)] = ()

    @property
    def edition(self) -> str:
        """The number of the office's own wording; empty where the shipped words hold."""
        return f"{self.editions[-1].number}" if self.editions else ""

    @property
    def wording(self) -> tuple[WordingChange, ...]:
        """The paragraphs in the office's own words, by their place."""
        return self.editions[-1].wording if self.editions else ()

    @property
    def words(self) -> Mapping[str, str]:
        """The office's own words by place."""
        return {change.place: change.text for change in self.wording}


def on_letter(profile: OfficeProfile, places: Iterable[str]) -> IssuingOffice | None:
    """The office as a determination carries it, with the words of those of its `places` alone; None where it has no name."""
    if not profile.name:
        return None
    known = frozenset(places)
    return IssuingOffice(
        name=profile.name,
        address=profile.address,
        contact=profile.contact,
        director=profile.director,
        language_help=profile.language_help,
        logo=profile.logo,
        edition=profile.edition,
        wording=tuple(change for change in profile.wording if change.place in known),
    )


def reworded(profile: OfficeProfile, words: Mapping[str, str], shipped: Mapping[str, str], today: date) -> OfficeProfile:
    """The profile with these own words, by place; what is empty or says what is shipped goes back to the shipped words.

    Other words make a new edition. Raises UsageError where a place is unknown, or where words lack a ``{slot}`` that the
    shipped ones have.
    """
    kept = {place: text.strip() for place, text in words.items() if text.strip() and text.strip() != shipped.get(place)}
    for place, text in kept.items():
        _require_place(place, text, shipped)
    changes = tuple(WordingChange(place, text) for place, text in sorted(kept.items()))
    if changes == profile.wording:
        return profile
    if len(profile.editions) >= MOST_EDITIONS:
        raise UsageError(f"The office has {MOST_EDITIONS} editions of its wording already; begin a new profile.")
    number = profile.editions[-1].number + 1 if profile.editions else 1
    return replace(profile, editions=(*profile.editions, WordingEdition(number, today, changes)))


def _require_place(place: str, text: str, shipped: Mapping[str, str]) -> None:
    if place not in shipped:
        raise UsageError(f"The letter has no paragraph “{place[:80]}”; `imr-desktop office words` lists them.")
    if len(text) > LONGEST_PARAGRAPH:
        raise UsageError(f"The words for {place} have {len(text):,} letters; a paragraph has at most {LONGEST_PARAGRAPH:,}.")
    wanted = sorted(slots(shipped[place]))
    if sorted(slots(text)) != wanted:
        need = " and ".join(f"{{{slot}}}" for slot in wanted) or "no word in braces"
        raise UsageError(f"The words for {place} must hold {need} as the shipped ones do: the program puts values there.")


def slots(text: str) -> Iterator[str]:
    """The names in braces, where values of the case go."""
    try:
        yield from (name for _, name, _, _ in string.Formatter().parse(text) if name is not None)
    except ValueError:
        yield text  # a lone brace: no shipped words have one, so that it is refused


def tidy(profile: OfficeProfile) -> OfficeProfile:
    """The profile without empty lines and outer spaces. Raises UsageError where something does not fit its place."""
    made = replace(
        profile,
        name=_line(profile.name, "name"),
        address=_lines(profile.address, "address"),
        contact=_lines(profile.contact, "contact"),
        director=_line(profile.director, "medical director"),
        language_help=profile.language_help.strip(),
    )
    if len(made.language_help) > LONGEST_HELP:
        raise UsageError(f"The language help has {len(made.language_help):,} letters; {LONGEST_HELP:,} fit.")
    if not made.name and (made.address or made.contact or made.director or made.logo or made.language_help):
        raise UsageError("The office has no name; enter the name that its letters are to carry.")
    return made


def _lines(lines: Iterable[str], what: str) -> tuple[str, ...]:
    made = tuple(line for line in (_line(line, what) for line in lines) if line)
    if len(made) > MOST_LINES:
        raise UsageError(f"The office's {what} has {len(made)} lines; {MOST_LINES} fit at the head of a letter.")
    return made


def _line(text: str, what: str) -> str:
    made = " ".join(text.split())
    if len(made) > LONGEST_NAME:
        raise UsageError(f"A line of the office's {what} has {len(made):,} letters; {LONGEST_NAME} fit.")
    return made


def encode(profile: OfficeProfile) -> bytes:
    """The profile as JSON for people."""
    return msgspec.json.format(msgspec.json.encode(profile, order="deterministic"), indent=2) + b"\n"


def decode(data: bytes, where: str) -> OfficeProfile:
    """Read a profile from JSON; `where` names the input. Raises CaseInvalid."""
    if len(data) > MOST_BYTES:
        raise CaseInvalid(f"{where} is larger than 16 MB and cannot be an office profile; choose what `office export` wrote.")
    try:
        profile = msgspec.json.decode(data, type=OfficeProfile)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        reason = str(error).replace("`", "").replace("$.", "") if isinstance(error, msgspec.ValidationError) else "not JSON"
        raise CaseInvalid(f"{where} is no office profile ({reason[:200]}); choose what `office export` wrote.") from None
    numbers = [edition.number for edition in profile.editions]
    if numbers != sorted(set(numbers)):
        raise CaseInvalid(f"{where} has two editions of the office's wording with one number; export the profile again.")
    return profile


def joined(mine: OfficeProfile, theirs: OfficeProfile, where: str) -> OfficeProfile:
    """An imported profile in place of the present one. Raises UsageError where an edition of one number has other words.

    Editions that only the present profile has are kept as long as they are older than the imported newest one.
    """
    known = {edition.number: edition for edition in mine.editions}
    for edition in theirs.editions:
        if edition.number in known and known[edition.number].wording != edition.wording:
            raise UsageError(
                f"{where} has other words in edition {edition.number} of the office's wording than this computer: two "
                "wordings cannot carry one number. Change a paragraph where the file was made, so that it becomes a new "
                "edition, and export it again."
            )
    if mine.editions and int(theirs.edition or 0) < mine.editions[-1].number:
        raise UsageError(
            f"{where} holds edition {theirs.edition or 'none'} of the office's wording, and this computer has edition "
            f"{mine.edition} already; import the newer profile there, or export this one."
        )
    editions = {**known, **{edition.number: edition for edition in theirs.editions}}
    return replace(theirs, editions=tuple(editions[number] for number in sorted(editions))[-MOST_EDITIONS:])
