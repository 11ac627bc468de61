"""All that reading requests ever loads, for a process that will have no files."""

from __future__ import annotations

from imr_desktop.extract.requests import allowing, care
from imr_desktop.extract.requests.model import PAPERS
from imr_desktop.extract.requests.reading import papers_found

_PAGE = """Application for independent medical review. Request for authorization. Utilization review.
Treatment requested: Naproxen 500 mg #60
Diagnosis | Service | Quantity
Lumbar strain | Physical therapy, 2 times a week for 6 weeks | 12
The request for a knee brace is not certified. We ask for an MRI of the lumbar spine.
"""


def read_words() -> None:
    """Load the words and patterns of all papers. Raises OSError where the program is not whole."""
    care.is_drug("naproxen")
    care.care_at("naproxen")
    care.is_aside("naproxen")
    for name in (allowing.TABLE, allowing.GIVEN_TABLE):
        allowing.table(name)
    for kind in PAPERS:
        papers_found(kind, [_PAGE])
