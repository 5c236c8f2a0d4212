# What the scripts share that go the citizen's ways with two programs alone, cds and cds-portal: a citizen and a portal of
# their own in a temporary folder. It is sourced, with the folder of the programs.
set -euo pipefail
name=$(basename "$0")
programs=$(cd "${1:-target/debug}" && pwd)
work=$(mktemp -d)
export HOME="$work/person" TMPDIR="$work/tmp" XDG_CONFIG_HOME="$work/xdg/config" XDG_DATA_HOME="$work/xdg/data"
export XDG_CACHE_HOME="$work/xdg/cache" XDG_STATE_HOME="$work/xdg/state" XDG_RUNTIME_DIR="$work/xdg/run"
# No keystore answers: a passphrase locks the vault. The keystore's path is tests/e2e/tests/cds.rs.
export DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent RUST_BACKTRACE=0
mkdir -p "$HOME" "$TMPDIR" "$XDG_RUNTIME_DIR" "$work/out"
echo 'mưa rừng xanh' > "$work/pin"
address=127.0.0.1:0
portal_pid=
canary=CANARY7f3a91c6e2

finish() {
    status=$?
    if [ -n "$portal_pid" ]; then kill -9 "$portal_pid" 2>/dev/null || true; fi
    if [ $status -eq 0 ]; then rm -rf "$work"; return; fi
    if [ -s "$work/office.log" ]; then tail -n 5 "$work/office.log" >&2; fi
    echo "$name: failed; what it left is in $work" >&2
}
trap finish EXIT

step() { echo "--> $*"; }
fail() { echo "$name: $*" >&2; exit 1; }
cds() { "$programs/cds" --home "$work/home" --portal "http://$address" --pin-file "$work/pin" "$@"; }
# office …: what an officer does; why it was refused is told at the end.
office() { "$programs/cds-portal" "$@" --data "$work/portal" 2>> "$work/office.log"; }

# expect TEXT: what the last command printed holds it.
expect() { [[ "$printed" == *"$1"* ]] || fail "expected $1 in: $printed"; }
refuse() { [[ "$printed" != *"$1"* ]] || fail "did not expect $1 in: $printed"; }
run() { printed=$(cds "$@") || fail "cds $* ended with $?"; }
# ends CODE COMMAND…: the command ends with this exit code.
ends() {
    local expected=$1; shift
    local code=0
    printed=$(cds "$@" 2>&1) || code=$?
    [ "$code" = "$expected" ] || fail "cds $* ended with $code instead of $expected: $printed"
}
# field KEY: the value of the first such key in what was printed.
field() { grep -o "\"$1\":\"[^\"]*\"" <<< "$printed" | awk 'NR == 1' | cut -d '"' -f 4; }
count() { grep -o -- "$1" <<< "$printed" | wc -l; }
# read_by_zbar PICTURE: a reader that is not ours finds the code in it that was just printed.
read_by_zbar() {
    local found
    found=$(zbarimg --nodbus --quiet --raw "$1") || fail "zbarimg reads nothing from $1"
    [ "$found" = "$(field text)" ] || fail "zbarimg reads another code: $found"
}

start_portal() {
    "$programs/cds-portal" serve --demo --listen "$address" --data "$work/portal" > "$work/portal.out" 2> "$work/portal.log" &
    portal_pid=$!
    until address=$(grep -o '127\.0\.0\.1:[0-9]*' "$work/portal.out"); do
        kill -0 "$portal_pid" || fail "the portal did not start: $(cat "$work/portal.log")"
        sleep 0.05
    done
}
stop_portal() { kill -9 "$portal_pid"; wait "$portal_pid" 2>/dev/null || true; portal_pid=; }
no_canary() {
    local found
    found=$(grep -rlaF "$canary" "$work/home" "$work/xdg" "$work/tmp" "$work/person" "$work"/*.log || true)
    [ -z "$found" ] || fail "the canary is readable in $found"
}
