#!/usr/bin/env bash
# For the night: presses whatever there is in the window, with text typed between, 20,000 times or as often as told, and
# every command of the menus in every state by mouse, key and name.
#   random_use.sh [ACTS [FIRST_SEED]]
set -euo pipefail

# shellcheck source=packaging/prepare.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/prepare.sh"

prepare test

cd "$root"
export QT_QPA_PLATFORM=offscreen QT_SCALE_FACTOR=1
export IMR_ACTS="${1:-20000}" IMR_SEED="${2:-1}" IMR_TRIALS=1
exec "$venv/bin/python" -m pytest tests/ui/trials -q -n 1 -o timeout=0
