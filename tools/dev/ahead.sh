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

# Work ahead: while the suites run and mostly wait, what the later ones need is compiled, one suite after the other, at a
# priority at which the system runs it only when nothing else wants the processor. It goes on from suite to suite: a
# suite that it has not come to yet waits for it, so that no compiler is cut off halfway and begun anew.

ahead_suites=() # the suites that are still to come
ahead_pid=''
ahead_done=$root/build/log/ahead # a file for each suite that is built

work_ahead() {
  local suite
  for suite in "${ahead_suites[@]}"; do
    build_for "$suite" || return
    : >"$ahead_done/$suite"
  done
  # With DEV_READ_AHEAD set, what `./dev lint` would read later.
  [ -z "${DEV_READ_AHEAD:-}" ] || lint_tidy
}

start_ahead() {
  [ -z "$ahead_pid" ] || return 0
  [ ${#ahead_suites[@]} != 0 ] || [ -n "${DEV_READ_AHEAD:-}" ] || return 0
  rm -rf "$ahead_done" && mkdir -p "$ahead_done"
  set -m
  (chrt --idle --pid 0 "$BASHPID" && work_ahead) >"$root/build/log/ahead.log" 2>&1 </dev/null &
  ahead_pid=$!
  set +m
}

# What that suite needs, built: ahead where that comes to it, else, or where it fails there, here and to be seen.
built_ahead() {
  if [ -n "$ahead_pid" ]; then
    [ -e "$ahead_done/$1" ] || note "what $1 needs is being compiled (build/log/ahead.log)"
    until [ -e "$ahead_done/$1" ] || ! kill -0 "$ahead_pid" 2>/dev/null; do sleep 0.2; done
    [ ! -e "$ahead_done/$1" ] || return 0
    stop_ahead
  fi
  build_for "$1" 2>&1 | tee "$(log_of "$1")"
}

# A compiler that is cut off leaves nothing behind, and what clang-tidy has not read to the end counts as unread.
stop_ahead() {
  [ -n "$ahead_pid" ] || return 0
  kill -TERM -- "-$ahead_pid" 2>/dev/null || true
  wait "$ahead_pid" 2>/dev/null || true
  ahead_pid=''
}
