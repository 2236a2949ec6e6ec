#!/usr/bin/env bash
# builds: grading_bench
#
# Times the compiled tables beside other decision engines on one policy, in one run. The peers, the policy and its
# 20,000 contacts are those of the shared folder's peers/grading. `./dev bench grading [--json FILE]`.
#
# The hand-written bound, generated C++ if/else, is built with g++ and with our compiler, at -O2 as our release is; the
# faster of the two is what we compare with. It and the compiled tables take turns, and both are counted in processor
# time of their thread, so that other work on the machine disturbs the ratio little.
#
# explain_us is one whole assessment under gmp-2018 as POST /v1/assess gives it, written as a JSON value: grade, range,
# reasons, questions, every change of one fact. whatif_us is the same before it is written as JSON. Both are means over
# the pack's scenarios. The command fails on a wrong decision, never on a time.
set -euo pipefail
root=${root:-$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)}
# shellcheck source=/dev/null
. "$root/tools/dev/common.sh"
# shellcheck source=/dev/null
. "$root/tools/dev/install.sh"
json=''
while [ $# != 0 ]; do
  case $1 in
    --json) json=$(realpath -m "${2:?--json needs a file}") && shift 2 ;;
    *) echo "bench grading: no option $1" >&2 && exit 2 ;;
  esac
done

shared=${FRONTDOOR_SHARED_DIR:-$root/../shared}
peers=$shared/peers/grading
if [ ! -f "$peers/run.sh" ]; then
  echo "bench grading: the peers are not at $peers; set FRONTDOOR_SHARED_DIR to the folder that holds peers/grading" >&2
  exit 2
fi
bench=$root/build/release/tests/bench/grading_bench
work=$root/build/bench/grading
mkdir -p "$work"
ninja -C "$root/build/release" grading_bench
need_node # the peers' npm packages

echo "peers (some minutes)"
bash "$peers/run.sh" "$work" | tee "$work/peers.log"
g++ -std=c++20 -O2 -o "$work/bench_gcc" "$work/bench_cpp.cpp"
clang++-19 -std=c++20 -O2 -w -o "$work/bench_clang" "$work/bench_cpp.cpp"

echo "if/else and compiled tables in turn"
failed=0
: >"$work/turns.log"
for turn in 1 2 3; do
  for compiler in gcc clang; do
    (cd "$work" && "./bench_$compiler") | sed -n "s/^cpp_ifelse /$compiler /p" | tee -a "$work/turns.log"
  done
  "$bench" "$work" "$root/config/policies/gmp-2018" --json "$work/ours-$turn.json" || failed=1
done

python3 - "$work" "$json" <<'PYTHON' || failed=1
import json, re, sys
work, target = sys.argv[1:]
ours = [json.load(open(f"{work}/ours-{turn}.json")) for turn in (1, 2, 3)]
# The best turn is the one that other work on the machine disturbed least.
best = lambda key: max(one[key] for one in ours)

# Decisions a second, by the clock or by processor time: whichever is better for the peer.
def peer(name):
    for line in open(f"{work}/peers.log"):
        if line.startswith(name + " "):
            said = {key: float(value) for key, value in re.findall(r"(\w+)=([\d.]+)", line)}
            return max(said["rate"], 1e6 / said["cpu_us"])
    sys.exit(f"bench grading: {name} printed no result")

turns = {"gcc": [], "clang": []}
for line in open(f"{work}/turns.log"):
    turns[line.split()[0]].append({key: float(value) for key, value in re.findall(r"(\w+)=([\d.]+)", line)})
speed = {name: max(1e6 / one["cpu_us"] for one in runs) for name, runs in turns.items()}
wall = {name: max(one["rate"] for one in runs) for name, runs in turns.items()}
fastest = max(speed, key=speed.get)
zen, jre = peer("zen_par"), peer("json-rules-engine_6engines_stop")
result = {
    "frontdoor_dps": round(best("frontdoor_dps_cpu")),
    "frontdoor_dps_wall": round(best("frontdoor_dps")),
    "ifelse_dps": round(speed[fastest]),
    "ifelse_dps_wall": round(wall[fastest]),
    "ifelse_compiler": fastest,
    "zen_dps": round(zen),
    "jre_dps": round(jre),
    "ratio_to_ifelse": round(speed[fastest] / best("frontdoor_dps_cpu"), 3),
    "ratio_to_zen": round(best("frontdoor_dps_cpu") / zen),
    "mismatches": max(one["mismatches"] for one in ours),
    "weaker_on_unknown": max(one["weaker_on_unknown"] for one in ours),
    "contacts": ours[0]["contacts"],
    "explain_us": round(min(one["explain_us"] for one in ours), 1),
    "whatif_us": round(min(one["whatif_us"] for one in ours), 1),
}
print(json.dumps(result, indent=2))
if target:
    json.dump(result, open(target, "w"), indent=2)
if result["mismatches"] or result["weaker_on_unknown"]:
    sys.exit("bench grading: wrong decisions")
PYTHON
exit "$failed"
