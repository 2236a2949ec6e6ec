#!/usr/bin/env bash
# builds: frontdoor storm_load
#
# A storm of reconnections: consoles that had a board are cut off, miss as many events as come in the time they are away,
# and come back all at once while contacts go on. How long until each of them has everything, and what was lost or told
# twice, counted event by event and compared with the log. docs/performance.md says how to read it.
#   ./dev bench storm [--json FILE] [--consoles N] [--behind-s N] [--events-per-s N]
# One console stays all the time. A second storm has none that stays, as when a whole network goes: what was missed is then
# read back from the log, and how long that takes is a figure of its own.
# shellcheck disable=SC2034  # the pieces of ./dev set more than is used here
set -euo pipefail
: "${root:?run it as ./dev bench storm}"
# shellcheck source=tools/dev/common.sh
. "$root/tools/dev/common.sh"
# shellcheck source=tools/dev/install.sh
. "$root/tools/dev/install.sh"

json='' consoles=1000 behind_s=300 events_per_s=5
while [ $# != 0 ]; do
  case $1 in
    --json) json=$(realpath -m "${2:?--json needs a file}") ;;
    --consoles) consoles=${2:?--consoles needs a number} ;;
    --behind-s) behind_s=${2:?--behind-s needs a number} ;;
    --events-per-s) events_per_s=${2:?--events-per-s needs a number} ;;
    *) die "no option $1" ;;
  esac
  shift 2
done

# shellcheck source=tests/bench/support/server.sh
. "$root/tests/bench/support/server.sh"
begin_bench
ulimit -n "$(ulimit -H -n)"
need_node
node "$root/tests/bench/intake/contacts.mjs" "$folder" >/dev/null

declare -A reports
storm() {
  local name=$1 in_log
  shift
  reports[$name]=$("$tools/storm_load" port="$port" cookie="$cookie" api_key="$api_key" contacts="$folder/frontdoor.jsonl" \
    consoles="$consoles" events=$((behind_s * events_per_s)) live_per_s=1 "$@") || fault "$name: not every console was complete, or something was lost or doubled"
  note "$name: ${reports[$name]}"
  # A dispatcher sees every event of an incident; what the consoles were told must be what the log holds.
  in_log=$(psql -qAtc "select count(*) from events where stream_type = 'incident' and position > $(figure "$name" after) \
    and position <= $(figure "$name" up_to)")
  if [ "$(figure "$name" snapshots)" = 0 ] && [ "$(figure "$name" visible_events)" != "$in_log" ]; then
    fault "$name: the log holds $in_log events of incidents, the consoles were told of $(figure "$name" visible_events)"
  fi
}
figure() { [ -n "${reports[$1]:-}" ] && value "$2" <<<"${reports[$1]}" || printf null; }

start_frontdoor
storm resumed watchers=1
storm anew watchers=0

storm_s=$(figure resumed storm_s) anew_s=$(figure anew storm_s)
printf '\n'
row "$consoles consoles, $(figure resumed missed_events) events behind: all complete" "${storm_s:-never} s" "wanted: below 5 s; half of them in $(figure resumed median_s) s"
row "lost" "$(figure resumed lost)" "wanted: 0"
row "doubled" "$(figure resumed doubled)" "wanted: 0; out of order: $(figure resumed out_of_order)"
row "given the board anew meanwhile" "$(figure resumed snapshots)" "of $consoles"
row "the same with no console left, read back from the log" "${anew_s:-never} s" "lost $(figure anew lost), doubled $(figure anew doubled), boards given anew $(figure anew snapshots)"
if [ -n "$json" ]; then
  printf '{"consoles":%s,"missed_events":%s,"storm_s":%s,"median_s":%s,"lost":%s,"doubled":%s,"out_of_order":%s,"snapshots":%s,"megabytes":%s,"anew_storm_s":%s,"anew_lost":%s,"anew_doubled":%s}\n' \
    "$consoles" "$(figure resumed missed_events)" "${storm_s:-null}" "$(figure resumed median_s)" "$(figure resumed lost)" \
    "$(figure resumed doubled)" "$(figure resumed out_of_order)" "$(figure resumed snapshots)" "$(figure resumed megabytes)" \
    "${anew_s:-null}" "$(figure anew lost)" "$(figure anew doubled)" >"$json"
fi
[ $faults = 0 ] || die "$faults faults: the figures do not count"
