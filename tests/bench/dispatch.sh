#!/usr/bin/env bash
# builds: frontdoor dispatch_load
#
# From commit to console: contacts posted at a fixed rate, and how long after its commit each of the consoles has it;
# what a quiet console costs in memory; and whether one console that stops reading harms the others. In the same run the
# usual Node stack (the `ws` package) doing the same fan-out, and NATS, which keeps nothing, as the limit.
# docs/performance.md says how to read it.
#   ./dev bench dispatch [--json FILE] [--consoles N] [--rate N] [--seconds N]
# The peer comes from peers/ in the folder FRONTDOOR_SHARED_DIR (default ../shared); without it its figures are null, as
# are those of NATS where nats-server is not installed.
# shellcheck disable=SC2034  # the pieces of ./dev set more than is used here
set -euo pipefail
: "${root:?run it as ./dev bench dispatch}"
# shellcheck source=tools/dev/common.sh
. "$root/tools/dev/common.sh"
# shellcheck source=tools/dev/install.sh
. "$root/tools/dev/install.sh"

json='' consoles=500 rate=10 seconds=30 quiet_s=15
while [ $# != 0 ]; do
  case $1 in
    --json) json=$(realpath -m "${2:?--json needs a file}") ;;
    --consoles) consoles=${2:?--consoles needs a number} ;;
    --rate) rate=${2:?--rate needs a number} ;;
    --seconds) seconds=${2:?--seconds needs a number} ;;
    *) die "no option $1" ;;
  esac
  shift 2
done

# shellcheck source=tests/bench/support/server.sh
. "$root/tests/bench/support/server.sh"
begin_bench
ulimit -n "$(ulimit -H -n)"

# measure NAME KEY=VALUE...: one run of the load program; its JSON in reports[NAME].
declare -A reports
measure() {
  local name=$1
  shift
  reports[$name]=$("$tools/dispatch_load" rate="$rate" seconds="$seconds" "$@") || fault "$name: not every message came once and in order"
  note "$name: ${reports[$name]}"
}
figure() { [ -n "${reports[$1]:-}" ] && value "$2" <<<"${reports[$1]}" || printf null; }

start_nats() {
  command -v nats-server >/dev/null || {
    note "no nats-server here: the limit is left out"
    return 1
  }
  nats_port=$(free_port)
  nats-server -a 127.0.0.1 -p "$nats_port" >"$folder/nats.log" 2>&1 &
  started+=($!)
  until_line $! "$folder/nats.log" 'Server is ready'
}

prepare_contacts
start_frontdoor
ours=(to=frontdoor port="$port" cookie="$cookie" api_key="$api_key" server_pid="$server_pid" contacts="$folder/frontdoor.jsonl")
# The first run is on an empty board, where a console is quiet and its memory can be told; it warms the caches, too.
measure quiet "${ours[@]}" consoles="$consoles" quiet_s="$quiet_s" seconds=3
psql -qc checkpoint
measure healthy "${ours[@]}" consoles="$consoles"
measure stalled "${ours[@]}" consoles=$((consoles - 1)) stalled=1
if [ "$peer" = yes ]; then
  start_peer
  measure peer to=peer port="$peer_port" contacts="$folder/peer.jsonl" consoles="$consoles"
fi
if start_nats; then
  measure nats to=nats port="$nats_port" consoles="$consoles" payload="$(figure healthy message_bytes | cut -d. -f1)"
fi

stalled_ratio=$(calculate "$(figure stalled p99_ms) / $(figure healthy p99_ms)")
printf '\n'
row "commit to console, $consoles consoles: p50" "$(figure healthy p50_ms) ms" "at $rate contacts/s, messages of $(figure healthy message_bytes) bytes"
row "p95" "$(figure healthy p95_ms) ms" "wanted: below 15 ms"
row "p99" "$(figure healthy p99_ms) ms" "wanted: below 50 ms"
row "p99 with one console that reads nothing" "$(figure stalled p99_ms) ms" "times that without: $stalled_ratio"
row "memory of a quiet console" "$(figure quiet kb_per_console) KiB" "wanted: at most 20"
row "the server with them" "$(figure quiet rss_mb) MiB" "wanted: at most 100; at the end $(figure healthy rss_end_mb)"
row "p99 of the peer's fan-out (ws), tiny messages" "$(figure peer p99_ms) ms" "messages of $(figure peer message_bytes) bytes"
row "p99 of NATS, which keeps nothing" "$(figure nats p99_ms) ms" "messages of our size"
if [ -n "$json" ]; then
  {
    printf '{"consoles":%s,"rate":%s,"p50_ms":%s,' "$consoles" "$rate" "$(figure healthy p50_ms)"
    printf '"p95_ms":%s,"p99_ms":%s,"max_ms":%s,' "$(figure healthy p95_ms)" "$(figure healthy p99_ms)" "$(figure healthy max_ms)"
    printf '"last_console_p99_ms":%s,"due_to_console_p99_ms":%s,' "$(figure healthy last_console_p99_ms)" "$(figure healthy due_to_console_p99_ms)"
    printf '"message_bytes":%s,"missing":%s,"faults":%s,' "$(figure healthy message_bytes)" "$(figure healthy missing)" "$(figure healthy faults)"
    printf '"kb_per_console":%s,"rss_mb":%s,"rss_end_mb":%s,' "$(figure quiet kb_per_console)" "$(figure quiet rss_mb)" "$(figure healthy rss_end_mb)"
    printf '"stalled_p99_ms":%s,"stalled_ratio":%s,' "$(figure stalled p99_ms)" "$stalled_ratio"
    printf '"peer_p50_ms":%s,"peer_p99_ms":%s,"peer_message_bytes":%s,' "$(figure peer p50_ms)" "$(figure peer p99_ms)" "$(figure peer message_bytes)"
    printf '"nats_p50_ms":%s,"nats_p99_ms":%s}\n' "$(figure nats p50_ms)" "$(figure nats p99_ms)"
  } >"$json"
fi
[ $faults = 0 ] || die "$faults faults: the figures do not count"
