# shellcheck shell=bash
# What the benchmarks with a running server share: a folder of their own, this server and the peer beside it, and what was
# started ended again. Sourced; ${root} and the pieces of ./dev are there. A benchmark calls `begin_bench` first.
# shellcheck disable=SC2034  # variables that the benchmarks read
# shellcheck disable=SC2154  # root

built=${BENCH_BUILD:-$root/build/release}
tools=$built/tests/bench
shared=${FRONTDOOR_SHARED_DIR:-$root/../shared}
kept=$root/build/bench/intake # what the next run can use again: the peer's packages and model

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
begin_bench() {
  folder=$(mktemp -d "${BENCH_DIR:-/var/tmp}/frontdoor-bench.XXXXXX")
  chmod 755 "$folder" # PostgreSQL may run as a user of its own
  mkdir -p "$kept"
  trap clean_up EXIT
  trap 'exit 130' INT TERM
}

# value NAME: that member of the flat JSON on standard input.
value() { sed -n "s/.*\"$1\":\\([-+0-9.e]*\\).*/\\1/p"; }
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
    if ! kill -0 "$1" 2>/dev/null || [ "$((waited += 1))" -gt 1800 ]; then
      tail -n 20 "$2" "${2%.log}.err" >&2 2>/dev/null
      die "it does not start: $2"
    fi
    sleep 0.1
  done
}

password="correct horse battery staple"

# --- This server --------------------------------------------------------------------------------------------------

# Starts the server, on the data that an earlier start left. Sets server_pid, port, api_key and cookie.
start_frontdoor() {
  local log=$folder/frontdoor.log
  "$built/server/frontdoor" serve --demo-accounts --demo-password "$password" --set http.port=0 \
    --set "database.data_folder=$folder/data" >"$log" 2>>"$folder/frontdoor.err" &
  server_pid=$!
  started+=("$server_pid")
  until_line $! "$log" '^Frontdoor is ready'
  port=$(sed -n 's/^Frontdoor is ready: .*:\([0-9]*\)$/\1/p' "$log")
  api_key=$(awk '$1 == "API" && $2 == "key" { print $3 }' "$log")
  cookie=$(curl -fsS -o /dev/null -c - "http://127.0.0.1:$port/v1/session" -H 'Content-Type: application/json' \
    -d "{\"account\":\"dispatcher\",\"password\":\"$password\"}" | awk '$6 ~ /frontdoor_session$/ { print $6 "=" $7 }')
  export PGHOST=$folder/data/socket PGUSER=frontdoor_admin PGDATABASE=frontdoor
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

# A port that nobody listens on.
free_port() {
  local candidate=$((20000 + RANDOM % 20000))
  while (: <"/dev/tcp/127.0.0.1/$candidate") 2>/dev/null; do candidate=$((candidate + 1)); done
  printf '%s' "$candidate"
}

start_peer() {
  peer_port=$(free_port)
  psql -qc 'create database peer'
  PGDATABASE=peer node "$kept/server.mjs" "$peer_port" "$kept/thr_par.jdm.json" >"$folder/peer.log" 2>&1 &
  started+=($!)
  until_line $! "$folder/peer.log" '^ready'
}

# The contacts of both, and the peer's packages. Sets peer and the files $folder/{frontdoor,peer}.jsonl.
prepare_contacts() {
  peer=no
  local facts=() size
  if prepare_peer; then
    peer=yes facts=("$kept/facts.json")
  fi
  need_node
  read -r size _ < <(node "$root/tests/bench/intake/contacts.mjs" "$folder" "${facts[@]}")
  note "contacts of $size bytes on average"
}

row() { printf '%-52s %12s  %s\n' "$@"; }
