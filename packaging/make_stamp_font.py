"""Make the signature stamp's font: Source Serif 4 with Latin letters only and no layout tables.

Run from the repository: ``python packaging/make_stamp_font.py``. The result stands in ``resources/fonts`` and changes only
with the source font. pyHanko subsets the stamp's font at every signature, and without GSUB and GPOS that takes 50 ms
instead of 500.
"""

from __future__ import annotations

from pathlib import Path

from fontTools import subset

FONTS = Path(__file__).resolve().parent.parent / "resources" / "fonts"
LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x250), *range(0x1E00, 0x1F00), 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D]
UNUSED = ["GSUB", "GPOS", "GDEF", "kern", "DSIG", "STAT", "BASE"]


def main() -> None:
    """Write ``resources/fonts/Stamp.ttf`` from ``SourceSerif4-Regular.ttf``."""
    options = subset.Options()
    options.layout_features = []
    options.drop_tables += UNUSED
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.glyph_names = False
    options.recalc_timestamp = False
    font = subset.load_font(str(FONTS / "SourceSerif4-Regular.ttf"), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=LATIN)
    subsetter.subset(font)
    font.save(str(FONTS / "Stamp.ttf"))


if __name__ == "__main__":
    main()
