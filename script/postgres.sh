# Sourced by script/test: a throw-away PostgreSQL in a temporary folder, run by somebody who is not root.
# postgres_start sets TIENDO_DATABASE_URL; postgres_stop, safe to call twice, ends the server and removes its folder.
PG_HOME=""

# postgres_bin: folder of initdb and pg_ctl, the newest there is; false when PostgreSQL is not installed.
postgres_bin() {
    local found; found="$(find /usr/lib/postgresql -maxdepth 3 -path '*/bin/initdb' 2>/dev/null | sort -V | tail -n 1)"
    [ -n "$found" ] || found="$(command -v initdb)" || return 1
    dirname "$(readlink -f "$found")"
}

# server_owner: who runs the server when we are root, which it refuses to be.
server_owner() { if id postgres >/dev/null 2>&1; then printf 'postgres\n'; else printf 'nobody\n'; fi; }

as_owner() {
    if [ "$(id -u)" -ne 0 ]; then "$@"; return; fi
    local owner; owner="$(server_owner)"
    (cd / && setpriv --reuid="$owner" --regid="$(id -g "$owner")" --clear-groups -- env HOME="$PG_HOME" "$@")
}

free_port() { "$VENV/bin/python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

postgres_start() {
    local bin port word; bin="$(postgres_bin)" || return 1
    PG_HOME="$(mktemp -d "${TMPDIR:-/tmp}/tiendo-pg.XXXXXX")"
    word="$("$VENV/bin/python" -c 'import secrets; print(secrets.token_hex(16))')"
    printf '%s\n' "$word" >"$PG_HOME/word"
    if [ "$(id -u)" -eq 0 ]; then chown -R "$(server_owner)" "$PG_HOME"; fi
    port="$(free_port)"
    as_owner "$bin/initdb" -D "$PG_HOME/data" -U tiendo --pwfile="$PG_HOME/word" --auth=scram-sha-256 \
        --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$PG_HOME.log" 2>&1 &&
        as_owner "$bin/pg_ctl" -D "$PG_HOME/data" -l "$PG_HOME/server.log" -w -t 60 start -o \
            "-p $port -k $PG_HOME -c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off \
             -c full_page_writes=off -c max_connections=60" >>"$PG_HOME.log" 2>&1 || {
        say "PostgreSQL did not start:"; tail -n 5 "$PG_HOME.log" >&2; return 1
    }
    export TIENDO_DATABASE_URL="postgresql://tiendo:$word@127.0.0.1:$port/tiendo"
}

postgres_stop() {
    [ -n "$PG_HOME" ] || return 0
    if [ -f "$PG_HOME/data/postmaster.pid" ]; then
        as_owner "$(postgres_bin)/pg_ctl" -D "$PG_HOME/data" -m immediate -w stop >/dev/null 2>&1 || true
    fi
    rm -rf "$PG_HOME" "$PG_HOME.log"
    PG_HOME=""
    unset TIENDO_DATABASE_URL
}
