#!/usr/bin/env bash
# Installs what is missing, then checks style, types and floors and runs the whole test suite without a screen, on all cores.
# Arguments go to pytest: bash packaging/test.sh tests/rules -q; with -n 0 all runs in one process.
set -euo pipefail

# shellcheck source=packaging/prepare.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/prepare.sh"

prepare test

cd "$root"
export QT_QPA_PLATFORM=offscreen QT_SCALE_FACTOR=1

# Compiled once: else each of the many processes that tests start, which write nothing beside the program, compiles it anew.
unset PYTHONDONTWRITEBYTECODE
"$venv/bin/python" -m compileall -q imr_desktop tests/store/battery

# Types are the longest of the checks and use one core: the tests run meanwhile, and what was found is said at the end.
types=$(mktemp)
"$venv/bin/mypy" >"$types" 2>&1 &
typed=$!
trap 'kill "$typed" 2>/dev/null || true; rm -f "$types"' EXIT

# All at once, since each uses one core; that one finds something is enough.
checks=()
for check in "ruff check ." "ruff format --check ." lint-imports; do
    read -ra words <<<"$check"
    "$venv/bin/${words[0]}" "${words[@]:1}" &
    checks+=($!)
done
# In a new checkout the tests, too, are compiled once, and not by every process of the run.
[[ -d tests/__pycache__ ]] || { "$venv/bin/python" -m pytest -n 0 --collect-only -q "$@" >/dev/null || true; }
for check in "${checks[@]}"; do
    wait "$check"
done

# In random order, the same one everywhere so that a failure can be repeated; --randomly-seed=N for another.
failed=0
# One process more than cores: tests often wait for other processes.
workers=$(($(getconf _NPROCESSORS_ONLN) + 1))
"$venv/bin/python" -m pytest -n "$workers" --dist worksteal --randomly-seed=3983539953 "$@" || failed=$?
wait "$typed" || { failed=1 && cat "$types"; }
exit "$failed"
