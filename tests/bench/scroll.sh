#!/usr/bin/env bash
# builds: frontdoor
#
# How the board scrolls with very many open incidents: the built console in Debian's Chromium, on this server, scrolled as a
# wheel does under Chromium's own trace. docs/performance.md says how to read it.
#   ./dev bench scroll [--json FILE] [--incidents N] [--rounds N]
# shellcheck disable=SC2034  # the pieces of ./dev set more than is used here
set -euo pipefail
: "${root:?run it as ./dev bench scroll}"
# shellcheck source=tools/dev/common.sh
. "$root/tools/dev/common.sh"
# shellcheck source=tools/dev/install.sh
. "$root/tools/dev/install.sh"
# shellcheck source=tools/dev/build.sh
. "$root/tools/dev/build.sh"

json='' incidents=2000 rounds=3
while [ $# != 0 ]; do
  case $1 in
    --json) json=$(realpath -m "${2:?--json needs a file}") ;;
    --incidents) incidents=${2:?--incidents needs a number} ;;
    --rounds) rounds=${2:?--rounds needs a number} ;;
    *) die "no option $1" ;;
  esac
  shift 2
done

# shellcheck source=tests/bench/support/server.sh
. "$root/tests/bench/support/server.sh"
begin_bench
build_console
need_node_modules "$root/tests/browser"
start_frontdoor
export FRONTDOOR_URL="http://127.0.0.1:$port"
FRONTDOOR_ACCOUNTS=$(printf '[{"name":"handler","password":"%s","role":"call_handler"},{"name":"dispatcher","password":"%s","role":"dispatcher"}]' \
  "$password" "$password")
export FRONTDOOR_ACCOUNTS
figures=$(node "$root/tests/browser/scroll_bench.mjs" "$incidents" "$rounds") || die "the board could not be scrolled"

printf '\n'
row "frames a second while the board scrolls" "$(value frames_per_second <<<"$figures")" "wanted: 60, with $(value incidents <<<"$figures") open incidents"
row "frames later than 16.7 ms" "$(value share_over_16_7_ms <<<"$figures")" "share of all; a millisecond's allowance"
row "frames later than 33.3 ms" "$(value share_over_33_3_ms <<<"$figures")" "the longest: $(value longest_ms <<<"$figures") ms"
row "rows in the page at most" "$(value rows_max <<<"$figures")" "frames not covered by rows: $(value uncovered_frames <<<"$figures") of $(value watched_frames <<<"$figures")"
[ -z "$json" ] || printf '%s\n' "$figures" >"$json"
