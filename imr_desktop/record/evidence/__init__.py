"""What the parts of a page say about it: whether its text is all that it shows, what no eye can see, what stands twice.

Pure functions over `PageParts`; nothing here knows of a file format.
"""

from imr_desktop.record.evidence.judging import judged
from imr_desktop.record.evidence.parts import Drawing, Gathered, Grey, Judged, PageParts, PartWord
