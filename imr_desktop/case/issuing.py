"""How a determination goes out: what it was checked against, whose letter it is, and the letters that were signed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from imr_desktop.case.bounds import EntryCount, Id, Line, Listed, Picture, Text
from imr_desktop.case.fields import OFFICE, PRINTED, STATEMENT, field
from imr_desktop.case.record import Struct


class RulePacks(Struct, frozen=True):
    """Which guideline packs a determination was checked against: their version and the SHA-256 over all their files."""

    version: Annotated[Line, STATEMENT]
    digest: Annotated[Line, STATEMENT]


class AuditHead(Struct, frozen=True):
    """Where the audit trail stood: how many entries it had, and the hash of the newest (SHA-256, hex)."""

    entries: Annotated[EntryCount, STATEMENT]
    digest: Annotated[Line, STATEMENT]


class WordingChange(Struct, frozen=True):
    """A paragraph of the letter in an office's own words. `place` is its dotted name in the wording (``how.effect``)."""

    place: Annotated[Line, STATEMENT | PRINTED]
    text: Annotated[Text, STATEMENT | PRINTED]


class IssuingOffice(Struct, frozen=True):
    """The review organization as it stands on a letter: it names the office and its medical director, never the reviewer.

    `address` and `contact` are printed line by line; `language_help` says where help in other languages is had. `logo` is a
    picture (PNG or JPEG). `edition` numbers the office's own `wording`; a change of words needs another edition.
    """

    name: Annotated[Line, STATEMENT | PRINTED]
    address: Annotated[Listed[Line], STATEMENT | PRINTED] = ()
    contact: Annotated[Listed[Line], STATEMENT | PRINTED] = ()
    director: Annotated[Line, field(STATEMENT | PRINTED, "Medical director")] = ""
    language_help: Annotated[Text, field(STATEMENT | PRINTED, "Language help")] = ""
    logo: Annotated[Picture, STATEMENT | PRINTED] = b""
    edition: Annotated[Line, field(STATEMENT | PRINTED, "Edition of the office's wording")] = ""
    wording: Annotated[Listed[WordingChange], field(STATEMENT | PRINTED, "The office's own wording")] = ()


class Issue(Struct, frozen=True):
    """How a determination is issued: what its letter needs beside the case, fixed before the preview and signed with it.

    `edition` is the fixed wording's. `version` counts the signed determinations of the case from 1; one after the first names
    the digest (SHA-256, hex) of the file that it `supersedes` and the day that one was signed. `unopened` are ids of
    documents of which the reviewer opened no page.
    """

    edition: Annotated[Line, field(STATEMENT | PRINTED, "Edition of the wording")]
    version: Annotated[EntryCount, STATEMENT | PRINTED] = 1
    supersedes: Annotated[Line, STATEMENT | PRINTED] = ""
    superseded_on: Annotated[date | None, STATEMENT | PRINTED] = None
    unopened: Annotated[Listed[Id], field(STATEMENT | PRINTED, "Documents not opened")] = ()
    office: Annotated[IssuingOffice | None, STATEMENT | PRINTED] = None


class SignedLetter(Struct, frozen=True):
    """A signed determination of this case: its file's name and SHA-256, and when it was signed."""

    file: Annotated[Line, OFFICE]
    digest: Annotated[Line, OFFICE]
    signed_at: Annotated[datetime, field(OFFICE, "Signed")]
