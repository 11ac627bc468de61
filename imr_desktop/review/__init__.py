"""The reviewer's acts, one function each; the command line and the window both call these and nothing below them.

`Workbench` holds what the acts share (the vault, the reader, the guideline packs), each made on first use.
"""

from imr_desktop.review.workbench import Workbench

__all__ = ["Workbench"]
