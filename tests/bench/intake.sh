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

tools=$root/build/release/tests/bench
shared=${FRONTDOOR_SHARED_DIR:-$root/../shared}
kept=$root/build/bench/intake # what the next run can use again: the peer's packages and model
folder=$(mktemp -d /var/tmp/frontdoor-bench.XXXXXX)
chmod 755 "$folder" # PostgreSQL may run as a user of its own
mkdir -p "$kept"

# What was started, ended in the opposite order; the server stops its PostgreSQL.
started=()
stop() {
  kill -TERM "$1" 2>/dev/null || return 0
  wait "$1" 2>/dev/null || true
}
clean_up() {
  local i
  for ((i = ${#started[@]} - 1; i >= 0; i--)); do stop "${started[i]}"; done
  rm -rf "$folder"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

# value NAME: that member of the flat JSON on standard input.
value() { sed -n "s/.*\"$1\":\\([0-9.]*\\).*/\\1/p"; }
calculate() { awk "BEGIN { printf \"%.3f\", $1 }"; }
larger() { awk -v a="$1" -v b="$2" 'BEGIN { print (a > b) ? a : b }'; }
faults=0
fault() {
  warn "$*"
  faults=$((faults + 1))
}

# until_line PID FILE PATTERN: waits until the program has written such a line.
until_line() {
  local waited=0
  until grep -qE "$3" "$2" 2>/dev/null; do
    if ! kill -0 "$1" 2>/dev/null || [ "$((waited += 1))" -gt 600 ]; then
      tail -n 20 "$2" >&2
      die "it does not start: $2"
    fi
    sleep 0.1
  done
}

# --- This server --------------------------------------------------------------------------------------------------

start_frontdoor() {
  local log=$folder/frontdoor.log
  "$root/build/release/server/frontdoor" serve --demo-accounts --set http.port=0 --set "database.data_folder=$folder/data" \
    >"$log" 2>"$folder/frontdoor.err" &
  started+=($!)
  until_line $! "$log" '^Frontdoor is ready'
  port=$(sed -n 's/^Frontdoor is ready: .*:\([0-9]*\)$/\1/p' "$log")
  api_key=$(awk '$1 == "API" && $2 == "key" { print $3 }' "$log")
  local name password
  read -r name password < <(awk '$3 == "dispatcher" { print $1, $2; exit }' "$log")
  cookie=$(curl -fsS -o /dev/null -c - "http://127.0.0.1:$port/v1/session" -H 'Content-Type: application/json' \
    -d "{\"account\":\"$name\",\"password\":\"$password\"}" | awk '$6 ~ /frontdoor_session$/ { print $6 "=" $7 }')
  export PGHOST=$folder/data/socket PGUSER=frontdoor_admin PGDATABASE=frontdoor
}

# attach NAME PORT [COOKIE]: consoles that read everything.
attach() {
  local name=$1
  shift
  "$tools/intake_consoles" "$1" "$consoles" ${2:+"$2"} >"$folder/$name.consoles" &
  started+=($!)
  until_line $! "$folder/$name.consoles" '^attached'
}

# --- The peer -----------------------------------------------------------------------------------------------------

prepare_peer() {
  if [ ! -f "$shared/peers/intake/server.mjs" ]; then
    note "no peers in $shared (FRONTDOOR_SHARED_DIR names the folder): the peer is left out"
    return 1
  fi
  command -v python3 >/dev/null || die "the peer's policy is made by python3, which is not here"
  need_node
  cp --no-preserve=mode "$shared"/peers/intake/{package.json,server.mjs} \
    "$shared"/peers/grading/{gen_facts.py,gen_forms.py,policy.py} "$kept/"
  (
    cd "$kept"
    if [ ! -f facts.json ] || [ ! -f thr_par.jdm.json ]; then
      quietly peer.log python3 gen_facts.py || exit 1
      quietly peer.log python3 gen_forms.py || exit 1
    fi
    cmp -s package.json node_modules/.installed && exit 0
    note "npm packages of the peer"
    quietly peer.log npm install --no-audit --no-fund --no-package-lock && cp package.json node_modules/.installed
  ) || die "the peer cannot be prepared"
}

start_peer() {
  peer_port=$((20000 + RANDOM % 20000))
  while (: <"/dev/tcp/127.0.0.1/$peer_port") 2>/dev/null; do peer_port=$((peer_port + 1)); done
  psql -qc 'create database peer'
  PGDATABASE=peer node "$kept/server.mjs" "$peer_port" "$kept/thr_par.jdm.json" >"$folder/peer.log" 2>&1 &
  started+=($!)
  until_line $! "$folder/peer.log" '^ready'
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

peer=no facts=()
if prepare_peer; then
  peer=yes facts=("$kept/facts.json")
fi
need_node
read -r size _ < <(node "$root/tests/bench/intake/contacts.mjs" "$folder" "${facts[@]}")
note "contacts of $size bytes on average, $consoles consoles"

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

row() { printf '%-52s %12s  %s\n' "$@"; }
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
