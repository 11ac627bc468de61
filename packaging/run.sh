#!/usr/bin/env bash
# Installs what is missing, then runs the program. Without arguments it does the main job on the sample case: in the
# window where there is a display, else headless, saying where the signed PDF, the checks and the picture lie.
# Arguments go to the program: bash packaging/run.sh read packet.pdf
set -euo pipefail

# shellcheck source=packaging/prepare.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/prepare.sh"

prepare run
[[ $# -gt 0 ]] || set -- demo
exec "$venv/bin/imr-desktop" "$@"
