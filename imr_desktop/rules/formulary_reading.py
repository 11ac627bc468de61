"""From the rows of the state's spreadsheet to a drug list: its header, version and day, its lines, and what was left out.

The columns differ between versions and addenda; a header is a row that names the drug and whether it is exempt. Nothing is
dropped in silence: every row below the header is a drug, a heading or note without a status, a repetition, or counted as odd.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from imr_desktop.case.dates import day_of
from imr_desktop.rules.formulary import MOST_DRUGS, ListedDrug, ListStatus

Rows = Sequence[Sequence[str]]
_DASHES = str.maketrans({"‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-", "\u00a0": " "})
_COLUMNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("special_fill", re.compile(r"special\s*-?\s*fill")),
    ("perioperative", re.compile(r"peri\s*-?\s*op")),
    ("brands", re.compile(r"\bbrand")),
    ("reference", re.compile(r"guideline|acoem|reference|recommend")),
    ("drug_class", re.compile(r"\bclass")),
    ("form", re.compile(r"\bform\b|dosage form|\broute")),
    ("strength", re.compile(r"strength")),
    ("identifier", re.compile(r"rxcui|identifier|\bndc\b|\bid\b|number")),
    ("nonexempt", re.compile(r"^non\s*-?\s*exempt\W*$")),
    ("exempt", re.compile(r"^exempt\W*$")),
    ("status", re.compile(r"exempt|status")),
    ("drug", re.compile(r"ingredient|drug|generic|medication")),
)
_TURN = 70  # two-digit years below this are 20xx
_VERSION = re.compile(
    r"(?:drug[- _]*list|formulary)[- _,(]*(?:version|ver\.?|v\.?)[- _]*(\d{1,2}(?:\.\d{1,2})?)(?![\d.])", re.IGNORECASE
)
_LONG_DATE = re.compile(r"\b([a-z]{3})[a-z]{0,6}\.?\s+(\d{1,2}),?\s+(\d{4})\b", re.IGNORECASE)
_SHORT_DATE = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{2}|\d{4})\b")
_ISO_DATE = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_DIGITS = re.compile(r"(?<!\d)(\d{2})(\d{2})(\d{4})(?!\d)")
_EFFECTIVE = re.compile(r"effective|in force", re.IGNORECASE)
_NAMED_DAYS = {"two": 2, "three": 3, "four": 4, "five": 5, "seven": 7}
_HEADER_DEPTH, _LONGEST_TITLE, _LONGEST_NAME = 60, 160, 200
_MARKS = frozenset({"x", "yes", "y", "✓", "✔", "•", "true"})
_NONE = frozenset({"", "-", "--", "no", "none", "n/a", "na", "not applicable", "x"})


@dataclass
class ReadList:
    """What a spreadsheet holds. `odd` are sentences on rows that were not clear, `notes` counts rows that are no drugs.

    `wrong` is half a sentence where it is no drug list; `said` where version and day were found.
    """

    drugs: tuple[ListedDrug, ...] = ()
    version: str = ""
    effective: date | None = None
    sheet: str = ""
    rows: int = 0
    products: int = 0
    repeated: int = 0
    notes: int = 0
    without_status: int = 0
    odd: list[str] = field(default_factory=list)
    wrong: str = ""


class _Header(NamedTuple):
    """Where the header stands, how many rows it takes, and the column of each thing."""

    sheet: int
    row: int
    height: int
    columns: dict[str, int]


def read_list(sheets: Sequence[tuple[str, Rows]], file_name: str = "") -> ReadList:
    """The drug list in some sheets; of several with a header the one with most rows."""
    headers = [header for index, (_, rows) in enumerate(sheets) if (header := _header(index, rows))]
    if not headers:
        return ReadList(wrong=_no_header(sheets))
    header = max(headers, key=lambda one: len(sheets[one.sheet][1]))
    name, rows = sheets[header.sheet]
    found = _lines(rows, header)
    found.sheet = name
    titles = [name, *_outside(rows, header), *(cell for title, _ in sheets for cell in (title,)), file_name]
    found.version, found.effective = _version(titles), _effective(titles)
    if len(headers) > 1:
        others = ", ".join(f"“{sheets[one.sheet][0]}”" for one in headers if one is not header)
        found.odd.append(f"More than one sheet holds a list; “{name}” was read, not {others}")
    if not found.wrong and len(found.drugs) > MOST_DRUGS:
        found.wrong = "holds more than any drug list does"
    return found


def _no_header(sheets: Sequence[tuple[str, Rows]]) -> str:
    if not any(any(row) for _, rows in sheets for row in rows):
        return "holds no rows; fetch the list again"
    return (
        "has no header that names the drug and whether it is exempt; take the MTUS Drug List of the Division of "
        "Workers’ Compensation as it was published"
    )


def _header(sheet: int, rows: Rows) -> _Header | None:
    """The header that names most columns; of two alike the one of fewer rows, so that no title is taken for a part of it."""
    found = [
        _Header(sheet, index, height, columns)
        for index in range(min(len(rows), _HEADER_DEPTH))
        for height in (1, 2, 3)
        if _is_header(columns := _columns(rows[index : index + height]), rows[index : index + height])
    ]
    return min(found, key=_preference) if found else None


def _preference(header: _Header) -> tuple[int, int, int]:
    return -len(header.columns), header.height, header.row


def _is_header(columns: dict[str, int], rows: Rows) -> bool:
    """Whether some rows name the drug and its class, and none of them is a drug already."""
    if "drug" not in columns or not ("status" in columns or {"exempt", "nonexempt"} <= columns.keys()):
        return False
    return "status" not in columns or all(_status_of(_cell(row, columns["status"])) is None for row in rows)


def _columns(rows: Rows) -> dict[str, int]:
    """The columns that some rows, read as one header, name; the first cell of a kind counts."""
    if not rows or any(len(cell) > _LONGEST_TITLE for row in rows for cell in row[1:]):
        return {}
    found: dict[str, int] = {}
    for column in range(max(len(row) for row in rows)):
        title = " ".join(row[column] for row in rows if column < len(row) and row[column]).translate(_DASHES).lower()
        if not title or len(title) > _LONGEST_TITLE:
            continue
        kind = next((kind for kind, pattern in _COLUMNS if pattern.search(title)), "")
        if kind and kind not in found:
            found[kind] = column
    return found


class _Row(NamedTuple):
    """One row below the header by what its columns are for."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, key: str) -> str:  # type: ignore[override]
        return self.cells.get(key, "")


def _lines(rows: Rows, header: _Header) -> ReadList:
    found = ReadList()
    drugs: dict[ListedDrug, int] = {}
    above: dict[str, str] = {}
    for number, row in enumerate(rows[header.row + header.height :], header.row + header.height + 1):
        cells = {kind: _cell(row, column) for kind, column in header.columns.items()}
        if not any(row) or _is_header_again(cells):
            continue
        found.rows += 1
        cells = _inherited(cells, above)
        drug = _drug(number, cells, found)
        if drug is None:
            found.notes += 1
            continue
        above = cells
        found.products += 1
        if drug in drugs:
            found.repeated += 1
        drugs.setdefault(drug, number)
    found.drugs = tuple(drugs)
    _check(found, drugs)
    return found


def _cell(row: Sequence[str], column: int) -> str:
    return row[column].translate(_DASHES).strip() if column < len(row) else ""


def _is_header_again(cells: dict[str, str]) -> bool:
    """Whether a row is the header once more, as on each printed page."""
    drug = next(pattern for kind, pattern in _COLUMNS if kind == "drug")
    return (
        bool(drug.search(cells["drug"].lower()))
        and "exempt" in cells.get("status", "").lower()
        and (_status_of(cells.get("status", "")) is None)
    )


def _inherited(cells: dict[str, str], above: dict[str, str]) -> dict[str, str]:
    """A row without a drug under one with it is another product of that: merged cells say a thing once."""
    if cells["drug"] or not above or not (cells.get("form") or cells.get("strength") or cells.get("identifier")):
        return cells
    return {kind: words or above.get(kind, "") for kind, words in cells.items()}


def _drug(number: int, cells: dict[str, str], found: ReadList) -> ListedDrug | None:
    """The row's drug; None for what is no drug."""
    name = re.sub(r"\s*\*+$", "", cells["drug"])
    status = _row_status(cells)
    if not name or len(name) > _LONGEST_NAME:
        if status:
            found.odd.append(f"Row {number} has a class but no drug, and was left out")
        return None
    if status is None and not _is_product(cells):
        return None
    if status is None:
        found.odd.append(f"Row {number}, {name}: “{cells.get('status', '')}” is no class that is known")
    days = {kind: _days(number, name, cells.get(kind, ""), found) for kind in ("special_fill", "perioperative")}
    if not status:
        found.without_status += 1
    return ListedDrug(
        name, status or "", days["special_fill"], days["perioperative"],
        *(cells.get(kind, "") for kind in ("brands", "form", "strength")),
    )  # fmt: skip


def _is_product(cells: dict[str, str]) -> bool:
    """Whether a row without a class is a drug all the same: other columns say something of it."""
    return any(cells.get(kind) for kind in ("status", "form", "strength", "identifier", "drug_class", "special_fill"))


def _row_status(cells: dict[str, str]) -> ListStatus | None:
    if "status" in cells:
        return _status_of(cells["status"])
    marked = [kind for kind in ("exempt", "nonexempt") if cells.get(kind, "").lower() in _MARKS]
    return ("exempt" if marked == ["exempt"] else "non-exempt") if len(marked) == 1 else None


def _status_of(words: str) -> ListStatus | None:
    plain = re.sub(r"[^a-z]+", " ", words.lower()).strip()
    for begin, status in (("non exempt", "non-exempt"), ("nonexempt", "non-exempt"), ("unlisted", "unlisted")):
        if plain.startswith(begin):
            return status  # type: ignore[return-value]
    return "exempt" if plain.startswith("exempt") and "non" not in plain.split() else None


def _days(number: int, name: str, words: str, found: ReadList) -> int:
    plain = words.lower().strip(" *.")
    if plain in _NONE:
        return 0
    match = re.search(r"\d{1,3}", plain)
    days = int(match[0]) if match else next((count for word, count in _NAMED_DAYS.items() if word in plain), None)
    if days is None or days > 90:
        found.odd.append(f"Row {number}, {name}: “{words[:40]}” is no number of days, and was left out")
        return 0
    return days


def _check(found: ReadList, drugs: dict[ListedDrug, int]) -> None:
    """Say what contradicts itself; refuse what can be no drug list."""
    if not found.drugs:
        found.wrong = "has a header but no drug with a class below it; where cells are formulas, save it with their values"
    elif 5 * found.without_status > found.products:
        found.wrong = (
            f"gives no class for {found.without_status} of {found.products} drugs; a formula without a value or another "
            "table may stand there, so save it again as the state publishes it"
        )
    by_product: dict[tuple[str, str, str], tuple[ListedDrug, int]] = {}
    for drug, number in drugs.items():
        first, row = by_product.setdefault((drug.drug.lower(), drug.form.lower(), drug.strength.lower()), (drug, number))
        if first.status != drug.status:
            classes = f"{first.status or 'no class'}, {drug.status or 'no class'}"
            found.odd.append(f"Rows {row} and {number} class {drug.drug} differently ({classes})")


def _outside(rows: Rows, header: _Header) -> Iterator[str]:
    """The words above the header and in rows of one cell below it: titles and footnotes."""
    for row in rows[: header.row]:
        yield " ".join(filter(None, row))
    for row in rows[header.row + header.height :]:
        cells = [cell for cell in row if cell]
        if len(cells) == 1:
            yield cells[0]


def _version(texts: Iterable[str]) -> str:
    found = next((match[1] for text in texts if (match := _VERSION.search(text))), "")
    return f"v{found.removesuffix('.0')}" if found else ""


def _effective(texts: Iterable[str]) -> date | None:
    """The day named after the word effective; in a file's name, eight digits after it."""
    for text in texts:
        for match in _EFFECTIVE.finditer(text):
            if day := _day(text[match.end() : match.end() + 60]):
                return day
    return None


def _day(text: str) -> date | None:
    if match := _LONG_DATE.search(text):
        return day_of(match[3], match[1], match[2], _TURN)
    if match := _SHORT_DATE.search(text) or _DIGITS.search(text):
        return day_of(match[3], match[1], match[2], _TURN)
    if match := _ISO_DATE.search(text):
        return day_of(match[1], match[2], match[3], _TURN)
    return None
