# shellcheck shell=bash
# Two kinds of work in the background. Each runs in a process group of its own, so that what stops it ends all of it.

# Work beside: one other thing that is needed at the end of this step, as the console's build is beside the server's.
beside_pid=''

# start_beside COMMAND...: what it prints waits for end_beside.
start_beside() {
  mkdir -p "$root/build/log"
  set -m
  "$@" >"$root/build/log/beside.log" 2>&1 </dev/null &
  beside_pid=$!
  set +m
}

# Waits for it, prints what it said, and ends as it did.
end_beside() {
  local rc=0
  wait "$beside_pid" || rc=$?
  beside_pid=''
  cat "$root/build/log/beside.log"
  return "$rc"
}

stop_beside() {
  [ -n "$beside_pid" ] || return 0
  kill -TERM -- "-$beside_pid" 2>/dev/null || true
  wait "$beside_pid" 2>/dev/null || true
  beside_pid=''
}

# Work ahead: while one suite's tests run and mostly wait, what the later suites need is compiled, at a priority at which
# the system runs it only when nothing else wants the processor.

ahead_suites=() # the suites that are still to come
ahead_pid=''

work_ahead() {
  local suite
  for suite in "${ahead_suites[@]}"; do build_for "$suite" || return; done
  # With DEV_READ_AHEAD set, what `./dev lint` would read later.
  [ -z "${DEV_READ_AHEAD:-}" ] || lint_tidy
}

# A compiler that is cut off leaves nothing behind, and what clang-tidy has not read to the end counts as unread.
start_ahead() {
  [ ${#ahead_suites[@]} != 0 ] || [ -n "${DEV_READ_AHEAD:-}" ] || return 0
  mkdir -p "$root/build/log"
  set -m
  (chrt --idle --pid 0 "$BASHPID" && work_ahead) >"$root/build/log/ahead.log" 2>&1 </dev/null &
  ahead_pid=$!
  set +m
}

stop_ahead() {
  [ -n "$ahead_pid" ] || return 0
  kill -TERM -- "-$ahead_pid" 2>/dev/null || true
  wait "$ahead_pid" 2>/dev/null || true
  ahead_pid=''
}
