#!/usr/bin/env bash
# builds: frontdoor growth_rows intake_open_loop
#
# Whether contacts are taken as quickly when years of them are on disk: the p99 of POST /v1/contacts at a fixed rate with
# 100,000 contacts and with as many as are asked for, loaded through COPY with all indexes on; and how long a restart
# takes with 100,000 open timers. docs/performance.md says how to read it.
#   ./dev bench growth [--json FILE] [--contacts N] [--rate N] [--seconds N] [--timers N]
# Without --contacts it is 14,000,000, ten years of a large force. What that needs on disk is worked out from the first
# 100,000; where it does not fit, the benchmark says how much is missing and stops. BENCH_DIR: where to put it.
# shellcheck disable=SC2034  # the pieces of ./dev set more than is used here
set -euo pipefail
: "${root:?run it as ./dev bench growth}"
# shellcheck source=tools/dev/common.sh
. "$root/tools/dev/common.sh"
# shellcheck source=tools/dev/install.sh
. "$root/tools/dev/install.sh"

json='' contacts=14000000 small=100000 rate=200 seconds=30 timers=100000
while [ $# != 0 ]; do
  case $1 in
    --json) json=$(realpath -m "${2:?--json needs a file}") ;;
    --contacts) contacts=${2:?--contacts needs a number} ;;
    --rate) rate=${2:?--rate needs a number} ;;
    --seconds) seconds=${2:?--seconds needs a number} ;;
    --timers) timers=${2:?--timers needs a number} ;;
    *) die "no option $1" ;;
  esac
  shift 2
done
[ "$small" -lt "$contacts" ] || small=$((contacts / 10))

# shellcheck source=tests/bench/support/server.sh
. "$root/tests/bench/support/server.sh"
begin_bench

spare_bytes=$((6 * 1024 * 1024 * 1024)) # write-ahead log, what is posted during the measurements, vacuum
free_bytes() { df --output=avail -B1 "$folder" | tail -n 1 | tr -d ' '; }
# need_disk BYTES WHAT: stops when that does not fit beside the spare.
need_disk() {
  local available
  available=$(free_bytes)
  [ $(($1 + spare_bytes)) -le "$available" ] ||
    die "$2 need $((($1 + spare_bytes) / 1000000000 + 1)) GB free in $(dirname "$folder"), and there are $((available / 1000000000)) GB; --contacts takes a smaller number, BENCH_DIR another place"
}

# load KEY=VALUE...: adds rows while the server does not run.
load() {
  "$tools/growth_rows" data="$folder/data" "$@" | tee "$folder/loaded.json"
}
stop_frontdoor() {
  stop "$server_pid"
  unset 'started[-1]'
}

# p99 and p50 of contacts at the fixed rate; what is cold is warmed first. The middle one of three by p99, since one run
# alone says little. What came over years was vacuumed on the way, so it is here.
measure() {
  local report reports='' copy path
  start_frontdoor
  "$tools/intake_open_loop" "$port" "$api_key" "$folder/frontdoor.jsonl" "$rate" 5 >/dev/null || fault "$1: the warm-up failed"
  psql -qc 'vacuum (freeze, analyze)'
  # What was copied is as good as what was taken: the server reads it back.
  copy=$(psql -qAtc "select stream_id from streams where stream_type = 'incident' and status = 'closed' order by received_at limit 1")
  for path in "/v1/incidents/$copy" "/v1/incidents/$copy/log"; do
    curl -fsS -o /dev/null -H "Cookie: $cookie" "http://127.0.0.1:$port$path" || fault "$1: $path of a copy cannot be read"
  done
  for _ in 1 2 3; do
    psql -qc checkpoint
    report=$("$tools/intake_open_loop" "$port" "$api_key" "$folder/frontdoor.jsonl" "$rate" "$seconds") ||
      fault "$1: contacts were not answered 201: $report"
    note "$1: $report"
    reports+="$(value p99_ms <<<"$report") $(value p50_ms <<<"$report")"$'\n'
  done
  read -r p99 p50 < <(sort -g <<<"${reports%$'\n'}" | sed -n 2p)
  stop_frontdoor
}

need_disk $((small * 20000)) "the first $small contacts" # more than they take
need_node
node "$root/tests/bench/intake/contacts.mjs" "$folder" >/dev/null
start_frontdoor
note "templates: $(node "$root/tests/bench/growth/templates.mjs" "$port" "$api_key" "$password" "$folder/frontdoor.jsonl" 20 40)"
stop_frontdoor
empty_bytes=$(load | value database_bytes)

load contacts="$small"
small_bytes=$(value database_bytes <"$folder/loaded.json")
a_contact=$(((small_bytes - empty_bytes) / small))
note "a contact takes $a_contact bytes on disk, indexes and all"
need_disk $(((contacts - small) * a_contact)) "$contacts contacts"
measure "$small contacts"
p50_small=$p50 p99_small=$p99

began=$SECONDS
load contacts=$((contacts - small))
note "loaded in $((SECONDS - began)) s"
measure "$contacts contacts"
p50_large=$p50 p99_large=$p99
growth_ratio=$(calculate "$p99_large / $p99_small")

# From the start of the program to the moment it takes calls again, its own PostgreSQL included.
load timers="$timers"
open_timers=$(value timers <"$folder/loaded.json") open_incidents=$(value open_incidents <"$folder/loaded.json")
began=$(date +%s%N)
"$built/server/frontdoor" serve --set http.port=0 --set "database.data_folder=$folder/data" \
  >"$folder/restart.log" 2>>"$folder/frontdoor.err" &
server_pid=$!
started+=("$server_pid")
until_line "$server_pid" "$folder/restart.log" '^Frontdoor is ready'
port=$(sed -n 's/^Frontdoor is ready: .*:\([0-9]*\)$/\1/p' "$folder/restart.log")
until curl -fs -o /dev/null "http://127.0.0.1:$port/readyz"; do sleep 0.05; done
restart_s=$(calculate "($(date +%s%N) - $began) / 1e9")
rss_mb=$(calculate "$(awk '$1 == "VmRSS:" { print $2 }' "/proc/$server_pid/status") / 1024")
database_bytes=$(PGHOST=$folder/data/socket psql -U frontdoor_admin -d frontdoor -qAtc 'select pg_database_size(current_database())')

printf '\n'
row "p99 at $rate contacts/s, $small on disk" "$p99_small ms" "p50 $p50_small ms; the middle of three"
row "p99 at $rate contacts/s, $contacts on disk" "$p99_large ms" "p50 $p50_large ms; $((database_bytes / 1000000)) MB on disk"
row "growth" "$growth_ratio" "wanted: at most 1.5"
row "restart with $open_timers open timers" "$restart_s s" "$open_incidents open incidents more on the board, $rss_mb MiB"
[ "$contacts" = 14000000 ] || note "the large size of this run was $contacts contacts, not 14,000,000"
if [ -n "$json" ]; then
  printf '{"contacts_small":%s,"contacts_large":%s,"rate":%s,"p50_small_ms":%s,"p99_small_ms":%s,"p50_large_ms":%s,"p99_large_ms":%s,"growth_ratio":%s,"restart_s":%s,"open_timers":%s,"open_incidents":%s,"rss_mb":%s,"bytes_a_contact":%s,"database_bytes":%s}\n' \
    "$small" "$contacts" "$rate" "$p50_small" "$p99_small" "$p50_large" "$p99_large" "$growth_ratio" "$restart_s" \
    "$open_timers" "$open_incidents" "$rss_mb" "$a_contact" "$database_bytes" >"$json"
fi
[ $faults = 0 ] || die "$faults faults: the figures do not count"
