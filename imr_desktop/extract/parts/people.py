"""Whose record a page is: the name beside "Patient", "Employee", "Re" and their like."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from imr_desktop.extract.parts.letterhead import names_firm
from imr_desktop.extract.parts.names import PLAIN, WORD
from imr_desktop.extract.parts.word_lists import word_lists, words

_LABEL = re.compile(
    rf"(?:^|(?<=[\s|,;/]))(?:{words('people', 'labels')})"
    r"(?:\s{0,2}\([^)]{0,40}\))?(?:\s{0,3}(?:[:=]|[.\u2026]{3,60}|(?:\.\s){3,60}|\s[\u2013\u2014-]\s)\s{0,4}|\s{1,3}(?=[A-Z][a-z]+,|[A-Z]{2,},))"
    rf"(?:(?:{words('people', 'called')})(?::\s{{0,3}}|\s)(?!name))?(?:(?:mr|mrs|ms|miss)\.?\s)?",
    re.IGNORECASE,
)
_OF = rf"(?:(?:{words('names', 'particles')})[ ]){{0,2}}"
_COMMA = re.compile(rf"(?P<last>{_OF}{WORD}(?:[ ]{WORD})?),[ ]{{0,2}}(?P<first>{WORD})(?:[ ](?P<middle>[A-Z]\.?)(?![\w]))?")
_PLAIN = re.compile(
    rf"(?P<first>{WORD})[ ](?:(?P<middle>[A-Z]\.?)[ ])?(?P<last>{_OF}{WORD}(?:(?<!\w\w\w\.)[ ](?!{WORD}:|(?i:cont)){WORD})?)"
    r"(?=[\s,;|(]|\Z)"
)
_ALONE = re.compile(
    rf"\s*(?P<last>{WORD}(?:[ ]{WORD})?),[ ]{{0,2}}(?P<first>{WORD})"
    rf"(?:[ ][A-Z]\.?)?(?:\s+\(?(?:(?:dob|mrn|d\.o\.b|page)\b|"
    rf"#\s?\d).*|\s*)\Z",
    re.IGNORECASE,
)
_COLUMN = re.compile(
    r"(?<!\w)(?:(?P<patient>(?:(?:patient|(?:injured )?(?:employee|worker)|claimant|applicant)(?:'s)?(?: (?:full )?name)?|"
    r"name(?: of (?:patient|employee|injured worker))?))|"
    rf"(?P<person>{words('people', 'column_persons')})(?: name)?|"
    rf"{words('people', 'column_labels')})(?!\w)",
    re.IGNORECASE,
)
"""A head of a table's column, or a cell, that says what stands below it."""
_ROW = re.compile(
    r"\s{0,3}(?:patient|(?:injured )?(?:employee|worker)|claimant|applicant)(?:'s)?(?: name)?\s{1,3}(?=[A-Z])", re.IGNORECASE
)
"""A table's row that begins with its label, and no sign between the two."""
_ORDER = re.compile(r"\([^)]{1,40}\)|:?[ ]last, ?first(?:, ?(?:m\.?i\.?|middle(?: initial)?))?(?!\w)", re.IGNORECASE)
"""How a head says in which order a name is to be written, or a day."""
_MOST_COLUMNS = 160
"""Characters of a line of heads."""
_ALIKE = 85.0
"""Of 100: a family name or a first name with a slip, beside another word of the name that is the same."""
_LONGEST = 90
"""Characters of a line that a chart's running head may be."""
_NO_NAME = re.compile(rf"\b(?:{words('people', 'no_names')})\b", re.IGNORECASE)
_NO_PERSON = re.compile(rf"\d|\b(?:{words('people', 'no_persons')})\b", re.IGNORECASE)
"""What is no part of a person's name: figures, words of findings and of those who examine."""
_OF_A_DOCTOR = re.compile(
    r"\s{0,3},?\s{0,3}(?:[MD]\.?[DOC]\.?|Ph\.?D|Psy\.?D|D\.?P\.?[TM]|P\.?T|P\.?A|N\.?P|R\.?N|L\.?Ac|DPT|Esq)\b"
)
_NURSE = re.compile(r"\s{0,3},\s{0,3}(?:R\.?N|L\.?V\.?N|C\.?N\.?A)\b")
_LABEL_BEHIND = re.compile(rf"[ ](?:{words('people', 'labels_behind')})\Z", re.IGNORECASE)
"""The next field's label behind a name, where a space alone parts the two."""
_JOINING = frozenset(word_lists()["people"]["joining"])


def patient_in(top: Sequence[str]) -> str:
    """The patient's name in a page's head as ``last first``, in small letters; empty where none is told."""
    for line in top:
        for label in _LABEL.finditer(line[:200]):
            if label[0][:4].lower() == "name" and line[: label.start()].strip(" |"):
                continue  # the employer's, the doctor's
            if name := named_at(line[:200], label.end()):
                return name
    if name := _in_table(top):
        return name
    for line in top[:4]:
        for part in line.split("|") if len(line) < _LONGEST else ():
            found = _ALONE.match(part)
            words = f"{found['last']} {found['first']}" if found else ""
            if found and words[0].isupper() and not _is_none(words) and not _is_doctor(part, found):
                return _key(found)
    return ""


def named_at(line: str, at: int) -> str:
    """The person whose name begins at a place of a line, as `patient_in` has it; empty for a doctor, a firm, a subject."""
    found = _name_at(line, at)
    named = found and not _is_doctor(line, found) and not PLAIN.match(line, found.start()) and len(found["last"]) > 1
    return _key(found) if found and named else ""


def worker_at(line: str, at: int) -> tuple[str, int]:
    """The same with the place where the name ends, also of one who works as a nurse; a nurse may be the patient, too."""
    found = _name_at(line, at)
    if found is None or (_is_doctor(line, found) and not _NURSE.match(line, found.end())):
        return "", at
    return _key(found), found.end()


def _name_at(line: str, at: int) -> re.Match[str] | None:
    for pattern in (_COMMA, _PLAIN):
        found = pattern.match(line, at)
        if found and (label := _LABEL_BEHIND.search(found["last"])):
            found = pattern.match(line[: found.start("last") + label.start()], at)  # "Ana Ruiz MRN 4711"
        if found and _is_subject(found[0]):
            return None
        credentials = found and _OF_A_DOCTOR.match(found["first"])  # "Ana Ruiz, R.N."
        if found and not credentials and not _is_none(f"{found['first']} {found['last']}"):
            return found
    return None


def _is_none(words: str) -> bool:
    """Whether words are no person's name: a firm's, a form's, a finding's."""
    return bool(_NO_NAME.search(words) or _NO_PERSON.search(words)) or names_firm(words)


def _is_subject(words: str) -> bool:
    """Whether words after "Re:" say what a letter is about: names of people hold no "of" or "for"."""
    return not _JOINING.isdisjoint(word.lower() for word in words.split())


def below_label(lines: Sequence[str]) -> str:
    """The name that a line begins with below one that begins with the patient's label and goes on with other labels."""
    for line, below in pairwise(lines):
        head = _COLUMN.match(line)
        heads = list(_COLUMN.finditer(line)) if head and head["patient"] and len(line) <= _MOST_COLUMNS else []
        if len(heads) > 1 and not line.endswith((".", ",")) and (name := named_at(below[:200], 0)):
            return name
    return ""


def _in_table(top: Sequence[str]) -> str:
    """The name below or beside the cell that asks for the patient's."""
    for line, below in zip(top, [*top[1:], ""], strict=False):
        if below and (columns := _columns(line)) and (name := _below(below, columns)):
            return name
        row = _ROW.match(line)
        cell = _cell(line[:200], row.end(), below) if row else ""
        if name := named_at(cell, 0):
            return name
    return ""


def _cell(line: str, at: int, below: str) -> str:
    """The cell that begins at a place of a line, if a label follows in it or below it: prose goes on otherwise."""
    label = _COLUMN.search(line, at)
    cell = line[at : label.start() if label else len(line)].rstrip()
    in_table = label is not None or (_COLUMN.match(below) is not None and not below.endswith("."))
    return cell if in_table and 2 <= len(cell.split()) <= 4 else ""


def _columns(line: str) -> list[str]:
    """What the heads of a line's columns ask for, if it is made of such heads alone and one asks for the patient."""
    if len(line) > _MOST_COLUMNS or any(map(str.isdigit, line)):
        return []
    line = _ORDER.sub(" ", line)
    heads = [head.lastgroup or "" for head in _COLUMN.finditer(line)]
    return heads if "patient" in heads and not _COLUMN.sub("", line).strip(" |/,.()#:") else []


def _below(row: str, columns: Sequence[str]) -> str:
    """The patient's name in the row below: at its start, or, where no other person stands before it, the first name."""
    at = columns.index("patient")
    if at == 0:
        return named_at(row[:200], 0)
    if "person" in columns[:at]:
        return ""
    starts = (word.start() for word in re.finditer(r"(?<!\S)[A-Z]", row[:200]))
    return next((name for start in starts if (name := named_at(row[:200], start))), "")


def _is_doctor(line: str, found: re.Match[str]) -> bool:
    return bool(_OF_A_DOCTOR.match(line, found.end()) or _OF_A_DOCTOR.match(found["first"]))


def _key(found: re.Match[str]) -> str:
    return " ".join(f"{found['last']} {found['first']}".lower().replace(".", "").replace("\u2019", "'").split())


def same_person(one: str, two: str) -> bool:
    """Whether two names may be one person's: equal but for slips, initials, a second family name, or their order."""
    if not one or not two or one == two:
        return True
    first, second = set(one.split()), set(two.split())
    from rapidfuzz import fuzz

    if 1 in (len(first), len(second)):  # a family name alone
        return any(fuzz.ratio(word, other) >= _ALIKE for word in first for other in second)
    if len(first & second) >= 2 or (first & second and (_initials(first - second, second - first))):
        return True
    alike = sum(
        any(fuzz.ratio(word, other) >= _ALIKE for other in second - first) for word in first - second if len(word) > 5
    )
    return fuzz.token_sort_ratio(one, two) >= 80 or (alike > 0 and alike + len(first & second) >= 2)


def _initials(one: set[str], two: set[str]) -> bool:
    """Whether what is left of two names agrees in first letters: "m" and "maria"."""
    return any(len(word) <= 2 and any(other[0] == word[0] for other in b) for a, b in ((one, two), (two, one)) for word in a)
