# shellcheck shell=bash
# What every command of ./dev shares: words on the terminal, and the few settings of the build.

if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
  bold=$'\e[1m' red=$'\e[31m' green=$'\e[32m' dim=$'\e[2m' plain=$'\e[0m'
else
  bold='' red='' green='' dim='' plain=''
fi

# The ccache that another checkout of this project fills serves this one too: paths are taken relative to the checkout.
export CCACHE_BASEDIR=${CCACHE_BASEDIR:-$root} CCACHE_NOHASHDIR=${CCACHE_NOHASHDIR:-1}

jobs=${DEV_JOBS:-$(nproc)}
steps_total=0 step_number=0

note() { printf '%s%s%s\n' "$dim" "$*" "$plain"; }
warn() { printf '%s%s%s\n' "$red" "$*" "$plain" >&2; }
die() {
  warn "dev: $*"
  exit 2
}

# plan N: how many steps the command takes. step TEXT: says which one begins.
plan() { steps_total=$1 step_number=0; }
step() {
  step_number=$((step_number + 1))
  printf '%s%d/%d %s%s\n' "$bold" "$step_number" "$steps_total" "$*" "$plain"
}

# quietly LOG COMMAND...: output to a file, shown only when the command fails.
quietly() {
  local log=$1
  shift
  mkdir -p "$(dirname "$log")"
  if ! "$@" >"$log" 2>&1; then
    tail -n 60 "$log" >&2
    warn "failed: $* (whole output in $log)"
    return 1
  fi
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    die "this needs root, and sudo is not here: $*"
  fi
}
