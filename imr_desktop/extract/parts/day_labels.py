"""The words beside which a document's own day stands, and those that claim a day for something else."""

from __future__ import annotations

import re

_NOUN = (
    r"(?:this |the )?(?:service|exam(?:ination)?|visit|evaluation|re-?evaluation|study|procedure|surgery|operation|"
    r"test(?:ing)?|"
    r"consult(?:ation)?|encounter|treatment|session|collection|injection|scan|appointment|office visit|arrival|admission|"
    r"contact|"
    r"call|note|first (?:examination|visit|treatment)|current (?:exam(?:ination)?|visit)|today's (?:visit|exam)|hearing|"
    r"discharge|"
    r"delivery|dispensing|fill)(?: or [a-z]{4,12})?"
)


def _labels(*parts: str) -> re.Pattern[str]:
    """Labels as a pattern: a space in them stands for one to three, `` ?`` for none too; never for a line's end.

    They are small, and looked for in a text in small letters (`in_small_letters`).
    """
    words = "|".join(parts).replace(" ?", r"\x20{0,3}").replace(" ", r"\x20{1,3}")
    return re.compile(rf"(?<![\w\-])(?:{words})(?![\w])")


OF_SERVICE = _labels(
    rf"dates?(?:\(s\))?(?: and (?:hour|time))? of {_NOUN}",
    r"(?:service|exam(?:ination)?|visit|encounter|study|procedure|surgery|operation|test(?:ing)?|evaluation|treatment|"
    r"session|"
    r"collection|appointment|appt\.?|consult(?:ation)?|consult dos|scan|arrival|admit|admission|contact|note|therapy|intake|"
    r"injection|discharge|hearing|delivery|first exam) ?dates?(?:\(s\))?(?: ?(?:/|and|&) ?time)?",
    r"dos",
    r"d\.o\.s\.?",
    r"do[ev]",
    r"(?:seen|examined|evaluated|visited|performed|collected|obtained|treated|dispensed|filled|arrived|admitted|drawn|"
    r"delivered|"
    r"scanned|imaged|heard)(?: (?:date|today|by nurse|in clinic))?(?: on)?",
    r"date (?:seen|collected|performed|dispensed|filled|examined|evaluated|tested|treated|obtained|drawn|delivered|"
    r"of the exam)",
    r"(?:dispens(?:e|ing)|fill(?:ed)?|rx|draw|drawn|specimen|tx) date",
    r"(?:hearing held|services? (?:on|of|rendered(?: on)?|provided(?: on)?)|appearance|statement covers(?: period)?|both on)",
    r"fecha (?:de (?:la |el )?)?(?:servicio|visita|examen|consulta|evaluaci[oó]n|estudio)",
)
BARE_NOUN = re.compile(
    r"(?:^|(?<=[|;]))[ ]{0,8}(?:encounter|evaluation|visit|exam(?:ination)?|first exam(?:ination)?|session|treatment|"
    r"procedure|study|"
    r"surgery|consult(?:ation)?|service|visit on|exam on|intake|injection|decision)[ ]{0,3}:?[ ]{1,4}(?=[A-Z\d])"
    r"|(?<=[ ])(?-i:Exam|Visit|Encounter|Seen)[ ]{1,3}(?=\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d)",
    re.IGNORECASE | re.MULTILINE,
)
OF_DECISION = _labels(
    r"dates? of (?:(?:this|the|ur|utilization review|initial|adverse|our|final) ){0,3}(?:determination|decision|denial|"
    r"letter|"
    r"notice|modification|review|report|recommendation|certification|completion)",
    r"(?:determination|decision|denial|letter|notice|review|issue|issued|completion|report|determination/decision|"
    r"ur decision|"
    r"ur|completed|notification|rendered|determined) ?date",
    r"decision (?:made|rendered|issued)(?: on)?",
    r"(?:date )?(?:issued|decided|completed|rendered|determined)",
    r"decision",
    r"reviewed (?:it )?on",
    r"(?:status|decision|determination|auth\w*) as of",
)
OF_SENDING = _labels(
    r"(?:date )?(?:sent|mailed|faxed|served|transmitted|closed|produced)(?: on)?",
    r"(?:fax|mailing|service|closing|notice) date",
    r"date of (?:mailing|service|transmission|closing)",
)
OF_PAPER = _labels(
    r"(?:report|letter|dictation|dictated|document|note|today's|order|ordered|written|statement|invoice|bill(?:ing)?|"
    r"filing) date",
    r"dates? of (?:this )?(?:report|letter|dictation|notice|document|order|issue|signing|filing|invoice|statement)",
    r"(?:executed|dated|date|issued|filed|today)(?: (?:on|this))?",
    r"(?:search|report|query|inquiry) run(?: on)?",
    r"report (?:date|through)",
    r"fecha",
)
OF_REQUEST = _labels(
    r"dates? (?:of (?:this )?(?:request|order|submission)|requested|submitted|ordered|signed)",
    r"(?:form|request|order|submission|signature|signed|rfa|submitted) date",
    r"(?:requested|submitted|ordered|signed)(?: (?:on|date))?",
    r"(?:today|today's date)",
)
OF_DISPENSING = _labels(r"(?:regimen )?reviewed(?: on)?", r"(?:history|profile|dispensed|filled) through")
"""How a pharmacy dates a review or a list."""
TAKEN_IN = _labels(r"application (?:received|filed|submitted|entered|created)(?: (?:on|date))?")
"""When an application came in, as a portal says it: its own day where it says no other."""
OF_COLLECTION = _labels(
    r"(?:date )?collected(?: on)?",
    r"collection date(?: ?/ ?time)?",
    r"date of collection",
    r"(?:specimen|"
    r"drawn?) date",
    r"drawn",
)
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
WRONG_AFTER = re.compile(
    r"\s{0,3}(?:of (?:birth|injury|loss|accident|hire|onset|next|last|request|receipt)|received|rec'd|printed|signed|served|"
    r"requested|last|stamp|report(?:ed)? (?:was )?received|needed|due|range|employed|faxed|mailed|sent|reviewed)",
    re.IGNORECASE,
)
FOREIGN = re.compile(
    r"(?<![a-z])(?:birth|born|dob|d\.o\.b\.?|bd|injur(?:y|ed)|accident|doi|d\.o\.i\.?|d/i|d/o/i|dol|loss|received|rec'd|"
    r"served|hire|"
    r"hired|since|print(?:ed)?|fax(?:ed)?|sent|mailed|sign(?:ed|ature)|verified|authenticated|transcribed|last|next|prior|"
    r"previous|"
    r"follow[- ]?up|return|due|scheduled|expires?|effective|onset|began|started|reported|resulted|approved|scanned|"
    r"uploaded|rfa|"
    r"request(?:ed)?|through|until|from|between|ct|cumulative|thru|nacimiento|lesi[oó]n|comparison|compared|dated|"
    r"review(?:ed)?|"
    r"surgery on|worked|to|exp|filed|revised|rev|deadline|illness|compared to|x-rays?|mri|"
    r"treatment to)(?![a-z])[^\n\d]{0,22}\Z",
    re.IGNORECASE,
)
ANY = re.compile(
    r"(?<![\w])(?:dates?(?: [a-z]+){1,2} received|"
    r"dates?(?:\(s\))?(?: (?:and hour )?of(?: (?:the|this|last|first|next|ur))? [a-z]+(?: review| letter|"
    r" determination)?| "
    r"(?:sent|signed|received|seen|filled|issued|mailed|served|reported|performed|collected|completed|requested|"
    r"last worked))?|"
    r"(?<!to )(?!(?:to|and) )[a-z]+ dates?|"
    r"injured(?! (?:worker|employee|person|body|part))|[a-z]+ dated|[a-z]+ received|"
    r"dob|doi|dos|d\.?/?o\.?/?[ibs]\.?|deadline|injured on|first examined|"
    r"filed|completed|"
    r"reported|"
    r"collected|performed|signed on|submitted|received|consult dos|onset|birth ?date|"
    r"(?<!occupational )injury(?! or))(?![\w])"
)
"""Any label that asks for a day, in small letters: in a row of them, each has the day that stands in its place in the row of
values."""
FOREIGN_LABEL = re.compile(
    r"birth|dob|injur|doi|loss|d\.?/?o\.?/?[ib]\b|received|sent|deadline|reported|last|next|onset|due|hire|rfa|request|"
    r"mailed|served|filed",
    re.IGNORECASE,
)
EXAMINED = re.compile(
    r"\A\W{0,3}(?:i|we|the undersigned)[ ](?:\w+[ ])?(?:examined|saw|evaluated|met|interviewed|"
    r"performed)\b",
    re.IGNORECASE,
)
SCANNED = re.compile(
    r"\b(?:was|were)[ ](?:scanned|seen|examined|evaluated|imaged|interviewed|"
    r"treated)[^\n\d]{0,40}\b(?:on)?[ ]\Z",
    re.IGNORECASE,
)
"""Told in prose: "On 11/01/2023 I examined …", "… was seen on November 1, 2023"."""
TITLED = re.compile(
    r"note|visit|report|exam|evaluation|session|encounter|summary|eval\b|study|results?|\bof\Z|letter|treatment|on\Z|"
    r"#\s?\d",
    re.IGNORECASE,
)
