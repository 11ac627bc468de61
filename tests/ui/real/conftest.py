"""The real program's driver is shared with the battery in packaging."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
