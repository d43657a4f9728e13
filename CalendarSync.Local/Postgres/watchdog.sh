# Starts a PostgreSQL server, waits until standard input ends, stops the server and deletes its data. Standard input is a
# pipe from the program that wants the server: it ends with that program, however that program ends.
# Arguments: folder of the server's programs, port, listen addresses.
set -u
bin=$1 port=$2 listen=$3
trap '' INT TERM HUP
# In memory where there is room. On a disk, making and dropping databases is slow: ext4 looks for inodes that were not freed in the last
# seconds, and tests free thousands.
place=${TMPDIR:-/tmp}
memory=/dev/shm
if [ -z "${TMPDIR:-}" ] && [ -w "$memory" ] && [ "$(df -Pk "$memory" | awk 'NR == 2 { print $4 }')" -ge 2097152 ]; then
    place=$memory
fi
folder=$(mktemp -d "$place/calendar-sync-postgres.XXXXXX") || exit 1
locale=C
[ "$(uname)" = Linux ] && locale=C.UTF-8
if ! "$bin/initdb" -D "$folder/data" -U postgres -A trust --no-sync -E UTF8 --locale="$locale" --no-instructions >"$folder/initdb.log" 2>&1; then
    cat "$folder/initdb.log" >&2
    rm -rf "$folder"
    exit 1
fi
echo "$folder"
# Ctrl+C in a terminal goes to the whole process group; the server must outlive it until the program has finished.
own_session=
command -v setsid >/dev/null 2>&1 && own_session=setsid
$own_session "$bin/postgres" -D "$folder/data" -k "$folder" -p "$port" -c listen_addresses="$listen" \
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_wal_size=128MB -c wal_level=minimal -c max_wal_senders=0 \
    -c max_connections=200 -c shared_buffers=64MB -c jit=off -c timezone=UTC -c log_min_messages=log -c log_checkpoints=off \
    </dev/null 1>&2 &
server=$!
# The server's end shows to the program as the end of standard error, which only the server and this script hold.
while read -r _; do :; done
kill -QUIT "$server" 2>/dev/null
wait "$server" 2>/dev/null
rm -rf "$folder"
