#!/usr/bin/env bash
# Stands before the compiler where `./dev test` is to read ahead for `./dev lint`: has clang-tidy's checks read a source of
# ours while it is compiled, which spares parsing it once more. What comes out clean counts as read; the rest `./dev lint`
# reads again and says what is wrong.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
jobs=1 # one source at a time
# shellcheck source=tools/dev/lint.sh
. "$root/tools/dev/lint.sh"

[ -e "$reading_plugin" ] || exec "$@"
source=${*: -1} # where CMake puts it
read -r key _ < <(tidy_keys <<<"$source") || exec "$@"
[ ! -e "$root/build/tidy/$key" ] || exec "$@" # read in another build
report=$(mktemp)
trap 'rm -f "$report"' EXIT
if "$@" "${reading[@]}" 2>"$report"; then
  # As a plugin the checks also tell of headers that are not ours.
  if grep -qE "^$root/[^:]+:[0-9]+:[0-9]+: warning" "$report"; then cat "$report" >&2; else : >"$root/build/tidy/$key"; fi
  exit 0
fi
"$@"
