"""The office profile: kept as a file in the home, shared between reviewers as a file, asked for by every letter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from imr_desktop.atomic import write_atomically
from imr_desktop.case import dates, office
from imr_desktop.case.bounds import LARGEST_PICTURE
from imr_desktop.case.model import IssuingOffice
from imr_desktop.case.office import Attachment, OfficeProfile
from imr_desktop.determination.cover_words import cover_paragraphs
from imr_desktop.determination.wording import paragraphs_of
from imr_desktop.errors import CaseInvalid, FileUnreadable, StoreError
from imr_desktop.paths import Home, private_dir
from imr_desktop.regular_files import FileTooLarge, read_regular

if TYPE_CHECKING:
    from imr_desktop.case.office import WordingEdition
    from imr_desktop.determination.logo import Pixels
    from imr_desktop.identity import Identity

_MOST_PICTURE = 20 * 1024 * 1024


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the letter: its dotted place, the shipped words, and the office's own, empty where it has none."""

    place: str
    shipped: str
    own: str = ""


class OfficeService:
    """One home's office profile. Safe to call from worker threads; it needs no vault."""

    def __init__(self, home: Home, identity: Callable[[], Identity] = tuple) -> None:
        """`identity` tells whose name no exported profile may hold."""
        self._home, self._identity = home, identity

    @property
    def profile(self) -> OfficeProfile:
        """The profile; an empty one where none was filled in. Raises CaseInvalid where its file does not hold."""
        try:
            data = read_regular(self._home.office, office.MOST_BYTES)
        except FileNotFoundError:
            return OfficeProfile()
        except OSError as error:
            raise CaseInvalid(
                f"The office profile {self._home.office} cannot be read ({(error.strerror or 'no reason given').lower()}); "
                "see to the file, so that no letter goes out without its office."
            ) from None
        return office.decode(data, f"The file {self._home.office}")

    def save(self, profile: OfficeProfile) -> OfficeProfile:
        """Keep a profile; as it was kept. Raises UsageError where something does not fit, StoreError."""
        kept = office.tidy(profile)
        private_dir(self._home.root)
        write_atomically(self._home.office, office.encode(kept))
        return kept

    def on_letter(self) -> IssuingOffice | None:
        """The office as a determination carries it; None where nobody filled the profile in. Raises CaseInvalid."""
        return office.on_letter(self.profile, paragraphs_of())

    @property
    def attachment(self) -> Attachment:
        """What travels in the letter's file. Raises CaseInvalid."""
        return self.profile.attachment

    def reworded(self, profile: OfficeProfile, words: Mapping[str, str], today: date | None = None) -> OfficeProfile:
        """The profile with these own words by place, as a new edition where they are others. Raises UsageError."""
        return office.reworded(profile, words, shipped_words(), today or dates.today())

    def paragraphs(self, profile: OfficeProfile | None = None) -> tuple[Paragraph, ...]:
        """The letter's paragraphs in their order, each with the office's own words beside the shipped ones."""
        own = (profile or self.profile).words
        return tuple(Paragraph(place, text, own.get(place, "")) for place, text in shipped_words().items())

    def picture(self, path: Path) -> bytes:
        """A letterhead picture out of a file, in the form a profile keeps; decoded in a limited process.

        Raises FileUnreadable.
        """
        from imr_desktop.determination.logo import logo_sandbox, plain

        data = _read(path, _MOST_PICTURE, "a letterhead picture")
        with logo_sandbox() as sandbox:
            return plain(data, sandbox, LARGEST_PICTURE)

    def import_from(self, path: Path) -> OfficeProfile:
        """Take a profile over from a file; as it was kept. Raises FileUnreadable, CaseInvalid, UsageError, StoreError."""
        where = f"“{path.name[:80]}”"
        given = office.decode(_read(path, office.MOST_BYTES, "an office profile"), where)
        if given.logo:
            from imr_desktop.determination.logo import pixels

            pixels(given.logo)
        present = self.profile
        for edition in given.editions[-1:]:
            office.reworded(OfficeProfile(), _words(edition), shipped_words(), edition.made_on)  # every place is one
        return self.save(office.joined(present, given, where))

    def export_to(self, path: Path) -> Path:
        """Write the profile for other reviewers of the office.

        Raises CaseInvalid, StoreError, SigningError where it names the reviewer, PassphraseNeeded where the vault is locked.
        """
        from imr_desktop.review.outgoing import require_nameless

        profile = self.profile
        if not profile.name:
            raise StoreError("There is no office profile to export yet; fill it in first.")
        data = office.encode(profile)
        require_nameless(data, path.name, self._identity(), "The office profile was not exported", " of the profile")
        write_atomically(path, data)
        return path


def letterhead(logo: bytes) -> Pixels:
    """A profile's letterhead picture, to be shown. Raises RenderError."""
    from imr_desktop.determination.logo import pixels

    return pixels(logo)


def shipped_words() -> dict[str, str]:
    """The paragraphs of determination, cover letters and proof of service as they ship, by dotted place."""
    return {**paragraphs_of(), **cover_paragraphs()}


def _words(edition: WordingEdition) -> dict[str, str]:
    return {change.place: change.text for change in edition.wording}


def _read(path: Path, most: int, what: str) -> bytes:
    try:
        return read_regular(path, most)
    except FileTooLarge:
        raise FileUnreadable(f"“{path.name[:80]}” is too large to be {what}; choose another file.") from None
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        raise FileUnreadable(f"“{path.name[:80]}” cannot be read ({reason}); choose another file.") from None
