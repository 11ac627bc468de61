#!/usr/bin/env bash
# Installs what is missing, then checks style and floors and runs the whole test suite without a screen.
# Arguments go to pytest: bash packaging/test.sh tests/rules -q
set -euo pipefail

# shellcheck source=packaging/prepare.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/prepare.sh"

tools=()
command -v pdfsig >/dev/null || tools+=(poppler-utils)
prepare test "${tools[@]}"

cd "$root"
export QT_QPA_PLATFORM=offscreen QT_SCALE_FACTOR=1
"$venv/bin/ruff" check .
"$venv/bin/lint-imports"
exec "$venv/bin/python" -m pytest "$@"
