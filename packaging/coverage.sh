#!/usr/bin/env bash
# Runs the test suite under coverage and fails where less of the program is covered than is due: of all outside the window,
# 95 % of the lines and 90 % of the branches. The limited processes' side and the window's workers are measured too (see
# tests/measured.py). Arguments go to pytest. Tracing slows the suite, so test.sh does without.
set -euo pipefail

# shellcheck source=packaging/prepare.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/prepare.sh"

prepare test

cd "$root"
export QT_QPA_PLATFORM=offscreen QT_SCALE_FACTOR=1
mkdir -p build/coverage
"$venv/bin/coverage" erase
"$venv/bin/python" -m pytest -n auto --dist worksteal --cov --cov-report= "$@"
"$venv/bin/coverage" json -q -o build/coverage/report.json
exec "$venv/bin/python" packaging/covered.py build/coverage/report.json
