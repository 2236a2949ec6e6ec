#!/usr/bin/env bash
# Which small mistakes in the packs would be noticed: `./dev bench policy-mutants [PACK...] [--json FILE] [--sample N]
# [--seed N] [--list]`. Without a pack, every pack of config/policies.
set -euo pipefail
root=${root:-$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)}
packs=() more=()
while [ $# != 0 ]; do
  case $1 in
    --json | --sample | --seed | --drafts) more+=("$1" "${2:?$1 needs a value}") && shift 2 ;;
    --list) more+=("$1") && shift ;;
    -*) echo "bench policy-mutants: no option $1" >&2 && exit 2 ;;
    *) packs+=("$root/config/policies/$1") && shift ;;
  esac
done
if [ ${#packs[@]} = 0 ]; then
  for pack in "$root"/config/policies/*/pack.json; do packs+=("$(dirname "$pack")"); done
fi
ninja -C "$root/build/release" policy_mutants
exec "$root/build/release/tests/bench/policy_mutants/policy_mutants" "${packs[@]}" "${more[@]}"
