# shellcheck shell=bash
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

# In a process group of its own, so that stop_ahead ends all of it. A compiler that is cut off leaves nothing behind, and
# what clang-tidy has not read to the end counts as unread.
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
