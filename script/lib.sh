# Sourced by the scripts beside it: where the project is, how it speaks, and how .venv is kept equal to the locks.
set -euo pipefail

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
VENV="$ROOT/.venv"
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PYTHONUNBUFFERED=1

say() { printf '%s\n' "$*" >&2; }

# die MESSAGE [CODE]: one sentence that says what to do next, then leave.
die() { say "$1"; exit "${2:-1}"; }

# may_install: true when Debian packages can be added without asking anybody.
may_install() { [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; }

# debian PACKAGE…: installs Debian packages quietly; false (and says nothing) when that is not possible.
debian() {
    may_install || return 1
    local log; log="$(mktemp)"
    say "Installing Debian packages: $*"
    if ! { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$@"; } \
        >"$log" 2>&1; then
        tail -n 5 "$log" >&2; rm -f "$log"; return 1
    fi
    rm -f "$log"
}

# python_command: a Python 3.11 (or $PYTHON), the version the locks were made for.
python_command() {
    local candidate
    for candidate in "${PYTHON:-}" python3.11 python3; do
        [ -n "$candidate" ] || continue
        if "$candidate" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
            printf '%s\n' "$candidate"; return
        fi
    done
    die "Python 3.11 was not found. On Debian 12: apt-get install python3 python3-venv. Or set PYTHON to its path."
}

create_venv() {
    local python; python="$(python_command)"
    say "Creating .venv with $("$python" --version)"
    "$python" -m venv "$VENV" >/dev/null 2>&1 && return
    rm -rf "$VENV"
    { debian python3-venv && "$python" -m venv "$VENV"; } ||
        die "The venv module is missing. On Debian 12: apt-get install python3-venv"
}

# lock_state LOCK…: what .venv must have been made from to be right; changes with Python, the locks or the folder.
lock_state() { { "$VENV/bin/python" --version; printf '%s\n' "$ROOT"; cat "$@"; } | sha256sum | cut -d' ' -f1; }

# ensure_installed STAMP LOCK…: installs the locks when they differ from what STAMP says was installed last.
ensure_installed() {
    local stamp="$VENV/.installed-$1" state; shift
    "$VENV/bin/python" -c '' 2>/dev/null || { rm -rf "$VENV"; create_venv; }
    state="$(cd "$ROOT" && lock_state "$@")"
    [ "$(cat "$stamp" 2>/dev/null)" = "$state" ] && return
    say "Installing the locked packages (about half a minute the first time)"
    local lock wanted=()
    for lock in "$@"; do wanted+=(-r "$ROOT/$lock"); done
    "$VENV/bin/pip" install --quiet --quiet --require-hashes --only-binary :all: "${wanted[@]}" ||
        die "The locked packages could not be installed; is the network there?" 2
    printf '%s\n' "$state" >"$stamp"
}

# ensure_package: makes `tiendo` itself importable and gives .venv/bin/tiendo; needs no network.
ensure_package() {
    local stamp="$VENV/.installed-package" state
    state="$(cd "$ROOT" && lock_state pyproject.toml)"
    [ "$(cat "$stamp" 2>/dev/null)" = "$state" ] && [ -x "$VENV/bin/tiendo" ] && return
    "$VENV/bin/pip" install --quiet --no-index --no-deps --no-build-isolation --editable "$ROOT" ||
        die "The package itself could not be installed into .venv." 2
    printf '%s\n' "$state" >"$stamp"
}
