# shellcheck shell=bash
# Layout, static checks, scripts and the console's own lint. A C++ file whose text, and that of every header of ours
# that it includes, was found clean before is not read again.

# Our files of a kind, tracked or new.
ours() { git -C "$root" ls-files -co --exclude-standard --deduplicate -- "$@" | while read -r f; do [ -f "$root/$f" ] && echo "$f"; done; }

lint_format() {
  local options=(--dry-run -Werror)
  [ "$1" != fix ] || options=(-i)
  ours '*.cpp' '*.hpp' | (cd "$root" && xargs -r -P "$jobs" -n 20 clang-format-19 "${options[@]}")
}

# Reads the files that one compiler run reads at a time, from standard input; answers "key file" for each: the hash of the
# checks, of its text and of all our sources beneath it.
tidy_keys() {
  (
    cd "$root" || exit
    local checks
    checks=$(cat .clang-tidy cmake/toolchain.cmake tools/lint/*.cpp <(clang-tidy-19 --version) | sha256sum | cut -d' ' -f1)
    mapfile -t wholes
    mapfile -t files < <(ours '*.cpp' '*.hpp')
    awk -v checks="$checks" -v root="$root/" '
      FNR == NR { hash[$2] = $1; next }
      match($0, /^#include "[^"]+"/) {
        included = substr($0, RSTART + 10, RLENGTH - 11)
        if (index(included, root) == 1) included = substr(included, length(root) + 1)
        if (included in hash) includes[FILENAME] = includes[FILENAME] " " included
      }
      function walk(file, parts, n, i) {
        if (seen[file]++) return ""
        n = split(includes[file], parts, " ")
        sum = sum " " hash[file]
        for (i = 1; i <= n; ++i) walk(parts[i])
      }
      END {
        for (i = 2; i < ARGC; ++i) {
          if (!(ARGV[i] in hash) || index(ARGV[i], root) != 1) continue
          split("", seen); sum = checks
          walk(ARGV[i])
          print ARGV[i], sum
        }
      }' <(sha256sum "${files[@]}" "${wholes[@]}") "${files[@]}" "${wholes[@]}" | while read -r file sums; do
      printf '%s %s\n' "$(sha256sum <<<"$sums" | cut -d' ' -f1)" "$file"
    done
  )
}

# A fault in a source and one in a header of ours: only who finds both may say that there are none elsewhere.
planted=$root/build/tidy/planted/tests/planted.cpp
plant_faults() {
  mkdir -p "$(dirname "$planted")"
  cat >"${planted%.cpp}.hpp" <<'EOT'
#pragma once
#include <string>
#include <utility>
inline std::string in_header(std::string text) {
  std::string taken = std::move(text);
  return taken + text;
}
EOT
  cat >"$planted" <<'EOT'
#include "planted.hpp"
std::string in_source(std::string text) {
  std::string taken = std::move(text);
  return taken + text;
}
EOT
}

# Whether a report, from standard input, names both.
finds_planted() {
  local found
  found=$(grep -oE 'planted\.[ch]pp:[0-9]+:[0-9]+: (error|warning): .*use-after-move' | cut -d: -f1 | sort -u | xargs)
  [ "$found" = 'planted.cpp planted.hpp' ] && return 0
  warn "clang-tidy's checks do not find the faults planted in build/tidy/planted, so they tell nothing about other files"
  return 1
}

# build_plugin FILE MORE...: the plugin that keeps the checks to our own code, linked with what is named besides. Made
# apart and moved, so that one that is cut off leaves no half of it.
build_plugin() {
  local plugin=$1 source=$root/tools/lint/own_code_only.cpp
  shift
  [ ! "$plugin" -nt "$source" ] || return 0
  mkdir -p "$(dirname "$plugin")"
  clang++-19 -std=c++17 -fno-rtti -fPIC -shared -fuse-ld=lld-19 -isystem /usr/lib/llvm-19/include "$source" -o "$plugin.new" \
    "$@" && mv "$plugin.new" "$plugin"
}

# For clang-tidy itself.
tidy_plugin=$root/build/tidy/own_code_only.so
make_tidy_plugin() {
  build_plugin "$tidy_plugin" && plant_faults || return 1
  # It ends with an error, as it should: what counts is what it says.
  (
    cd "$root" || exit
    clang-tidy-19 --quiet --load="$tidy_plugin" "$planted" -- -std=c++23 2>/dev/null || true
  ) | finds_planted
}

# For the compiler: with the checks in it, so that what is compiled is read on the way (tools/lint/compile_and_read.sh).
reading_plugin=$root/build/tidy/reading.so
reading=(-Xclang -load -Xclang "$reading_plugin" -Xclang -add-plugin -Xclang clang-tidy)
make_reading_plugin() {
  local libraries=/usr/lib/llvm-19/lib
  build_plugin "$reading_plugin" -Wl,--whole-archive $libraries/libclangTidyPlugin.a -Wl,--no-whole-archive \
    -Wl,--start-group $libraries/libclangTidy*Module.a $libraries/libclangTidyUtils.a $libraries/libclangTidy.a -Wl,--end-group &&
    plant_faults || return 1
  (cd "$root" && clang++-19 -std=c++23 -fsyntax-only "$planted" "${reading[@]}" 2>&1) | finds_planted && return 0
  rm -f "$reading_plugin"
  return 1
}

# Called by xargs with "key file": one file, which may include several sources of ours, through clang-tidy.
tidy_one() {
  local key=$1 file=$2 report
  if report=$(cd "$root" && clang-tidy-19 -p build/asan --quiet --load="$tidy_plugin" "$file" 2>/dev/null); then
    : >"$root/build/tidy/$key"
    return 0
  fi
  printf '%s\n' "$report"
  return 1
}

# lint_tidy MODE: what the asan build compiles, as it compiles it: several sources of a library at a time, so that each
# header is read once for all of them. With $tidy_tests set, the tests too; warnings, sanitizers and the source tidy test
# look at them in any case.
tidy_tests=''
lint_tidy() {
  mkdir -p "$root/build/tidy"
  local key file todo=()
  configure asan || return 1
  while read -r key file; do
    [ -e "$root/build/tidy/$key" ] || todo+=("$key" "$file")
  done < <(sed -n 's/^ *"file": "\(.*\)",\{0,1\}$/\1/p' "$root/build/asan/compile_commands.json" |
    if [ -n "$tidy_tests" ]; then cat; else grep -vE "^$root/(build/asan/)?tests/"; fi | sort -u | tidy_keys)
  note "$((${#todo[@]} / 2)) to read"
  [ ${#todo[@]} = 0 ] && return 0
  make_tidy_plugin || return 1
  export root tidy_plugin
  export -f tidy_one
  printf '%s\n' "${todo[@]}" | xargs -P "$jobs" -n 2 bash -c 'tidy_one "$@"' tidy
}

lint_scripts() {
  (
    cd "$root" || exit
    # The pieces of ./dev are read together with it.
    mapfile -t scripts < <(ours dev .ci/run '*.sh' | grep -v '^tools/dev/')
    shellcheck -x -a "${scripts[@]}"
  )
}

lint_console() {
  [ -f "$root/console/package.json" ] || return 0
  need_node_modules "$root/console" && (cd "$root/console" && npm run --silent lint)
}

# Each picture that a page shows is there, is one that tests/browser/screenshots.mjs makes, and is small enough for a page;
# and none lies about that the script does not make.
pictures_made() { sed -nE "s/^  '?([a-z-]+)'?: async \(\) => \{$/\1/p" "$root/tests/browser/screenshots.mjs" | sort; }

lint_pictures() {
  local made shown name file rc=0 bytes_max=250000
  made=$(pictures_made)
  [ -n "$made" ] || { warn "tests/browser/screenshots.mjs makes no pictures that can be told" && return 1; }
  shown=$(ours '*.md' | while read -r file; do grep -ohE '!\[[^]]*\]\([^)]*\)' "$root/$file" |
    sed -E "s#^.*\]\(([^)]*)\)\$#$file \1#"; done)
  while read -r file name; do
    [ -n "$name" ] || continue
    [[ $name != http* ]] || continue
    if [ ! -f "$root/$(dirname "$file")/$name" ]; then
      warn "$file shows $name, which is not there" && rc=1
    elif [[ $name == *images/*.png ]] && ! grep -qx "$(basename "$name" .png)" <<<"$made"; then
      warn "$file shows $name, which tests/browser/screenshots.mjs does not make" && rc=1
    fi
  done <<<"$shown"
  for file in "$root"/docs/images/*; do
    name=$(basename "$file")
    grep -qx "${name%.png}" <<<"$made" || { warn "docs/images/$name is made by nobody" && rc=1; }
    [ "$(stat -c %s "$file")" -le $bytes_max ] || { warn "docs/images/$name is larger than $bytes_max bytes" && rc=1; }
  done
  for name in $made; do
    grep -qE "/$name\.png$" <<<"$shown" || { warn "$name is made, and no page shows it" && rc=1; }
  done
  return $rc
}
