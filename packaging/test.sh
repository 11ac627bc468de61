#!/usr/bin/env bash
# Installs what is missing, then checks style, types and floors and runs the whole test suite without a screen, one process a core.
# Arguments go to pytest: bash packaging/test.sh tests/rules -q; with -n 0 all runs in one process.
set -euo pipefail

# shellcheck source=packaging/prepare.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/prepare.sh"

prepare test

cd "$root"
export QT_QPA_PLATFORM=offscreen QT_SCALE_FACTOR=1

# All at once, since each uses one core; that one finds something is enough.
checks=()
for check in "ruff check ." "ruff format --check ." lint-imports mypy; do
    read -ra words <<<"$check"
    "$venv/bin/${words[0]}" "${words[@]:1}" &
    checks+=($!)
done
for check in "${checks[@]}"; do
    wait "$check"
done

# In random order, the same one everywhere so that a failure can be repeated; --randomly-seed=N for another.
exec "$venv/bin/python" -m pytest -n auto --dist worksteal --randomly-seed=3983539953 "$@"
