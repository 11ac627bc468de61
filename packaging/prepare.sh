# shellcheck shell=bash
# Sourced by run.sh and test.sh: finds or installs what the program needs. What it says goes to standard error, so that
# the program's own output stays clean. Sets $root (the checkout) and $venv.

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
venv="$root/.venv"

# Shared library and the Debian package that brings it. Libraries are asked for, not packages, because some
# distributions rename packages.
window_libraries=(
    libglib-2.0.so.0=libglib2.0-0 libEGL.so.1=libegl1 libGL.so.1=libgl1 libxkbcommon.so.0=libxkbcommon0
    libdbus-1.so.3=libdbus-1-3 libfontconfig.so.1=libfontconfig1
)
display_libraries=(
    libxcb-cursor.so.0=libxcb-cursor0 libxcb-icccm.so.4=libxcb-icccm4 libxcb-keysyms.so.1=libxcb-keysyms1
    libxcb-shape.so.0=libxcb-shape0 libxkbcommon-x11.so.0=libxkbcommon-x11-0 libcups.so.2=libcups2
    libwayland-cursor.so.0=libwayland-cursor0
)

# What tests use beside the program: a file below /usr and the Debian package that brings it. Tests skip what is missing.
test_tools=(
    bin/pdfsig=poppler-utils bin/Xvfb=xvfb bin/xdotool=xdotool bin/xclip=xclip sbin/cupsd=cups bin/lpstat=cups-client
    bin/softhsm2-util=softhsm2 bin/pkcs11-tool=opensc bin/certutil=libnss3-tools
    lib/cups/backend/cups-pdf=printer-driver-cups-pdf
)

say() { printf '%s\n' "$*" >&2; }

has_display() { [[ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]]; }

# The packages of the libraries named as arguments that the loader does not know, one a line.
missing_libraries() {
    local known pair
    known=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null) || return 0
    for pair in "$@"; do
        [[ "$known" == *"${pair%%=*} "* ]] || printf '%s\n' "${pair#*=}"
    done
}

# The packages of the test tools that are not there, one a line.
missing_tools() {
    local pair
    for pair in "${test_tools[@]}"; do
        [[ -e "/usr/${pair%%=*}" ]] || printf '%s\n' "${pair#*=}"
    done
}

# A Python this program runs on, able to make a virtual environment.
find_python() {
    local name
    for name in python3.11 python3.12 python3.13 python3; do
        if command -v "$name" >/dev/null && "$name" -c '
import sys, venv, ensurepip
sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

# Runs apt-get as root, or fails where there is no apt or no right to use it.
apt_as_root() {
    local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends "$@")
    command -v apt-get >/dev/null || return 1
    if [[ $(id -u) == 0 ]]; then
        "${apt[@]}"
    elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [[ -t 0 && -t 2 ]]; }; then
        sudo "${apt[@]}"
    else
        return 1
    fi
}

apt_install() {
    say "System packages needed: $*"
    apt_as_root install "$@" >/dev/null 2>&1 || { apt_as_root update && apt_as_root install "$@"; } >&2
}

# Installs system packages that are missing; where that cannot be done, says how and goes on. Argument: "run" or "test".
prepare_system() {
    local missing
    mapfile -t missing < <(missing_libraries "${window_libraries[@]}")
    if has_display || [[ "$1" == test ]]; then
        mapfile -t -O "${#missing[@]}" missing < <(missing_libraries "${display_libraries[@]}")
    fi
    if [[ "$1" == test ]]; then
        mapfile -t -O "${#missing[@]}" missing < <(missing_tools)
    fi
    [[ -x "$venv/bin/python" ]] || find_python >/dev/null || missing+=(python3 python3-venv)
    if [[ ${#missing[@]} -gt 0 ]] && ! apt_install "${missing[@]}"; then
        say "System packages are missing and could not be installed from here. As an administrator, run:"
        say "apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
    fi
}

# Makes .venv and installs the program into it, with exactly the libraries of the lock files, unless that was done for
# them in this place already. Argument: "run" for the program alone, "test" for what its tests need too.
prepare_python() {
    local purpose=$1 key python locks=(packaging/requirements.lock packaging/requirements-build.lock)
    [[ "$purpose" == run ]] || locks=("packaging/requirements-$purpose.lock" packaging/requirements-build.lock)
    key="$(cd "$root" && sha256sum pyproject.toml "${locks[@]}") $root"
    [[ -x "$venv/bin/python" && "$(cat "$venv/installed-$purpose" 2>/dev/null)" == "$key" ]] && return 0
    if ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
        python=$(find_python) || {
            say "Python 3.11, 3.12 or 3.13 with its venv module is needed and was not found."
            return 1
        }
        say "Making a virtual environment in $venv"
        "$python" -m venv --clear "$venv"
    fi
    say "Installing the program and its libraries into $venv"
    pip_install --require-hashes "${locks[@]/#/--requirement=}"
    pip_install --no-deps --no-build-isolation --editable .
    printf '%s\n' "$key" >"$venv/installed-run"
    printf '%s\n' "$key" >"$venv/installed-$purpose"
}

pip_install() { (cd "$root" && "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "$@") >&2; }

# Everything, one start at a time: a second one waits for the first to finish installing. Argument: "run" or "test".
prepare() {
    {
        if command -v flock >/dev/null; then flock 9; fi
        prepare_system "$1"
        prepare_python "$1"
    } 9<"$root/pyproject.toml"
}
