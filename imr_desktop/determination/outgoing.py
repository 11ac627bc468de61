"""What leaves the office with a letter: its file name and the case data attached to it."""

from __future__ import annotations

import re

from msgspec.structs import replace

from imr_desktop.case import fields
from imr_desktop.case.model import Case, RulePacks
from imr_desktop.names import safe_name

ATTACHMENT = "case.json"
OWN_PACKS = "own packs"
_LONGEST = 60


def file_name(case: Case) -> str:
    """The signed file's name: the case number and nothing else, safe on every file system."""
    safe = re.sub(r"[^A-Za-z0-9._-]+", "-", case.number).strip("-.")[:_LONGEST].rstrip("-.")
    return safe_name(f"{safe or 'Case without number'} Final determination.pdf")


def outgoing_case(case: Case) -> Case:
    """The case as it is attached to the letter: all that the letter rests on, and nothing of how the office worked.

    Only what the table of fields sends with a letter is kept: dates, credentials, summary, items with the reviewer's
    answers and their sources, documents, findings, facts, searches, the statements made and the guideline packs' version
    and digest, so that a reader can check the letter against them and render it again. Left out: names of local files, of
    own packs too (they may hold an employee's or a reviewer's name), when documents were opened and how they were marked,
    what an earlier determination decided, the reviewer's preliminary views, acknowledgements (the reviewer's notes about
    the program's checks), comments, which words are bound to the case, and earlier signed files. The reviewer's identity
    is never part of a case.
    """
    attached = fields.kept(case, fields.Use.LETTER)
    files = tuple(replace(file, name=f"file-{number}") for number, file in enumerate(attached.files, 1))
    return replace(attached, files=files, rule_packs=_packs(attached.rule_packs))


def _packs(packs: RulePacks | None) -> RulePacks | None:
    """The packs without the names of the reviewer's own files, which stand behind the shipped version."""
    if packs is None:
        return None
    shipped, plus, _ = packs.version.partition(" + ")
    return RulePacks(f"{shipped}{plus}{OWN_PACKS}" if plus else shipped, packs.digest)
