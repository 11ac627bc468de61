"""The words beside which a document's own day stands, and those that claim a day for something else."""

from __future__ import annotations

import re

from imr_desktop.case.dates import MONTHS
from imr_desktop.extract.parts.word_lists import words

_NOUN = rf"(?:this |the )?(?:{words('days', 'nouns')})(?: or [a-z]{{4,12}})?"


def _labels(name: str) -> re.Pattern[str]:
    """Labels as a pattern: a space in them stands for one to three, `` ?`` for none too; never for a line's end.

    They are looked for in a text in small letters (`in_small_letters`).
    """
    listed = words("days", name).replace("{noun}", _NOUN).replace(" ?", r"\x20{0,3}").replace(" ", r"\x20{1,3}")
    return re.compile(rf"(?<![\w\-])(?:{listed})(?![\w])")


OF_SERVICE = _labels("of_service")
BARE_NOUN = re.compile(
    r"(?:^|(?<=[|;]))[ ]{0,8}(?:encounter|evaluation|visit|exam(?:ination)?|first exam(?:ination)?|session|treatment|"
    r"procedure|study|discharge|re-?evaluation|daily note|progress note|"
    r"surgery|consult(?:ation)?|service|visit on|exam on|intake|injection|decision)[ ]{0,3}:?[ ]{1,4}(?=[A-Z\d])"
    rf"|(?<=[ ])(?-i:Exam|Visit|Encounter|Seen):?[ ]{{1,3}}(?=\d|(?:{MONTHS})[a-z]*\.? \d)",
    re.IGNORECASE | re.MULTILINE,
)
OF_DECISION = _labels("of_decision")
OF_SENDING = _labels("of_sending")
OF_PAPER = _labels("of_paper")
OF_REQUEST = _labels("of_request")
OF_DISPENSING = _labels("of_dispensing")
"""How a pharmacy dates a review or a list."""
TAKEN_IN = _labels("taken_in")
"""When an application came in, as a portal says it: its own day where it says no other."""
OF_EXPLANATION = _labels("of_explanation")
"""How an explanation of review or benefits is dated, apart from the services it is about."""
OF_COLLECTION = _labels("of_collection")
DATE_LINE = re.compile(r"^[ ]{0,40}date[ ]{0,4}[:.]?(?:[ ]{1,8}|(?=\d)|\n)", re.IGNORECASE | re.MULTILINE)
SIGNED = re.compile(
    r"\b(?:physician|provider|employee|worker|applicant|representative|claimant)?(?:'s)?[ ]?signature[ ]{0,4}:?[^\n:]{0,100}"
    r"(?:\n[^\n:]{0,60}){0,2}?\bdate(?: signed)?[ ]{0,4}:?",
    re.IGNORECASE,
)
SIGNED_ALONE = re.compile(
    r"^[ ]{0,40}date(?: signed)?[ ]{0,4}:|\bdate signed\b[ :]{0,4}|\bdated[ ]{0,3}:", re.IGNORECASE | re.MULTILINE
)
OF_PATIENT = re.compile(r"employee|worker|applicant|representative|claimant|physician|provider", re.IGNORECASE)
WRONG_BEFORE = re.compile(
    r"(?<![a-z])(?:last|next|prior|previous|return|future|scheduled|upcoming|request|received|requested|rfa|birth|injury|"
    r"accident|loss|since|hire|effective|expiration|due|start|end|stop|onset|was|were|been|is|the|and|not|when|"
    r"print|fax|sent|signature|signed|verified|transcription|review of|sign|to be|being|be|we|for|form|"
    r"a)[ ]{1,3}(?:the[ ])?\Z",
    re.IGNORECASE,
)
CELL_BEFORE = re.compile(r"\bsignature[ ]{1,3}\Z", re.IGNORECASE)
WRONG_AFTER = re.compile(rf"\s{{0,3}}(?:{words('days', 'wrong_after')})", re.IGNORECASE)
FOREIGN = re.compile(rf"(?<![a-z])(?:{words('days', 'foreign')})(?![a-z])[^\n\d]{{0,22}}\Z", re.IGNORECASE)
ANY = re.compile(
    rf"(?<![\w])(?:{words('days', 'any')})(?![\w])(?! of (?:{words('roles', 'birth')}|{words('roles', 'injury')})(?![\w]))"
)
"""Any label that asks for a day, in small letters: in a row of them, each has the day that stands in its place in the row of
values."""
FOREIGN_LABEL = re.compile(words("days", "foreign_labels"), re.IGNORECASE)
BEFORE_A_DAY = re.compile(rf"(?<![\w])(?:{words('days', 'before_a_day')})[ ]{{0,8}}\Z", re.IGNORECASE)
EXAMINED = re.compile(rf"\A\W{{0,3}}(?:i|we|the undersigned)[ ](?:\w+[ ])?(?:{words('days', 'examined')})\b", re.IGNORECASE)
SCANNED = re.compile(rf"\b(?:was|were)[ ](?:{words('days', 'scanned')})[^\n\d]{{0,40}}\b(?:on)?[ ]\Z", re.IGNORECASE)
"""Told in prose: "On 11/01/2023 I examined …", "… was seen on November 1, 2023"."""
TITLED = re.compile(words("days", "titled"), re.IGNORECASE)
