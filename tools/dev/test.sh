# shellcheck shell=bash
# Runs the test suites and adds up what passed, failed and was skipped.

# Those that mostly wait come first, so that what the others need is compiled meanwhile (tools/dev/ahead.sh); the one that
# never waits comes last.
suites_all=(system cases tck console browser integration threads unit)

# Sanitizer reports with function names; the few leaks and races of libraries that are not ours are listed in tests/support.
symbolizer=/usr/lib/llvm-19/bin/llvm-symbolizer
export ASAN_SYMBOLIZER_PATH=$symbolizer
export LSAN_OPTIONS=suppressions=$root/tests/support/leaks.supp:print_suppressions=0
export UBSAN_OPTIONS=print_stacktrace=1
export TSAN_OPTIONS=suppressions=$root/tests/support/races.supp:external_symbolizer_path=$symbolizer:halt_on_error=1
export FRONTDOOR_TEST_BINARY=$root/build/release/server/frontdoor

results=()   # "suite passed failed skipped seconds", in the order they ran
only=''      # --only: a regular expression on the names of tests
json_more='' # members that a suite adds to the file of --json
cases_dir='' # --dir: a folder of cases in place of the repository's own
cases_servers='' # --servers: how many, on one database

record() { results+=("$*"); }

# Where the tests' databases are: in memory where there is room, since a disk's file system takes longer over the thousand
# files of a new one than PostgreSQL does (docs/performance.md). What a run that was cut off left there goes with the next.
tests_folder=${TMPDIR:-/tmp}
room_kib=$((4 * 1024 * 1024)) # they take 0.2 GiB at a time
choose_tests_folder() {
  local left free available
  for left in /dev/shm/frontdoor-tests.*; do
    [ ! -O "$left" ] || kill -0 "${left##*.}" 2>/dev/null || rm -rf "$left"
  done
  free=$(df --output=avail -k /dev/shm 2>/dev/null | tail -n 1) || return 0
  available=$(awk '/^MemAvailable:/ { print $2 }' /proc/meminfo)
  [ "${free:-0}" -ge "$room_kib" ] && [ "${available:-0}" -ge $((2 * room_kib)) ] || return 0
  if mkdir -m 755 "/dev/shm/frontdoor-tests.$$" 2>/dev/null; then tests_folder=/dev/shm/frontdoor-tests.$$; fi
}

leave_tests_folder() {
  case $tests_folder in /dev/shm/frontdoor-tests.*) rm -rf "$tests_folder" ;; esac
}

log_of() { printf '%s' "$root/build/log/test-$1.log"; }

# what_failed SUITE: the failures of its log once more, short, for whoever reads only the end.
failure='✖|^ *FAIL |^not ok|: FAILED|\*\*\*(Failed|Timeout|Exception)|ERROR: [A-Za-z]+Sanitizer|WARNING: ThreadSanitizer|runtime error:|^FAILED: | error: |(^| )failed: '
what_failed() {
  local log
  log=$(log_of "$1")
  [ -s "$log" ] || return 0
  printf '\n%swhat failed in %s%s (all of it: %s)\n' "$bold" "$1" "$plain" "${log#"$root/"}"
  sed 's/\x1b\[[0-9;]*m//g' "$log" | if grep -q 'failing tests:' "$log"; then sed -n '/failing tests:/,$p'; else grep -E -A 12 "$failure"; fi |
    head -n 80 || true
}

# The counts of one ctest log: a Catch2 program says how many of its cases passed; one that says nothing counts as one.
count_ctest() {
  awk '
    function flush() {
      if (name == "") return
      if (cases == 0 && ok) passed_here = 1
      if (!ok && failed_here == 0) failed_here = 1
      if (skipped_here > passed_here) skipped_here = passed_here
      passed += passed_here - skipped_here; failed += failed_here; skipped += skipped_here
    }
    /^[0-9]+\/[0-9]+ Testing: / { flush(); name = $3; ok = cases = passed_here = failed_here = skipped_here = 0 }
    /^All tests passed \(/ { match($0, /in [0-9]+ test case/); n = substr($0, RSTART + 3) + 0; cases += n; passed_here += n }
    /^test cases: / {
      cases += $3
      for (i = 4; i < NF; ++i) { if ($(i + 1) ~ /^passed/) passed_here += $i; if ($(i + 1) ~ /^failed/) failed_here += $i }
    }
    /^skipped: / { ++skipped_here }
    /^Test Passed\./ { ok = 1 }
    END { flush(); print passed + 0, failed + 0, skipped + 0 }
  ' "$1"
}

# The counts of `node --test` (either reporter) or vitest.
count_node() {
  sed 's/\x1b\[[0-9;]*m//g' "$1" | awk '
    /^(#|ℹ) (pass|fail|skipped|cancelled) [0-9]+$/ { n[$2] += $3 }
    /^ *Tests  / {
      for (i = 2; i < NF; ++i) {
        if ($(i + 1) == "passed") n["pass"] += $i
        if ($(i + 1) == "failed") n["fail"] += $i
        if ($(i + 1) == "skipped") n["skipped"] += $i
      }
    }
    END { print n["pass"] + 0, n["fail"] + n["cancelled"] + 0, n["skipped"] + 0 }
  '
}

# Whether the tree as configured holds a C++ suite of that name.
has_suite() {
  configure "$1"
  has_target "$1" "tests_$2"
}

# What a suite builds before it runs: PRESET TARGET...
built_for() {
  case $1 in
    unit | integration) echo asan "tests_$1" ;;
    threads) echo tsan tests_threads ;;
    system) echo release frontdoor tests_system ;;
    cases) echo release frontdoor cases ;;
    tck) echo release tck_runner ;;
    browser) echo release frontdoor ;;
  esac
}

build_for() {
  local words
  read -ra words < <(built_for "$1") || return 0
  build "${words[@]}"
}

# run_ctest SUITE: builds the suite's programs, runs them.
run_ctest() {
  local suite=$1 preset began=$SECONDS log said rc=0 passed failed skipped parallel=1
  read -r preset _ < <(built_for "$suite")
  [ "$suite" = unit ] && parallel=$jobs
  said=$(log_of "$suite")
  step "$suite tests ($preset build)"
  if ! built_ahead "$suite"; then
    record "$suite" 0 1 0 $((SECONDS - began))
    warn "the $suite tests do not build under $preset"
    return 0
  fi
  local built=$((SECONDS - began))
  log=$root/build/$preset/Testing/Temporary/LastTest.log
  rm -f "$log"
  start_ahead
  TMPDIR=$tests_folder ctest --test-dir "$root/build/$preset" -L "^$suite\$" ${only:+-R "$only"} -j "$parallel" --output-on-failure \
    --test-output-size-passed 200000 --test-output-size-failed 2000000 2>&1 | tee "$said" || rc=$?
  if [ -f "$log" ]; then
    grep -h '^skipped: ' "$log" | sort -u || true
    read -r passed failed skipped < <(count_ctest "$log")
  else
    passed=0 failed=1 skipped=0
  fi
  if [ "$rc" != 0 ] && [ "$failed" = 0 ]; then failed=1; fi
  record "$suite" "$passed" "$failed" "$skipped" $((SECONDS - began))
  note "$suite ($preset): built in $built s, ran in $((SECONDS - began - built)) s"
}

# run_node SUITE FOLDER SCRIPT...: npm scripts of a folder, the last of which prints the counts.
run_node() {
  local suite=$1 folder=$root/$2 began=$SECONDS log rc=0 passed=0 failed=0 skipped=0 script
  shift 2
  step "$suite tests"
  log=$(log_of "$suite")
  if need_node_modules "$folder"; then
    start_ahead
    for script in "$@"; do
      (cd "$folder" && npm run --silent "$script") 2>&1 | tee -a "$log"
      rc=${PIPESTATUS[0]}
      [ "$rc" = 0 ] || break
    done
    read -r passed failed skipped < <(count_node "$log")
    if [ "$failed" = 0 ] && { [ "$rc" != 0 ] || [ "$passed" = 0 ]; }; then failed=1; fi
  else
    failed=1
  fi
  record "$suite" "$passed" "$failed" "$skipped" $((SECONDS - began))
}

# need_server: the binary and the console that the suites on the running server use. What the console needs is fetched and
# built beside the compiler, which does not wait for the network.
need_server() {
  local missing=''
  start_beside build_console
  built_ahead "$1" || missing='the server'
  end_beside || missing=${missing:+$missing and }'the console'
  [ -n "$missing" ] || return 0
  record "$1" 0 1 0 0
  warn "the $1 tests cannot run: $missing did not build"
  return 1
}

# The kit's own runner says how many cases of each level passed; those that ask for what is left out on purpose (Java
# functions, back-references) are skipped.
run_tck() {
  local began=$SECONDS log json=$root/build/log/test-tck.json rc=0 passed failed skipped
  log=$(log_of tck)
  step "tck"
  rm -f "$json"
  if ! built_ahead tck; then
    record tck 0 1 0 $((SECONDS - began))
    warn "the tck runner does not build"
    return 0
  fi
  "$(find "$root/build/release/tests" -name tck_runner -type f)" --json "$json" 2>&1 | tee "$log" || rc=$?
  read -r passed failed skipped < <(awk '
    /^level [23]: [0-9]+ of [0-9]+/ { passed += $3; total += $5; if ($6 ~ /^\(/) beyond += substr($6, 2) }
    /^skipped: / { ++beyond; ++total }
    END { print passed + 0, total - passed - beyond, beyond + 0 }' "$log")
  if [ "$rc" != 0 ] && [ "$failed" = 0 ]; then failed=1; fi
  [ ! -f "$json" ] || json_more+=${json_more:+,}$(tr -d '{}\n' <"$json")
  record tck "$passed" "$failed" "$skipped" $((SECONDS - began))
}

# The ids of two-servers.txt as one regular expression.
cases_for_two_servers() {
  grep -v '^#' "$root/tests/cases/two-servers.txt" | sed 's/.*/^&$/' | paste -sd '|'
}

# The runner says of each case whether it is prevented, and ends with its counts.
run_cases() {
  local began=$SECONDS log json=$root/build/log/test-cases.json rc=0 passed failed skipped
  log=$(log_of cases)
  step "cases"
  rm -f "$json"
  if ! built_ahead cases; then
    record cases 0 1 0 $((SECONDS - began))
    warn "the server or the runner of the cases does not build"
    return 0
  fi
  start_ahead
  (cd "$root" && TMPDIR=$tests_folder "build/release/tests/cases/cases" --json "$json" ${cases_dir:+--dir "$cases_dir"} \
    ${only:+--only "$only"} ${cases_servers:+--servers "$cases_servers"}) 2>&1 | tee "$log" || rc=$?
  # Those in which most falls due, once more with two servers.
  if [ -z "$cases_dir$only$cases_servers" ]; then
    note "cases: once more with two servers, those of tests/cases/two-servers.txt"
    (cd "$root" && TMPDIR=$tests_folder "build/release/tests/cases/cases" --servers 2 \
      --only "$(cases_for_two_servers)" --narratives no) 2>&1 | tee -a "$log" || rc=$?
  fi
  read -r passed failed skipped < <(awk '
    /^[0-9]+ passed, [0-9]+ failed$/ { passed += $1; failed += $3 }
    /^[0-9]+ skipped, / { skipped += $1 }
    END { print passed + 0, failed + 0, skipped + 0 }' "$log")
  if [ "$rc" != 0 ] && [ "$failed" = 0 ]; then failed=1; fi
  [ ! -f "$json" ] || json_more+=${json_more:+,}$(tr -d '{}\n' <"$json")
  record cases "$passed" "$failed" "$skipped" $((SECONDS - began))
}

# start_server: the release build on a database of its own, with an account of each role; told to the stories by
# FRONTDOOR_URL and FRONTDOOR_ACCOUNTS. Takes more arguments of `frontdoor serve`. stop_server ends it and takes its data
# away.
server_pid='' server_folder=''
start_server() {
  local log waited=0
  log=$(log_of server)
  server_folder=$(mktemp -d "$tests_folder/frontdoor-test.XXXXXX")
  chmod 755 "$server_folder"
  (cd "$root" && exec "$FRONTDOOR_TEST_BINARY" serve --demo-accounts --set http.port=0 \
    --set "database.data_folder=$server_folder/data" "$@") >"$log" 2>&1 &
  server_pid=$!
  until FRONTDOOR_URL=$(grep -oE 'http://[0-9.]+:[0-9]+' "$log" | head -n 1) && [ -n "$FRONTDOOR_URL" ] &&
    curl -fs -o /dev/null "$FRONTDOOR_URL/readyz"; do
    if ! kill -0 "$server_pid" 2>/dev/null || [ "$((waited += 1))" -gt 600 ]; then
      tail -n 30 "$log" >&2
      return 1
    fi
    sleep 0.1
  done
  FRONTDOOR_ACCOUNTS=$(awk '
    NF == 3 && $3 ~ /^(call_handler|dispatcher|supervisor|auditor|admin)$/ {
      list = list (list ? "," : "") "{\"name\":\"" $1 "\",\"password\":\"" $2 "\",\"role\":\"" $3 "\"}"
    }
    END { print "[" list "]" }' "$log")
  export FRONTDOOR_URL FRONTDOOR_ACCOUNTS
}

stop_server() {
  [ -n "$server_pid" ] || return 0
  kill "$server_pid" 2>/dev/null || true
  wait "$server_pid" 2>/dev/null || true
  server_pid=''
  rm -rf "$server_folder"
}

run_browser() {
  need_server browser || return 0
  if start_server; then
    run_node browser tests/browser test
  else
    record browser 0 1 0 0
    warn "the server does not start, so the browser tests cannot run"
  fi
  stop_server
}

run_suite() {
  mkdir -p "$root/build/log" && rm -f "$(log_of "$1")"
  case $1 in
    unit) run_ctest unit ;;
    integration) run_ctest integration ;;
    threads) run_ctest threads ;;
    system) need_server system && run_ctest system ;;
    cases) run_cases ;;
    tck) run_tck ;;
    console) run_node console console test build ;;
    browser) run_browser ;;
  esac
}

# Which suites this checkout holds.
present() {
  case $1 in
    console) [ -f "$root/console/package.json" ] ;;
    browser) [ -f "$root/tests/browser/package.json" ] ;;
    unit | integration) has_suite asan "$1" ;;
    threads) has_suite tsan threads ;;
    tck) configure release && has_target release tck_runner ;;
    cases) configure release && has_target release cases ;;
    *) has_suite release "$1" ;;
  esac
}

# summary [JSON FILE]: the table, the file, and the closing line; fails when a test did.
summary() {
  local json=$1 line suite passed failed skipped seconds all_passed=0 all_failed=0 all_skipped=0 rows=''
  printf '\n%s%-20s %8s %8s %8s %8s%s\n' "$bold" suite passed failed skipped seconds "$plain"
  for line in "${results[@]}"; do
    read -r suite passed failed skipped seconds <<<"$line"
    printf '%-20s %8d %8d %8d %8d\n' "$suite" "$passed" "$failed" "$skipped" "$seconds"
    all_passed=$((all_passed + passed)) all_failed=$((all_failed + failed)) all_skipped=$((all_skipped + skipped))
    rows+="${rows:+,}{\"suite\":\"$suite\",\"passed\":$passed,\"failed\":$failed,\"skipped\":$skipped,\"seconds\":$seconds}"
  done
  if [ -n "$json" ]; then
    printf '{"passed":%d,"failed":%d,"skipped":%d,"suites":[%s]%s}\n' "$all_passed" "$all_failed" "$all_skipped" "$rows" \
      "${json_more:+,$json_more}" >"$json"
  fi
  for line in "${results[@]}"; do
    read -r suite passed failed skipped seconds <<<"$line"
    [ "$failed" = 0 ] || what_failed "$suite"
  done
  printf '\n%d passed, %d failed' "$all_passed" "$all_failed"
  [ "$all_skipped" = 0 ] || printf ', %d skipped' "$all_skipped"
  printf '\n'
  [ "$all_failed" = 0 ]
}
