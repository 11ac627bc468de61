"""Which release of the program and its libraries made a letter: another one may write the same pages in other bytes."""

from __future__ import annotations

MADE_WITH = "IMRMadeWith"
LAYOUT = 1
"""Counts how the same data was ever drawn: to be raised with each change of what a letter's pages are made of."""


def release() -> str:
    """The program, and the libraries whose release shows in a letter's bytes; the same on every computer."""
    import pikepdf
    import reportlab

    from imr_desktop import __version__

    return f"IMR Desktop {__version__}, layout {LAYOUT}, ReportLab {reportlab.Version}, pikepdf {pikepdf.__version__}"
