"""Words of services that are counted by the visit, not by the pack."""

from __future__ import annotations

import re

COUNTED_SERVICE = re.compile(
    r"\b(?:therapy|physiotherapy|chiropractic|chiro|acupuncture|massage|mri|ct|x-?rays?|emg|ncv|ncs|injections?|visits?|tpis?"
    r"|sessions?|treatments?|consult\w*|evaluations?|ultrasound|arthrogram|radiographs?|pt|ot|screens?|biofeedback|cbt"
    r"|psychotherapy|counseling|manipulation|e?swt|blocks?|esis?|care)\b"
)
