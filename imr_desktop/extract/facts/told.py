"""What else a sentence tells: pain scores, earlier treatment, operations, work, function, reasons of utilization review."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from imr_desktop.case.numbers import number_of
from imr_desktop.extract.dates import find_dates
from imr_desktop.extract.facts.diagnoses import level_of, side_of
from imr_desktop.extract.facts.model import Found, Polarity, Status
from imr_desktop.extract.facts.tables import either, phrase, table

_SCORE = phrase(
    r"(?<![\w./])(?P<low>\d{1,2}(?:\.\d)?)(?:\s{0,2}(?:-|to|/)\s{0,2}(?P<high>\d{1,2}(?:\.\d)?))?\s{0,2}"
    r"(?:/|(?:out )?of|on a scale of (?:0|1|zero|one) ?(?:-|to))\s{0,2}(?:10|ten)(?![\d/])"
)
_LEVEL_OF_PAIN = phrase(
    r"(?<!\w)(?:vas|nrs|pain (?:level|score|scale|rating|intensity)s?)(?: ?(?:today|now))?\s{0,2}(?::|is|of|=)?\s{0,2}"
    r"(?P<low>\d{1,2})(?:\s?-\s?(?P<high>\d{1,2}))?(?![\w%]|\s?[/.]\s?\d| of| out)"
)
_NUMBER = (
    r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|sixteen|eighteen|"
    r"twenty(?:-four)?|thirty)"
)
_COUNT = phrase(
    rf"(?<![\w./#$])(?P<n>{_NUMBER})(?:\s?(?:of|out of|/)\s?(?:the )?(?P<of>{_NUMBER}))? "
    r"(?!(?:m?c?g|ml|cc|pounds|lbs|min(?:ute)?s?|hours?|hrs?|days?|months?|years?|degrees|percent)\b)"
    r"(?:(?:[a-z][a-z\-]{1,20}) ){0,4}?"
    r"(?:visits?|sessions?|treatments?|injections?|blocks?|appointments?|[lc]?esis?|tpis?|mbbs?)\b"
)
_COUNT_LABEL = phrase(
    rf"\b(?:visits?|sessions?|treatments?)(?: (?:attended|completed|to date|used|seen|number))?\s?[:#]?\s?"
    rf"(?P<n>{_NUMBER})(?:\s?(?:of|out of|/)\s?(?P<of>{_NUMBER}))?(?![\w/])"
)
_TIMES = phrase(r"(?:\bx|\u00d7) ?(?P<n>\d{1,3})(?![\w/]| ?(?:weeks?|days?|months?|years?|mg|cm|mm))")
_NEGATIVE = phrase(r"\b(?:no|not|never|denies|without|hasn't|neither)\b")
_YEAR = re.compile(r"\b(?:in|of|from|on)\s(?P<year>(?:19|20)\d\d)\b")
_BOX = re.compile(
    r"(?P<on>\[\s?[xX\u2713\u2714]\s?\]|[\u2611\u2612\u2713\u2714\u2718\u25a0]|\(\s?[xX]\s?\))|"
    r"(?P<off>\[\s{0,2}\]|[\u2610\u274f\u25a1]|_{2,6}|\(\s{1,2}\))"
)
_NOTES = {
    "without": "without medication",
    "with": "with medication",
    "best": "at best",
    "worst": "at worst",
    "now": "now",
    "average": "on average",
    "start": "at start",
}
_THERAPY = {
    "therapy note": "physical therapy",
    "chiropractic note": "chiropractic",
    "acupuncture note": "acupuncture",
    "psychology report": "cognitive behavioral therapy",
}
_PARTS_END = re.compile(r"[.;\n]|\b(?:denied|disputed|accepted|claimed)\b", re.IGNORECASE)
_PAINFUL = re.compile(r"(?i)\b(?:pain|vas|nrs|score)\b")
_BODY = re.compile(r"(?i)\bbody\b")
_NEAR = 36
_CLOSE = 32
_SAYS_NO = frozenset({"off work", "temporarily totally disabled", "temporarily partially disabled", "retired"})
"""States of work that words of denial do not take back: they say it themselves."""


@cache
def _words(group: str) -> dict[str, Any]:
    words: dict[str, Any] = table("told")[group]
    return words


@cache
def _pattern(group: str, name: str) -> re.Pattern[str]:
    words = _words(group)[name]
    return phrase(rf"(?<!\w)(?:{words if isinstance(words, str) else either(words)})(?!\w)")


@cache
def _named(group: str, name: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((said, phrase(rf"(?<!\w)(?:{words})(?!\w)")) for said, words in _words(group)[name])


# --- pain ------------------------------------------------------------------------------------------------------------------


def find_pain(text: str, start: int, end: int, section: str) -> Iterator[Found]:
    """Pain scores out of ten, each with what it was with or without; never a grade of strength, never a date."""
    if not _pattern("pain", "words").search(text, start, end) and section != "subjective":
        return
    found = sorted(
        (*_SCORE.finditer(text, start, end), *_LEVEL_OF_PAIN.finditer(text, start, end)), key=lambda one: one.start()
    )
    for index, match in enumerate(found):
        low, high = float(match["low"]), float(match["high"] or match["low"])
        if high > 10 or low > high:
            continue
        before = found[index - 1].end() if index else start
        behind = found[index + 1].start() if index + 1 < len(found) else end
        note = _note(text, match, before, behind)
        words = f"{match['low']}-{match['high']}" if match["high"] else match["low"]
        side = side_of(text[before : match.start()]) or side_of(text[match.end() : behind])
        yield Found(
            "pain", f"{words} of 10{f' {note}' if note else ''}", start, end, number=high, of=10, side=side, response=note
        )


def _note(text: str, match: re.Match[str], before: int, behind: int) -> str:
    """What a score was with or without: the words right behind it, else those right before it."""
    after = text[match.end() : min(behind, match.end() + _NEAR)]
    stop = re.search(r"[,;.]|\band\b|\bdown\b|\bto\b", after)
    for words in (after[: stop.start()] if stop else after, text[max(before, match.start() - _NEAR) : match.start()]):
        for name, note in _NOTES.items():
            if _pattern("pain", name).search(words):
                return note
    return ""


# --- treatment -------------------------------------------------------------------------------------------------------------


def find_treatments(text: str, start: int, end: int, section: str, kind: str) -> Iterator[Found]:
    """Earlier treatment with its count and what it gave; a therapist's note of a `kind` counts visits of that therapy."""
    places = {
        said: found.start() for said, pattern in _named("treatment", "kinds") if (found := pattern.search(text, start, end))
    }
    named = list(places)
    count = _count(text, start, end)
    if not named and count and kind in _THERAPY:
        named = [_THERAPY[kind]]
    if not named:
        return
    planned = _pattern("treatment", "planned").search(text, start, end) or section in ("request", "plan", "reason")
    done = _pattern("treatment", "done").search(text, start, end)
    first = min([*places.values(), *([done.start()] if done else [])], default=start)
    absent = _NEGATIVE.search(text, start, first)
    stated = done or absent or (count and kind in _THERAPY) or section == "treatment"
    if not stated or (planned and not (done and count)):
        return
    response = _plain("treatment", "response").search(text, start, end)
    for said in named if len(named) == 1 or not count else named[:1]:
        yield Found(
            "treatment", said, start, end,
            number=count[0] if count else None, of=count[1] if count else None,
            polarity="absent" if absent and not count else "present",
            response=" ".join(response[0].split()) if response else "", side=side_of(text[start:end]), status=_when(section),
        )  # fmt: skip


def _when(section: str) -> Status:
    return "history" if section == "past" else "current"


def _count(text: str, start: int, end: int) -> tuple[float, float | None] | None:
    for pattern in (_COUNT, _COUNT_LABEL, _TIMES):
        found = pattern.search(text, start, end)
        if found and not _PAINFUL.search(text, max(start, found.start() - 16), found.start()):
            of = found.groupdict().get("of")
            number = number_of(found["n"].lower())
            return (float(number), float(number_of(of.lower()) or 0) or None if of else None) if number is not None else None
    return None


# --- operations ------------------------------------------------------------------------------------------------------------


def find_surgery(text: str, start: int, end: int, section: str) -> Iterator[Found]:
    """Operations that were done, or were not, with their day or year."""
    found = _pattern("surgery", "names").search(text, start, end)
    if found is None or section in ("request", "guidelines", "instructions", "reason", "diagnosis"):
        return
    done = _pattern("surgery", "done").search(text, start, end)
    stop = re.compile(r"\band (?:is|was|has)\b|\bbut\b|;").search(text, found.end(), end)
    end = stop.start() if stop else end
    words = text[start:end]
    no = _NEGATIVE.search(text, start, found.start())
    if _pattern("surgery", "planned").search(words) or not (done or no or section == "past"):
        return
    day = next(find_dates(text, start, end), None)
    year = _YEAR.search(text, start, end)
    name = (
        found[0]
        if no
        else " ".join(
            text[max(start, done.end() if done and done.end() <= found.start() else found.start()) : found.end()].split()
        )
    )
    polarity: Polarity = "absent" if no else "present"
    yield Found(
        "surgery",
        " ".join(name.split())[:120],
        start,
        end,
        day=day.value if day else None,
        number=int(year["year"]) if year and not day else None,
        side=side_of(words),
        level=level_of(words),
        polarity=polarity,
        status="history" if polarity == "present" else "current",
    )


# --- work, function, reasons, body parts -----------------------------------------------------------------------------------


def is_unchecked(text: str, start: int) -> bool:
    """Whether a box without its mark stands right ahead of a place: what follows is printed, not said."""
    boxes = list(_BOX.finditer(text, text.rfind("\n", 0, start) + 1, start + 6))
    return bool(boxes) and boxes[-1]["off"] is not None


def find_work(text: str, start: int, end: int, section: str) -> Iterator[Found]:
    """The work status a sentence states, or a checked box; never a box without its mark, a wish, a goal or a condition."""
    low, high = _line(text, start, end)
    boxes = list(_BOX.finditer(text, low, high))
    if section in ("history", "past", "family", "instructions", "guidelines"):
        return
    for said, pattern in _named("work", "states"):
        match = pattern.search(text, start, end)
        if match is None:
            continue
        if boxes:
            before = [box for box in boxes if box.end() <= match.start()]
            if not before or not before[-1]["on"]:
                continue
            behind = next((box.start() for box in boxes if box.start() > match.start()), end)
            yield Found("work status", said, *_trimmed(text, max(start, before[-1].end()), min(end, behind)))
            return
        elif _pattern("work", "unsaid").search(text, start, match.start()):
            return
        elif not _is_said(text, start, match.start(), section) or (
            said not in _SAYS_NO and _is_negated(text, start, match.start())
        ):
            continue
        elif _options(text[start:end]):
            return
        yield Found("work status", said, start, end, status=_over(text, start, match, end))
        return


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())


def _is_said(text: str, start: int, at: int, section: str) -> bool:
    """Whether a state of work stands in its own part, begins the sentence, or is said of somebody."""
    return section == "work" or at == start or _pattern("work", "said").search(text, start, at) is not None


def _is_negated(text: str, start: int, at: int) -> bool:
    """Whether the words ahead of a state say that it is not so ("cannot return to full duty")."""
    return _pattern("work", "negated").search(text, max(start, at - _CLOSE), at) is not None


def _over(text: str, start: int, match: re.Match[str], end: int) -> Status:
    """Whether a state lasted from one day to another, or was given once, and is over."""
    if _pattern("work", "past").search(text, match.end(), min(end, match.end() + _CLOSE)):
        return "history"
    was = re.search(r"(?i)\b(?:was|were|had been)\b", text[start : match.start()])
    return "history" if was and len(list(find_dates(text, match.end(), end))) > 1 else "current"


def _line(text: str, start: int, end: int) -> tuple[int, int]:
    """The lines that a sentence stands on: a box may stand ahead of it."""
    stop = text.find("\n", end)
    return text.rfind("\n", 0, start) + 1, stop if stop >= 0 else len(text)


def _options(words: str) -> bool:
    """Whether words are a form's printed choices ("Yes No Regular work Modified work")."""
    named = sum(pattern.search(words) is not None for _, pattern in _named("work", "states"))
    return (
        named > 1
        and re.search(
            r"(?i)\byes\b.{0,4}\bno\b|\b(?:is|remains?|may|was|has|not|until|placed|released|"
            r"can)\b",
            words,
        )
        is None
    ) or re.search(r"(?i)\byes\s{1,3}no\b", words) is not None


def find_function(text: str, start: int, end: int) -> Iterator[Found]:
    """Functional improvement, or its absence; not what is hoped for."""
    found = _pattern("function", "better").search(text, start, end)
    if found and not _pattern("function", "unsaid").search(text, start, found.start()):
        shown = _plain("function", "unshown").search(text, found.end(), min(end, found.end() + _CLOSE))
        clause = max(start, text.rfind("but ", start, found.start()), text.rfind(";", start, found.start()))
        denied = shown or _plain("function", "denied").search(text, clause, found.start())
        yield Found("function", " ".join(found[0].split()), start, end, polarity="absent" if denied else "present")


def find_reasons(text: str, start: int, end: int) -> Iterator[Found]:
    """A reason of utilization review, in its own words."""
    if _plain("reason", "words").search(text, start, end):
        yield Found("ur reason", " ".join(text[start:end].split())[:240], start, end)


@cache
def _body_label(name: str) -> re.Pattern[str]:
    return phrase(rf"(?<!\w)(?:{_words('body')[name]})\s{{0,3}}[:\-]")


@cache
def _plain(group: str, name: str) -> re.Pattern[str]:
    return re.compile(_words(group)[name], re.IGNORECASE)


def find_body_parts(text: str, start: int, end: int, section: str = "") -> Iterator[Found]:
    """The parts of the body that a claim accepts, or refuses, behind their label."""
    if _BODY.search(text, start, end) is None:
        yield from _parts(text, start, end, "present") if section == "accepted" else ()
        return
    ways: tuple[tuple[str, Polarity], ...] = (("refused", "absent"), ("label", "present"))
    labels = [(match, polarity) for name, polarity in ways for match in _body_label(name).finditer(text, start, end)]
    for label, polarity in labels:
        stop = _PARTS_END.search(text, label.end(), end)
        high = min(stop.start() if stop else end, label.end() + 240)
        if any(other.start() < label.start() < other.end() for other, _ in labels):
            continue
        yield from _parts(text, label.end(), high, polarity)


def _parts(text: str, start: int, end: int, polarity: Polarity) -> Iterator[Found]:
    for part in _body_part().finditer(text, start, end):
        words = " ".join(part[0].split())
        yield Found("body part", words, *part.span(), side=side_of(words), polarity=polarity)


@cache
def _body_part() -> re.Pattern[str]:
    return phrase(rf"(?<!\w)(?:(?:right|left|bilateral) )?(?:{either(_words('body')['parts'])})(?!\w)")
