"""The invented sample case, taken into a home as a reviewer's own would be."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from imr_desktop.case import codec, edits
from imr_desktop.case.model import Case

if TYPE_CHECKING:
    from imr_desktop.review.workbench import Workbench


def install(workbench: Workbench, samples: Path, *, decided: bool) -> Case:
    """Take the sample packet and its review into the workbench's home and save them.

    With `decided` false the decision and the attestations are left for the physician to make.
    """
    review = codec.decode((samples / "case.json").read_bytes(), "the sample case")
    taken = workbench.take_in(None, [samples / "packet.pdf"])
    case = msgspec.structs.replace(review, files=taken.case.files)
    if not decided:
        for item in case.items:
            case = edits.decide(case, item.id, None)
        case = msgspec.structs.replace(case, attestations=())
    workbench.save(case)
    return case
