"""Characters that the letter's typefaces do not draw."""

from __future__ import annotations

from collections.abc import Iterator

from imr_desktop.case.model import Case
from imr_desktop.determination.printed import PrintedText, printed_texts
from imr_desktop.determination.signs import Lacking, lacking
from imr_desktop.preflight import places
from imr_desktop.preflight.problem import Change, Context, Fix, Place, Raised, ReplaceText, SetCaseField
from imr_desktop.preflight.registry import check
from imr_desktop.preflight.replacements import described, reason, replacement, script

_LONGEST_RUN = 24


@check("signs.unprintable", severity="must fix", confidence="sure")
def unprintable(case: Case, context: Context) -> Iterator[Raised]:
    r"""Every character of what is printed has a look in the letter's typefaces.

    bad: {"summary": "\uf0b7 Neck pain"}
    bad: {"items": [{"rationale": "Seen by \u05d3\u05d5\u05d3 on 03/03/2024."}]}
    bad: {"number": "CM26-0012345\u202e", "credentials": {"licensure": "California \ue000"}}
    bad: {"documents": [{"id": "d", "file": "a", "title": "A \ufffd", "type": "other", "first_page": 1, "last_page": 1}]}
    bad: {"credentials": {"specialty": "Pain \ud83d\ude00"}}
    good: {"summary": "\u25cf Pain \u2266 4/10 \u2192 \u2612 \u211e 10\u2075 \u674e\u6885 \uae40\ubbfc\uc900 so\u00adft"}
    good: {"items": [{"rationale": "a\tb\r\nc \u338e \ufb01 \u2126 e\u0301"}]}
    """
    for text in printed_texts(case):
        for count, (found, new) in enumerate(_grouped(text.text), start=1):
            yield _raised(case, text, found, new, count)


def _grouped(text: str) -> list[tuple[list[Lacking], str | None]]:
    """What a text's typefaces lack: the same sign with the same replacement once, letters of one word together."""
    signs: dict[tuple[str, str], list[Lacking]] = {}
    words: list[tuple[list[Lacking], str | None]] = []
    for one in lacking(text):
        new = replacement(text, one.start, one.characters)
        if new is not None:
            signs.setdefault((one.characters, new), []).append(one)
        elif words and _continues(words[-1][0][-1], one):
            words[-1] = ([Lacking(words[-1][0][0].start, one.end, text[words[-1][0][0].start : one.end])], None)
        else:
            words.append(([one], None))
    grouped: list[tuple[list[Lacking], str | None]] = [(found, new) for (_, new), found in signs.items()]
    return sorted([*grouped, *words], key=_start)


def _start(group: tuple[list[Lacking], str | None]) -> int:
    return group[0][0].start


def _continues(word: Lacking, one: Lacking) -> bool:
    near = word.end == one.start and one.end - word.start <= _LONGEST_RUN
    return near and script(word.characters[0]) == script(one.characters[0])


def _raised(case: Case, text: PrintedText, found: list[Lacking], new: str | None, count: int) -> Raised:
    first = found[0]
    many = f" at {len(found)} places" if len(found) > 1 else ""
    message = f"The letter cannot print {described(first.characters)}{many}: {reason(first.characters[0])}."
    changes = _changes(text, found, new, case) if new is not None else ()
    label = f"Replace by “{new}”" if new and new.strip() else "Replace by a tab" if new else "Remove"
    place = _place(text, case, first)
    key = f"{'.'.join(text.path)}:{count}"
    return Raised(place, message, key, first.characters, Fix(label, changes) if changes else None)


def _changes(text: PrintedText, found: list[Lacking], new: str, case: Case) -> tuple[Change, ...]:
    """The replacement at every place, where the text is one that a fix can change."""
    match text.path:
        case ("summary",):
            return tuple(ReplaceText("", "summary", one.start, one.characters, new) for one in found)
        case ("items", number, field):
            item = case.items[int(number) - 1].id
            return tuple(ReplaceText(item, field, one.start, one.characters, new) for one in found)
        case ("number",) | ("credentials", _):
            return (SetCaseField(".".join(text.path), _replaced(text.text, found, new)),)
    return ()


def _replaced(text: str, found: list[Lacking], new: str) -> str:
    for one in reversed(found):
        text = text[: one.start] + new + text[one.end :]
    return text


def _place(text: PrintedText, case: Case, one: Lacking) -> Place:
    match text.path:
        case ("summary",):
            return Place("summary", "", "summary", one.start, one.end, places.SUMMARY.label)
        case ("items", number, field):
            return places.of_item(int(number), case.items[int(number) - 1], field, one.start, one.end)
        case ("documents", number, field):
            return Place(
                "record", "", f"documents.{field}", one.start, one.end, f"Record › Document {number} › {field.title()}"
            )
    return Place("case", "", ".".join(text.path), one.start, one.end, text.place[:1].upper() + text.place[1:])
