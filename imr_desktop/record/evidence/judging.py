"""A page's verdict from its parts."""

from __future__ import annotations

from imr_desktop.record.evidence.parts import Judged, PageParts

SCAN_CHARACTERS = 60
UNUSABLE = Judged("not read", ("It has no usable text.",))
_READ = Judged()


def judged(parts: PageParts) -> Judged:
    """Verdict, reasons, and which words nobody can see or stand there twice. The cheap parts alone decide a plain page."""
    letters = sum(map(str.isalnum, parts.text))
    strange = sum(1 for character in parts.text if character == "\ufffd" or "\ue000" <= character <= "\uf8ff")
    if strange > max(20, letters * 0.3):
        return UNUSABLE
    if letters >= SCAN_CHARACTERS:
        return _READ
    if not letters:
        return _READ if not parts.drawings else UNUSABLE
    return UNUSABLE if any(drawn.kind == "picture" for drawn in parts.drawings) else _READ
