#!/usr/bin/env bash
# Renews the lock files: every library's version with the hashes of all its published files, for Python 3.11 to 3.13 on
# Linux, Windows and macOS alike. Versions that still satisfy pyproject.toml stay; --upgrade takes the newest.
# Afterwards the notices and the bill of materials are written anew from what is installed.
set -euo pipefail

# shellcheck source=packaging/prepare.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/prepare.sh"

tool=$(mktemp -d)
trap 'rm -rf -- "$tool"' EXIT
"$(find_python)" -m venv "$tool"
"$tool/bin/pip" install --quiet --disable-pip-version-check "uv>=0.9"

compile() {
    local name=$1
    shift
    (cd "$root" && "$tool/bin/uv" pip compile --quiet --universal --generate-hashes --python-version 3.11 \
        --no-header --no-annotate --no-emit-index-url --output-file "packaging/$name.lock" "$@")
}

compile requirements pyproject.toml --extra ocr "$@"
printf 'hatchling>=1.27\n' >"$tool/build.in"
compile requirements-build "$tool/build.in" --constraint packaging/requirements.lock "$@"
compile requirements-test pyproject.toml --extra test --extra ocr --constraint packaging/requirements.lock \
    --constraint packaging/requirements-build.lock "$@"

prepare test
"$venv/bin/python" "$root/packaging/notices.py"
