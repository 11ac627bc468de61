"""Cuts the letter's spare typefaces: ``python packaging/make_fonts.py FOLDER`` with the original files in FOLDER.

Liberation Serif lacks signs that records and names hold. Each spare face keeps only what the ones before it lack, so that a
letter's program stays small; ``resources/fonts/coverage.txt`` then says which face draws which characters. Scripts that are
written from right to left or whose letters change with their neighbours are left out: setting them takes a shaping engine.
Needs fontTools, which the program itself does not. The originals are DejaVu 2.37 (dejavu-fonts.github.io), Droid Sans
Fallback of Android 6.0.1 and Nanum Square of 2020, all with TrueType outlines under licences that let a letter embed them.
Same files in, same bytes out.
"""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parents[1] / "resources" / "fonts"
TEXT = "LiberationSerif"
FIRST_SPARE = "SourceSerif4-Regular"  # whole: the window shows texts in it
Ranges = tuple[tuple[int, int], ...]

LETTERS: Ranges = ((0x00A0, 0x058F), (0x10A0, 0x10FF), (0x1D00, 0x20CF), (0x2100, 0x2BFF), (0x2C60, 0x2DFF), (0x2E00, 0x2E7F))
MORE: Ranges = (*LETTERS, (0xA640, 0xA7FF), (0x1D400, 0x1D7FF), (0x1F030, 0x1F0FF))
HAN: Ranges = ((0x2E80, 0x312F), (0x31A0, 0x31FF), (0x4E00, 0x9FFF))
HANGUL: Ranges = ((0x3131, 0x318E), (0xAC00, 0xD7A3))

# file of the original, file and family of what is cut out of it, what it may keep
SPARES = (
    ("DejaVuSerif.ttf", "DejaVuSerif-Letters", "DejaVu Serif Letters", LETTERS),
    ("DejaVuSans.ttf", "DejaVuSans-Signs", "DejaVu Sans Signs", MORE),
    ("NanumSquareR.ttf", "HangulSquare-Names", "Hangul Square Names", HANGUL),
    ("DroidSansFallbackFull.ttf", "DroidSansFallback-Names", "Droid Sans Fallback Names", HAN),
)
_UNITS = 1000  # to the em, as PDF counts: ReportLab writes the last widths of a font in these, whatever the font counts in
_UNSIGHTLY = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"}
_BLANKS = {0x20, 0xA0}
_LOST = {0xFFFC, 0xFFFD}
_POINTS = range(0x0591, 0x05C8)  # of Hebrew letters, which are not set


def make(folder: Path) -> None:
    """Write the spare faces and the table of who draws what."""
    from fontTools.ttLib import TTFont

    have = set.intersection(*(_characters(path) for path in sorted(FONTS.glob(f"{TEXT}-*.ttf"))))
    more = _characters(FONTS / f"{FIRST_SPARE}.ttf") - have
    lines = [_line(TEXT, have), _line(FIRST_SPARE, more)]
    have |= more
    for original, name, family, allowed in SPARES:
        font = TTFont(folder / original, recalcTimestamp=False)
        kept = {code for code in _inked(font) if _wanted(code, allowed)} - have
        _cut(font, kept, FONTS / f"{name}.ttf", name, family)
        have |= kept
        lines.append(_line(name, kept))
    (FONTS / "coverage.txt").write_text("\n".join(lines) + "\n", encoding="ascii")


def _characters(path: Path) -> set[int]:
    from fontTools.ttLib import TTFont

    return {code for code in _inked(TTFont(path)) if _drawn(code)}


def _inked(font: TTFont) -> set[int]:
    """The characters whose glyph has an outline, and the blanks: some fonts name more of them than were drawn."""
    outlines = font["glyf"]
    return {code for code, name in font.getBestCmap().items() if code in _BLANKS or outlines[name].numberOfContours}


def _drawn(code: int) -> bool:
    """Whether a character has a look of its own and is set from left to right; blanks are needed, though without ink."""
    seen = unicodedata.category(chr(code)) not in _UNSIGHTLY and code not in _LOST
    return code in _BLANKS or (seen and unicodedata.bidirectional(chr(code)) not in {"R", "AL"} and code not in _POINTS)


def _wanted(code: int, allowed: Ranges) -> bool:
    return _drawn(code) and any(first <= code <= last for first, last in allowed)


def _cut(font: TTFont, kept: set[int], path: Path, name: str, family: str) -> None:
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib.scaleUpem import scale_upem

    options = Options(
        layout_features=[], hinting=False, notdef_outline=True, name_IDs=[0, 1, 2, 4, 6, 13, 14], drop_tables=["FFTM"]
    )
    cutter = Subsetter(options)
    cutter.populate(unicodes=kept | {0x20})
    cutter.subset(font)
    scale_upem(font, _UNITS)
    for record in font["name"].names:
        said = {1: family, 4: family, 6: name}.get(record.nameID)
        if said:
            record.string = said
    font["OS/2"].fsType = 0  # each licence allows embedding; one original has a flag from before it was free
    font.save(path)


def _line(name: str, codes: set[int]) -> str:
    return f"{name} {' '.join(_ranges(sorted(codes)))}"


def _ranges(codes: list[int]) -> list[str]:
    runs: list[list[int]] = []
    for code in codes:
        if runs and runs[-1][1] == code - 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return [f"{first:04X}" if first == last else f"{first:04X}-{last:04X}" for first, last in runs]


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        print(__doc__)
        raise SystemExit(2 if len(sys.argv) != 2 else 0)
    make(Path(sys.argv[1]))
