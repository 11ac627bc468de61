#!/usr/bin/env bash
# Look at every view and dialog in three sizes and three themes: nothing cut, over another, pale, unnamed or out of Tab's
# reach, and each view as its fingerprint in tests/ui/looks.json has it.
#   bash packaging/looks.sh         # look
#   bash packaging/looks.sh make    # look, and keep new fingerprints of views that were changed on purpose
set -euo pipefail
cd "$(dirname "$0")/.."
export IMR_LOOKS="${1:-all}" QT_QPA_PLATFORM=offscreen QT_SCALE_FACTOR=1
exec .venv/bin/python -m pytest tests/ui/shell/test_a11y.py -q -n 0 -k every_view
