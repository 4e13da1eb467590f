#!/bin/sh
# Runs a command with its temporary files in memory, where there is room for them: graphs that go with a test need not wait for
# a disk. `make torture` and whoever has less memory have them on the disk.
set -eu
shm=/dev/shm
free=$(df -Pk "$shm" 2>/dev/null | awk 'NR == 2 {print $4}') || free=0
memory=$(awk '/^MemAvailable:/ {print $2}' /proc/meminfo 2>/dev/null) || memory=0
if [ -n "${TMPDIR:-}" ] || [ "${free:-0}" -lt 6000000 ] || [ "${memory:-0}" -lt 12000000 ]; then
    exec "$@"
fi
TMPDIR=$(mktemp -d "$shm/chanlian-tests-XXXXXX")
export TMPDIR
# as the folder for temporary files is everywhere: tests also run as another user
chmod 1777 "$TMPDIR"
trap 'rm -rf "$TMPDIR"' EXIT
trap 'exit 130' INT TERM
"$@"
