"""A machine's slips in the labels of forms put right: "Diaghosis codes", "Date of lnjury"; and in days, "O3/l2/2O14".

Of labels and headings every word: cells, and what stands before a colon, of nothing but words that labels are made of. Of
values and sentences what can be nothing else (`_SLIPS`): days and counters, whose letters must be digits or a month's, doses,
codes, levels of the spine, people's degrees, a point where a comma must stand. A word is replaced by one of the same length,
or takes a space of those behind it, so that places in the text stay.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from operator import ne

from imr_desktop.case.dates import day_of
from imr_desktop.extract.dates import MONTH
from imr_desktop.extract.facts.misread import codes_righted
from imr_desktop.extract.parts.vocabulary import learned
from imr_desktop.extract.requests.words import form_words, words_in

_ALONE, _AMONG = 0.84, 0.7
"""Of 1: how like a label's word another must be, where it is alone, and beside words that are known."""
_SHORTEST = 4
_LONGEST = 60
_CELL = re.compile(
    r"(?:^|(?<=[ ]{2})|(?<=[;|][ ]))[ ]*(?P<words>[^\s:](?:[^\n\f:]*?[^\s:])??)[ ]*(?=[ ]{2}|:|\f|$)", re.MULTILINE
)
_QTY = re.compile(r"(?<!\S)(?:[O0aoGC]ty|Q[tl][yv])(?!\w)")
_D = r"[\dOoIl|]"
_DAY = re.compile(
    rf"(?<![\w/.-])(?P<day>{_D}{{1,2}}(?P<sep>[/-]){_D}{{1,2}}(?P=sep)(?:{_D}{{4}}|{_D}{{2}})|{_D}{{4}}-{_D}{{2}}-{_D}{{2}})(?![\w/-])|"
    rf"\b(?i:{MONTH})[ ]{{1,3}}(?P<named>{_D}{{1,2}},[ ]{{1,3}}{_D}{{4}})(?!\w)"
)
_MIXED = re.compile(r"(?<![\w/.,-])(\d{1,2})(?:/(\d{1,2})[.,]|[.,](\d{1,2})/)(\d{4})(?![\w/-])")
_COUNTER = re.compile(
    r"(?P<before>\b[Pp](?:age|AGE|g|G)\b[.:]?[ ]{1,2}|^[ ]*(?=\S{1,2}/\d{1,2}[ ]*$|\d{1,2}[oO0]f[ ]?\d{1,2}[ ]*$))"
    r"(?P<at>[\diltITOS|]{1,3})(?P<by>[ ]?[oO0c][fFt][ ]?|[ ]?/[ ]?)(?P<of>[\diltITOS|]{1,3})(?![\w/])",
    re.MULTILINE,
)
_OF = re.compile(r"\S+")
_MISREAD_COUNT = str.maketrans("iltIT|OS", "11111105")
_SPACED = re.compile(
    rf"(?<![\w/.,-])(?=[^ ]{{0,6}}[ ])({_D}{{1,2}}[ ]?/[ ]?{_D}[ ]?{_D}?[ ]?/[ ]?(?:19|20){_D}{{2}})(?![\w/])"
)
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november"),
    *("december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "sept"),
)
_NO_MONTH = re.compile(
    r"(?<!\w)(?P<before>[A-Z0][A-Za-z0|!]{2,8})\.?[ ]{1,3}\d{1,2},[ ]{0,3}\d{4}(?!\w)|"
    r"(?<!\w)\d{1,2}(?P<sep>[ -])(?P<within>[A-Z0][A-Za-z0|!]{2})(?P=sep)\d{4}(?!\w)"
)
_DOSE = re.compile(r"(?<![\w.,])(?P<dose>(?=[\dSOlI]*[\dSO][0O])[\dSOlI]{2,4})(?=[ ]?mg\b)")
_MISREAD_DOSE = str.maketrans("OSlI", "0511")
_MISREAD = str.maketrans("OolI|", "00111")
_DEGREE = r"(?:M\.?D|D\.?O|D\.?C|Ph\.?D|Psy\.?D|P\.?T|DPT|N\.?P|PA-C|R\.?N|L\.?Ac)\b"
_NAMED = rf"[A-Z][\w'’. -]{{2,26}},?[ ]{{1,2}}{_DEGREE}"
_SLIPS = (
    # a point that was a comma: September 22. 2024, June 7.2024; Rostamipur. MD; Port Elspeth. CA 90001
    (re.compile(rf"(?<=[A-Za-z][ ])({_D}{{1,2}})[.;](?=[ ]{{1,3}}{_D}{{4}}\b)"), r"\1,"),
    (re.compile(rf"\b((?i:{MONTH})[ ]{{1,3}}\d{{1,2}})\.(?=(?:19|20)\d\d\b)"), r"\1,"),
    (re.compile(rf"(?<=[a-z]{{3}})[.;:](?=[ ]{_DEGREE})"), ","),
    (re.compile(r"(?<=[a-z]{3})[.](?=[ ]CA[ ]\d{5})"), ","),
    # levels of the spine and codes of diagnoses, which have digits there: L5-Sl, LS-S1, M54. 16
    (re.compile(r"(?<=L\d-S)[lI|](?!\w)"), "1"),
    (re.compile(r"(?<!\w)LS(?=-S1(?!\w))|(?<=L[34]-)LS(?!\w)"), "L5"),
    (re.compile(r"(?:(?<=[Rr]ight[ ])|(?<=[Ll]eft[ ])|(?<=ateral[ ])|(?<=L5[-/]))\$(?=1(?![\d,.]*\d))"), "S"),
    (re.compile(r"(?<=[ ])['‘’]([CTL]\d\S*)"), r"\1 "),
    (re.compile(r"(?<=C7-)[7Il!]1(?!\w)"), "T1"),
    (re.compile(r"(?<!\w)ES[!l|](?!\w)"), "ESI"),
    (re.compile(r"(?<!\w)M[S$](?=\d\.[ ]\d)"), "M5"),
    (re.compile(r"(?<!\w)([A-Z]\d\d)\.[ ](\d{1,3})(?=[);,])"), r" \1.\2"),
    # a point in a sentence that was a comma: brace. right knee; Lee, DO. whose; and I that was a 1 or a T
    (re.compile(r"(?:(?<=[a-z]{4})|(?<=[A-Z]{2})|(?<=[\w.]\)))\.(?=[ ]{1,3}[a-z]{3})"), ","),
    (re.compile(r"(?<![^\s.])1(?=[ ]am[ ][a-z])"), "I"),
    (
        re.compile(
            r"^([ ]*)[Tl1](?=[ ](?:still|want|ask|am|have|request|certify|disagree|declare|authorize)\b)", re.MULTILINE
        ),
        r"\1I",
    ),
    # letters within words and numbers: Physica! therapy, feft knee, without contract
    (re.compile(r"(?<=[a-z]{3})!(?=[ ][a-z])"), "l"),
    (re.compile(r"(?<!\w)(?:[fi1]eft|lef[il]|letf)(?!\w)"), "left"),
    (re.compile(r"(?<=with[ ])contract(?!\w)|(?<=without[ ])contract(?!\w)"), "contrast"),
    # a stroke that was a capital I: |CNB, |shimotu
    (re.compile(r"(?<![^\s(])\|(?=[A-Z]{2,5}(?!\w)|[a-z]{3})"), "I"),
    # sides and signs of findings: + Ri, ~ L
    (re.compile(r"(?<=[a-z+-][ ])([RL])i(?![\w'’])"), r"\1;"),
    (re.compile(r"(?<=\w[ ])~(?=[ ][LR](?!\w))"), "-"),
    # specks before words, and lines of nothing else
    (re.compile(r"(?<![\w_])_(?=[A-Z][a-z])"), " "),
    (re.compile(r"^[ ]*(?:[-_~.\u2013\u2014][ ]+)+[a-z]?[ ]*$", re.MULTILINE), lambda found: " " * len(found[0])),
    (re.compile(r"^'[ ](?=[A-Z])", re.MULTILINE), "  "),
    (re.compile(r"(?<=[a-z][ ])'(?=[a-z]+[ .,])"), " "),
    # the sacroiliac joint: Sl belt
    (re.compile(r"(?<!\w)S[l|1](?=[ ](?:joint|belt|injection)s?(?!\w))"), "SI"),
    # a count of one at the end of a row
    (re.compile(r"(?<=[ ]{3})[!lIi|](?=[ ]*$)", re.MULTILINE), "1"),
    # every how many hours: ql2h
    (re.compile(r"(?<![^\s(])q[lI|](?=\dh(?:rs?)?(?!\w))"), "q1"),
    # a speck between how often and how long: 3.x week
    (re.compile(r"(?<=\d)[.,](?=x[ ]?(?:w|\d|/|per|a[ ]))"), " "),
    # a stroke between how often and how long: 2x'week
    (re.compile(r"(?<=\dx)['‘’|](?=w(?:ee)?k|month)"), "/"),
    # heads of columns with what is left of a rule: rIcD
    (re.compile(r"(?<!\S)[rtlf|\[{!]I[cC]D(?!\S)"), " ICD"),
    (re.compile(r"(?<!\S)IcD(?!\w)"), "ICD"),
    # degrees, initials and signs of people: M.D, D.0O. Dr, Bao K, Le Foureau; ignatius; /3/ and (s/ and /s before a name
    (re.compile(r"\bM[.,]D,(?=\s)"), "M.D."),
    (re.compile(r"\bD[.,](?:0[Oo]|O[0o])\."), "D.O. "),
    (re.compile(r"\bD(?:[.,][0o][.,]|,O[.,]|\.O,)(?=\s)"), "D.O."),
    (re.compile(r"(?<=[a-z],[ ])(?:D0|OO|0O)(?![\w.])"), "DO"),
    (re.compile(r"\bDr,(?=[ ][A-Z])"), "Dr."),
    (re.compile(rf"(?<=[a-z][ ][A-Z])[,:;](?=[ ]{_NAMED})"), "."),
    (re.compile(rf"(?<![\w'’])[il1](?=[a-z]{{3,12}}[ ]{{1,2}}{_NAMED})"), "I"),
    (re.compile(r"(?<![^\s:])(?:/[358S]/|[({][s5]/|/s[ ])(?=[ ]*[A-Z])"), "/s/"),
    # labels that end in a capital I or a B: NP! DO! NPI! D0B
    (re.compile(r"\b(NP|DO)[!l|1](?=[ ]*[:#]|[ ]{1,3}[A-Z\d])"), r"\1I"),
    (re.compile(r"\b(NPI|DOI)!"), r"\1 "),
    (re.compile(r"\b(?:D0[B8]|DO8)(?=[ ]*:|[ ]{1,3}\d)"), "DOB"),
    (re.compile(r"(?<!\S)D(?:/:[ ]|[i1l]I:|[i1lI]:[ ])(?=[ ]*(?:\d|[A-Z][a-z]{2}))"), "D/I:"),
    # boxes in brackets that were read in two kinds, and marks before the lines of a list
    (re.compile(r"\{[XxKk%][\]})|]|[\[(][XxKk%][}|]|\[[XxKk%]\)|\([Xx]\]"), "[X]"),
    (re.compile(r"\{[ ][\]})]|[\[(][ ][}]"), "[ ]"),
    (re.compile(r"(?<!\S)(?:\{\]|\[\})[ ]{2}"), "[ ] "),
    (re.compile(r"^([ ]*)\{[1lI|]\}(?=[ ]+[A-Z])", re.MULTILINE), r"\1[ ]"),
    (re.compile(r"(?<=[\]\u2610\u2612])([ ]?)_(?=_?[ ])"), r"\1 "),
    (re.compile(r"(?<=[\]\u2610\u2612][ ])([ ]?)_(?=[ ])"), r"\1 "),
    (re.compile(r"^([ ]*)[oe©«¢*°»®%](?=[ ]+[A-Z\d])", re.MULTILINE), r"\1-"),
    # a month that can but be one of the last three: 42/11/2021
    (re.compile(r"(?<![\w/.-])4(?=[0-2]([/-])[0-3]?\d\1(?:19|20)\d\d(?!\w))"), "1"),
    # a day whose first digit stands apart, or is a word's: which of both it is cannot be told
    (re.compile(r"(?<=[a-z:.][ ])([01])[ ](\d)/(?=\d{1,2}/(?:\d\d){1,2}\b)"), r"\1 \2?"),
    # the first number of a list, and a dash before a line
    (re.compile(r"^([ ]*)[|l!](?=[.)][ ]+[A-Z])", re.MULTILINE), r"\g<1>1"),
    (re.compile(r"^([ ]*\d{1,2}),(?=[ ]+[A-Z])", re.MULTILINE), r"\1."),
    (re.compile(r"^([ ]*)[X®©¥%&§][%)}\]](?=[ ]+[A-Z])", re.MULTILINE), r"\1- "),
    (re.compile(r"^([ ]*)~(?=[ ]+\w)", re.MULTILINE), r"\1-"),
)
_MARKED = re.compile(
    r"^(?P<before>[ ]{0,40})(?P<mark>[^\s.):,]{1,3})(?:[.):,]{1,2}(?=[ ]{1,20}[A-Z])|[.):,]?(?=[ ]{2,40}\w))", re.MULTILINE
)
"""How the line of a numbered list or table begins."""
_SAME_COLUMN = 2
_MOST_WORDS = 7
_BEFORE = re.compile(r"\A[ ]*[!|'‘’\"“”\[\]{}_~.,;]{1,3}(?=[ ]*\w)")
_BEHIND = re.compile(r"(?<=\w\w\w)[.,;'’\"“”|_]{1,2}(?=[ ]*\Z)")
"""What is left of the lines around a box, and stands before and behind its label."""
_WORD = re.compile(r"[^\W_](?:[\w'!|]{0,20}\w)?")


def righted(text: str) -> str:
    """A text read by machine with slips in its labels put right; every line break and place stays."""
    text = _counted_on(text)
    for pattern, made in _SLIPS:
        text = pattern.sub(made, text)
    days = _DAY.sub(_digits, _MIXED.sub(_day, _SPACED.sub(_closed, _NO_MONTH.sub(_month, text))))
    return _CELL.sub(_cell, _COUNTER.sub(_counter, _DOSE.sub(_dose, _QTY.sub("Qty", codes_righted(days)))))


def _counted_on(text: str) -> str:
    """Marks of a list's lines that those above and below tell: "i, 2, 3" and 'A, B, "\u00a2, D'."""
    found = list(_MARKED.finditer(text))
    places = [_place(one["mark"]) for one in found]
    made = list(text)
    for at, one in enumerate(found[:-1]):
        before, behind, next_but_one = (places[n] if 0 <= n < len(places) else None for n in (at - 1, at + 1, at + 2))
        if not behind or ((own := places[at]) and own[0] == behind[0]):
            continue
        kind, number = behind
        within = before == (kind, number - 2) and _is_below(found[at - 1], one)
        first = number == 2 and next_but_one == (kind, 3)
        if (within or first) and _is_below(one, found[at + 1]):
            mark = str(number - 1) if kind == "number" else chr(ord("A") + number - 2)
            start, end = one.span("mark")
            made[start:end] = mark.rjust(end - start)[-(end - start) :]
    return "".join(made)


def _place(mark: str) -> tuple[str, int] | None:
    """Which of its list a number or a capital letter is."""
    if mark.isascii() and mark.isdigit():
        return "number", int(mark)
    return ("letter", ord(mark) - ord("A") + 1) if len(mark) == 1 and "A" <= mark <= "H" else None


def _is_below(above: re.Match[str], below: re.Match[str]) -> bool:
    return abs(len(above["before"]) - len(below["before"])) <= _SAME_COLUMN


def _day(found: re.Match[str]) -> str:
    """A day between whose parts one stroke was read as a point or a comma: "12.9/2020", "03/22.2020"."""
    month, day, year = (part for part in found.groups() if part)
    return f"{month}/{day}/{year}" if day_of(year, int(month), int(day), 0) else found[0]


def _closed(found: re.Match[str]) -> str:
    """A day that was read with spaces in it: "O1/1 1/2024"."""
    return found[0].replace(" ", "").rjust(len(found[0]))


def _counter(found: re.Match[str]) -> str:
    """Which page of how many: letters there are figures, and no page is the fourth of fewer: "Page i of t", "4/2"."""
    at, of = (found[name].translate(_MISREAD_COUNT) for name in ("at", "of"))
    by = found["by"] if "/" in found["by"] or found["by"].isupper() else _OF.sub("of", found["by"])
    return f"{found['before']}{'1' if at == '4' and int(of) < int(at) else at}{by}{of}"


def _dose(found: re.Match[str]) -> str:
    """A dose whose letters can be nothing but digits, one of which at least is: "3O0 mg", "SOmg"."""
    return found[0].replace(found["dose"], found["dose"].translate(_MISREAD_DOSE))


def _month(found: re.Match[str]) -> str:
    """A word beside a day of a month, where it is but one letter from the name of one month: "Dee 04, 2023"."""
    word = found["before"] or found["within"]
    near = [name for name in _MONTHS if len(name) == len(word) and sum(map(ne, name, word.lower())) <= 1]
    known = word.lower() in _MONTHS or len(near) != 1
    return found[0] if known else found[0].replace(word, near[0].capitalize(), 1)


def _digits(found: re.Match[str]) -> str:
    """A day whose letters are digits; as it was where too little of it is one."""
    day = found["day"] or found["named"]
    if 2 * sum(map(str.isdigit, day)) < sum(map(str.isalnum, day)):
        return found[0]
    return found[0].replace(day, day.translate(_MISREAD))


def _cell(found: re.Match[str]) -> str:
    words = found["words"]
    if len(words) > _LONGEST or any(map(str.isdigit, words[-3:])) or len(words.split()) > _MOST_WORDS:
        return found[0]
    parts = _WORD.findall(words)
    odd = [word for word in parts if word.lower() not in _known() and word.lower() not in learned()]
    if 2 * len(odd) > max(len(parts), 2) or any(len(word) < _SHORTEST for word in odd):
        return found[0]
    near = [_nearest(word.lower(), _AMONG if len(odd) < len(parts) else _ALONE) for word in odd]
    if None in near:
        return found[0]
    made = found[0]
    for word, better in zip(odd, near, strict=True):
        made = _replaced(made, word, str(better))
    return _BEFORE.sub(_blank, _BEHIND.sub(_blank, made)) if parts else made


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _replaced(cell: str, odd: str, near: str) -> str:
    """The cell with one word replaced; shorter ones are padded behind, longer ones take of the spaces there."""
    made = near.upper() if odd.isupper() else near.capitalize() if not odd[0].islower() else near
    at = cell.index(odd)
    rest = cell[at + len(odd) :]
    more = len(made) - len(odd)
    if more <= 0:
        return cell[:at] + made + rest + " " * -more if not rest.strip() else cell[:at] + made + " " * -more + rest
    return cell[:at] + made + rest[more:] if rest[: more + 1].isspace() and len(rest) > more else cell


@lru_cache(maxsize=20_000)
def _nearest(word: str, least: float) -> str | None:
    """The one known word that is nearest, or what all that are as near begin with; None where they are several."""
    from rapidfuzz import process
    from rapidfuzz.distance import Levenshtein

    alike = [one for one in _known() if abs(len(one) - len(word)) <= 1 and len(one) >= _SHORTEST]
    found = process.extract(word, alike, scorer=Levenshtein.normalized_similarity, score_cutoff=least, limit=None)
    words = sorted((str(one[0]) for one in found if one[1] == found[0][1]), key=len)
    return words[0] if words and all(other.startswith(words[0]) for other in words) else None


@cache
def _known() -> frozenset[str]:
    from imr_desktop.extract.parts.kinds import title_words

    return form_words() | frozenset(title_words()) | frozenset(words_in("headings"))
