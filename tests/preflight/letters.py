"""The real published determinations as cases, where they are at hand."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from imr_desktop.case import edits
from imr_desktop.case.model import Case, CaseFile
from imr_desktop.extract import accept, propose, split_documents
from imr_desktop.record import Reader

FOLDER = Path(os.environ.get("IMR_LETTERS") or Path(__file__).resolve().parents[3] / "shared" / "letters")


def cases_of(folder: Path) -> tuple[Case, ...]:
    """Every letter of a folder as a case, its decisions taken over."""
    with Reader() as reader:
        return tuple(_as_case(path, reader) for path in sorted(folder.glob("*.pdf")))


def _as_case(path: Path, reader: Reader) -> Case:
    read = reader.read(path)
    documents = split_documents(read, 1)
    file = CaseFile(read.digest, read.name, len(read.pages), 1)
    case = edits.add_files(Case(id=path.stem), (file,), documents)
    return accept(case, propose(case, read, documents), at=datetime(2026, 1, 1, tzinfo=UTC), decisions=True)
