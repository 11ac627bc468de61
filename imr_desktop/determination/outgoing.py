"""What leaves the office with a letter: its file name and the case data attached to it."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from typing import Literal, TypeVar, cast

from msgspec.structs import replace

from imr_desktop.case import codec, fields
from imr_desktop.case.model import Case, CaseFile, DisputedItem, RulePacks, Struct
from imr_desktop.determination.sayings import restated
from imr_desktop.names import safe_name

Attachment = Literal["none", "letter data", "whole case"]
"""What travels with a letter: nothing, what its pages say, or all that it rests on."""

T = TypeVar("T")
ATTACHMENT = "case.json"
DIGITS = 12
OWN_PACKS = "own packs"
_LONGEST = 60


def file_name(case: Case) -> str:
    """The signed file's name: the case number and nothing else, safe on every file system."""
    safe = re.sub(r"[^A-Za-z0-9._-]+", "-", case.number).strip("-.")[:_LONGEST].rstrip("-.")
    return safe_name(f"{safe or 'Case without number'} Final determination.pdf")


def attachment_of(attached: Case) -> Attachment:
    """What kind of data was attached, told from the data: what holds no more than the pages say is the letter's own."""
    return "letter data" if letter_data(attached) == attached else "whole case"


def letter_data(case: Case) -> Case:
    """What the pages say and nothing else: the letter of this case is the letter of the whole one, word for word."""
    printed = fields.kept(case, fields.PRINTED | fields.HOLDS)
    names = {file.digest: f"file-{number}" for number, file in enumerate(printed.files, 1)}
    listed = [document for document in printed.documents if document.type != "determination"]
    unlisted = [document.pages for document in printed.documents if document.type == "determination"]
    return replace(
        printed,
        files=tuple(_unnamed(file, names[file.digest], unlisted) for file in printed.files),
        documents=tuple(replace(document, file=names.get(document.file, "")) for document in listed),
        items=tuple(_as_said(item) for item in printed.items),
    )


def short_digest(case: Case) -> str:
    """What the foot of every page names: the first digits of the SHA-256 of the letter's data, whatever travels with it.

    Raises UnicodeEncodeError where the case holds half a character.
    """
    return digest_of(codec.encode(letter_data(case)))


def digest_of(said: bytes) -> str:
    """`short_digest` of a letter's data as written."""
    return hashlib.sha256(said).hexdigest()[:DIGITS]


def _unnamed(file: CaseFile, name: str, unlisted: list[range]) -> CaseFile:
    """A file without its name and bytes' digest, and without pages of which the letter does not speak."""
    unread = tuple(page for page in file.unreadable if not any(page in pages for pages in unlisted))
    return replace(file, name=name, digest=name, unreadable=unread)


def _as_said(item: DisputedItem) -> DisputedItem:
    """An item without words that its pages do not show, and what each of them was."""
    if item.reviewer_guideline.strip():
        item = replace(item, no_citation_reason="")
    if not restated(item):
        return replace(item, relation=None, requested="", authorized="", in_dispute="") if item.title.strip() else item
    return replace(item, title="") if item.requested.strip() else item


def outgoing_case(case: Case) -> Case:
    """The case as it is attached to the letter: all that the letter rests on, and nothing of how the office worked.

    Only what the table of fields sends with a letter is kept: dates, credentials, summary, items with the reviewer's
    answers and their sources, documents, findings, facts, searches, the statements made and the guideline packs' version
    and digest, so that a reader can check the letter against them and render it again. Left out: names of local files, of
    own packs too (they may hold an employee's or a reviewer's name), when documents were opened and how they were marked,
    what an earlier determination decided, the reviewer's preliminary views, acknowledgements (the reviewer's notes about
    the program's checks), comments, which words are bound to the case, and earlier signed files. The reviewer's identity
    is never part of a case; moments are told in UTC, since a time zone tells where somebody works.
    """
    attached = fields.kept(case, fields.Use.LETTER)
    files = tuple(replace(file, name=f"file-{number}") for number, file in enumerate(attached.files, 1))
    return _in_utc(replace(attached, files=files, rule_packs=_packs(attached.rule_packs)))


def _in_utc(value: T) -> T:
    """A part of the case with each of its moments in UTC; a part without one is itself, so that empty ones stay unwritten."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC)
    if isinstance(value, tuple):
        made = tuple(map(_in_utc, value))
        return cast(T, made) if any(new is not old for new, old in zip(made, value, strict=True)) else value
    if isinstance(value, Struct):
        parts = {name: getattr(value, name) for name in value.__struct_fields__}
        moved = {name: new for name, part in parts.items() if (new := _in_utc(part)) is not part}
        return replace(value, **moved) if moved else value
    return value


def _packs(packs: RulePacks | None) -> RulePacks | None:
    """The packs without the names of the reviewer's own files, which stand behind the shipped version."""
    if packs is None:
        return None
    shipped, plus, _ = packs.version.partition(" + ")
    return RulePacks(f"{shipped}{plus}{OWN_PACKS}" if plus else shipped, packs.digest)
