#!/usr/bin/env bash
# builds: frontdoor intake_consoles intake_open_loop intake_bare_insert
#
# How fast contacts are taken in: this server, the same job on the usual Node stack, and the same rows inserted without
# any check, all on one private PostgreSQL (fsync on) in one run. docs/performance.md says how to read it.
#   ./dev bench intake [--json FILE] [--seconds N] [--rounds N] [--consoles N]
# The peer comes from peers/ in the folder FRONTDOOR_SHARED_DIR (default ../shared); without it its figures are null.
# shellcheck disable=SC2034  # the pieces of ./dev set more than is used here
set -euo pipefail
: "${root:?run it as ./dev bench intake}"
# shellcheck source=tools/dev/common.sh
. "$root/tools/dev/common.sh"
# shellcheck source=tools/dev/install.sh
. "$root/tools/dev/install.sh"

json='' seconds=6 rounds=2 consoles=20 rate=500 rate_seconds=16 threads_connections=(64 256)
while [ $# != 0 ]; do
  case $1 in
    --json) json=$(realpath -m "${2:?--json needs a file}") ;;
    --seconds) seconds=${2:?--seconds needs a number} ;;
    --rounds) rounds=${2:?--rounds needs a number} ;;
    --consoles) consoles=${2:?--consoles needs a number} ;;
    *) die "no option $1" ;;
  esac
  shift 2
done

# shellcheck source=tests/bench/support/server.sh
. "$root/tests/bench/support/server.sh"
begin_bench

# attach NAME PORT [COOKIE]: consoles that read everything.
attach() {
  local name=$1
  shift
  "$tools/intake_consoles" "$1" "$consoles" ${2:+"$2"} >"$folder/$name.consoles" &
  started+=($!)
  until_line $! "$folder/$name.consoles" '^attached'
}

# --- Load ---------------------------------------------------------------------------------------------------------

# saturate NAME PORT ROWS DATABASE CONNECTIONS: one run of wrk; the JSON of it on standard output.
runs=0
saturate() {
  local name=$1 at=$2 rows=$3 database=$4 connections=$5 before after report requests
  psql -qc checkpoint
  before=$(psql -d "$database" -qAtc "select count(*) from $rows")
  runs=$((runs + 1))
  CONTACTS=$folder/$name.jsonl RUN=$name-$$-$runs-$connections wrk -t1 "-c$connections" "-d${seconds}s" --timeout 10s \
    -s "$root/tests/bench/intake/post.lua" "http://127.0.0.1:$at" 2>"$folder/wrk.json" >"$folder/wrk.txt" ||
    die "wrk failed: $(cat "$folder/wrk.json")"
  report=$(cat "$folder/wrk.json")
  requests=$(value requests <<<"$report")
  after=$(psql -d "$database" -qAtc "select count(*) from $rows")
  [ "$(value failed <<<"$report")" = 0 ] || fault "$name: $(value failed <<<"$report") requests failed: $report"
  # What was on its way when wrk stopped may have been stored besides.
  if [ $((after - before)) -lt "$requests" ] || [ $((after - before)) -gt $((requests + connections)) ]; then
    fault "$name: $requests answers, but $((after - before)) contacts stored"
  fi
  note "$name, $connections connections: $report" >&2
  best "$name" "$report"
}

# best NAME REPORT: keeps the report of the highest rate.
declare -A best_report
best() {
  local kept_rate=0
  [ -z "${best_report[$1]:-}" ] || kept_rate=$(value rps <<<"${best_report[$1]}")
  [ "$(larger "$(value rps <<<"$2")" "$kept_rate")" = "$kept_rate" ] || best_report[$1]=$2
}

prepare_contacts
note "$consoles consoles"

start_frontdoor
attach frontdoor "$port" "$cookie"
# Caches fill, and the first pages of each table are there.
"$tools/intake_open_loop" "$port" "$api_key" "$folder/frontdoor.jsonl" 200 2 >/dev/null || fault "the warm-up failed"
psql -qc checkpoint
open_loop=$("$tools/intake_open_loop" "$port" "$api_key" "$folder/frontdoor.jsonl" $rate $rate_seconds) ||
  fault "contacts were not answered 201: $open_loop"
note "open loop at $rate/s: $open_loop"

if [ $peer = yes ]; then
  start_peer
  attach peer "$peer_port"
fi
bare=0
for ((round = 1; round <= rounds; round++)); do
  for connections in "${threads_connections[@]}"; do
    API_KEY=$api_key saturate frontdoor "$port" "streams where stream_type = 'contact'" frontdoor "$connections"
    [ $peer = no ] || saturate peer "$peer_port" contacts peer "$connections"
  done
  inserted=$("$tools/intake_bare_insert" "host=$PGHOST user=$PGUSER dbname=$PGDATABASE" 16000 3)
  note "the same rows unchecked: $inserted"
  bare=$(larger "$(value rps <<<"$inserted")" "$bare")
done

# --- Figures ------------------------------------------------------------------------------------------------------

rps=$(value rps <<<"${best_report[frontdoor]}")
p50=$(value p50_ms <<<"${best_report[frontdoor]}") p99=$(value p99_ms <<<"${best_report[frontdoor]}")
peer_rps=null ratio_to_peer=null
if [ $peer = yes ]; then
  peer_rps=$(value rps <<<"${best_report[peer]}")
  ratio_to_peer=$(calculate "$rps / $peer_rps")
fi
ratio_to_limit=$(calculate "$rps / $bare")
p99_at_rate=$(value p99_ms <<<"$open_loop")

printf '\n'
row "contacts accepted, graded, durable" "$rps/s" "wanted: at least 4000/s; p50 $p50 ms, p99 $p99 ms"
row "the same job on Fastify, pg and zen-engine" "$peer_rps/s" "times as many here: $ratio_to_peer, wanted: at least 2"
row "the same rows inserted unchecked" "$bare/s" "reached here: $ratio_to_limit, wanted: at least 0.5"
row "p99 at $rate/s, open loop" "$p99_at_rate ms" "wanted: below 10 ms; p50 $(value p50_ms <<<"$open_loop") ms"
if [ -n "$json" ]; then
  printf '{"frontdoor_rps":%s,"frontdoor_p50_ms":%s,"frontdoor_p99_ms":%s,"peer_rps":%s,"bare_insert_rps":%s,"ratio_to_peer":%s,"ratio_to_limit":%s,"p99_at_500rps_ms":%s}\n' \
    "$rps" "$p50" "$p99" "$peer_rps" "$bare" "$ratio_to_peer" "$ratio_to_limit" "$p99_at_rate" >"$json"
fi
[ $faults = 0 ] || die "$faults faults: the figures do not count"
