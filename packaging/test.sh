#!/usr/bin/env bash
# Installs what is missing, then checks style and floors and runs the whole test suite without a screen, one process a core.
# Arguments go to pytest: bash packaging/test.sh tests/rules -q; with -n 0 all runs in one process.
set -euo pipefail

# shellcheck source=packaging/prepare.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/prepare.sh"

prepare test

cd "$root"
export QT_QPA_PLATFORM=offscreen QT_SCALE_FACTOR=1
"$venv/bin/ruff" check .
"$venv/bin/ruff" format --check .
"$venv/bin/lint-imports"
exec "$venv/bin/python" -m pytest -n auto --dist worksteal "$@"
