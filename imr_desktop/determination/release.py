"""Which release of the program and its libraries made a letter: another one may write the same pages in other bytes."""

from __future__ import annotations

MADE_WITH = "IMRMadeWith"


def release() -> str:
    """The program, and the libraries whose release shows in a letter's bytes; the same on every computer."""
    import pikepdf
    import reportlab

    from imr_desktop import __version__

    return f"IMR Desktop {__version__}, ReportLab {reportlab.Version}, pikepdf {pikepdf.__version__}"
