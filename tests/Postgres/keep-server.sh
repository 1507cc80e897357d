# Keeps a PostgreSQL server for the process at the other end of its standard input.
# $1: data folder, made if it is not there; $2: folder of the server's programs; then the server's arguments.
# RUN_AS, if set, is the command that gives up root, which PostgreSQL refuses to run as.
# A line on standard input stops the server as a crash would and keeps the folder. The end of the input, which comes however the
# other process ends, does the same and removes the folder.
folder=$1
programs=$2
shift 2
trap '' INT TERM HUP
exec 1>&2
[ -d "$folder" ] || $RUN_AS "$programs/initdb" -D "$folder" -U postgres -A trust -E UTF8 --locale=C --no-sync --no-instructions
$RUN_AS "$programs/postgres" -D "$folder" "$@" &
server=$!
if read -r _; then keep=yes; fi
kill -QUIT $server 2>/dev/null
wait $server
[ -n "$keep" ] || rm -rf "$folder"
