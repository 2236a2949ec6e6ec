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

# "key file" for each C++ file: the hash of the checks, of its text and of all our headers beneath it.
tidy_keys() {
  (
    cd "$root" || exit
    local checks
    checks=$(cat .clang-tidy cmake/toolchain.cmake <(clang-tidy-19 --version) | sha256sum | cut -d' ' -f1)
    mapfile -t files < <(ours '*.cpp' '*.hpp')
    awk -v checks="$checks" '
      FNR == NR { hash[$2] = $1; next }
      match($0, /^#include "[^"]+"/) {
        included = substr($0, RSTART + 10, RLENGTH - 11)
        if (included in hash) includes[FILENAME] = includes[FILENAME] " " included
      }
      function walk(file, parts, n, i) {
        if (seen[file]++) return ""
        n = split(includes[file], parts, " ")
        sum = sum " " hash[file]
        for (i = 1; i <= n; ++i) walk(parts[i])
      }
      END {
        for (file in hash) {
          if (file !~ /\.cpp$/) continue
          split("", seen); sum = checks
          walk(file)
          print file, sum
        }
      }' <(sha256sum "${files[@]}") "${files[@]}" | while read -r file sums; do
      printf '%s %s\n' "$(sha256sum <<<"$sums" | cut -d' ' -f1)" "$file"
    done
  )
}

# Called by xargs with "key file": one file through clang-tidy.
tidy_one() {
  local key=$1 file=$2 report
  if report=$(cd "$root" && clang-tidy-19 -p build/dev --quiet "$file" 2>/dev/null); then
    : >"$root/build/tidy/$key"
    return 0
  fi
  printf '%s\n' "$report"
  return 1
}

# lint_tidy MODE: with $tidy_tests set, the tests too. Half of all files are tests, and reading them would double the time
# of a check from nothing; warnings, sanitizers and the source tidy test look at them in any case.
tidy_tests=''
lint_tidy() {
  mkdir -p "$root/build/tidy"
  local keys file key todo=()
  configure dev || return 1
  keys=$(tidy_keys)
  while read -r key file; do
    [ -n "$tidy_tests" ] || [[ $file != tests/* ]] || continue
    grep -qF "\"file\": \"$root/$file\"" "$root/build/dev/compile_commands.json" || continue
    [ -e "$root/build/tidy/$key" ] || todo+=("$key" "$file")
  done <<<"$keys"
  note "$((${#todo[@]} / 2)) files to read"
  [ ${#todo[@]} = 0 ] && return 0
  export root
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
