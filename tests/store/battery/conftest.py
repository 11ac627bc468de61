"""Makes the battery's parts importable, and says how large it is to be: ``IMR_BATTERY=full`` runs it whole."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
