# shellcheck shell=bash
# Configures and builds a preset, and the browser console.

presets() { sed -n 's/.*{ "name": "\([a-z]*\)", "inherits".*/\1/p' "$root/CMakePresets.json"; }

# configure PRESET: CMake, when it has not run there yet or its files have changed since.
configure() {
  if [ -f "$root/build/$1/build.ninja" ]; then
    quietly "$root/build/log/configure-$1.log" ninja -C "$root/build/$1" build.ninja
    return
  fi
  local reader=()
  if [[ "$1" =~ ^(asan|release)$ ]] && [ -n "${DEV_READ_AHEAD:-}" ]; then
    reader=(-DFRONTDOOR_READER="$root/tools/lint/compile_and_read.sh")
  fi
  (cd "$root" && quietly "$root/build/log/configure-$1.log" cmake --preset "$1" "${reader[@]}")
}

export NINJA_STATUS='[%f/%t, %es] '

# build PRESET [TARGET...]
build() {
  local preset=$1
  shift
  configure "$preset" || return 1
  ninja -C "$root/build/$preset" -j "$jobs" "$@"
}

# has_target PRESET TARGET
has_target() { ninja -C "$root/build/$1" -t query "$2" >/dev/null 2>&1; }

# One hash over the files of the folders named.
fingerprint() {
  (cd "$root" && find "$@" \( -name node_modules -o -name dist \) -prune -o -type f -print0 | sort -z | xargs -0 sha256sum |
    sha256sum)
}

# npm_build FOLDER [INPUT...]: `npm run build` in that folder of console/, skipped while nothing in it, or in the other
# inputs, has changed.
npm_build() {
  local folder=$1 stamp=$root/$1/dist/.built
  need_node_modules "$root/$folder"
  [ "$(cat "$stamp" 2>/dev/null)" = "$(fingerprint "$@")" ] && return 0
  note "building $folder"
  (cd "$root/$folder" && quietly "$root/build/log/$(basename "$folder").log" npm run build) || return 1
  fingerprint "$@" >"$stamp"
}

# build_console: the browser console, and the pages under /docs.
build_console() {
  [ ! -f "$root/console/docs-viewer/package.json" ] || npm_build console/docs-viewer || return 1
  [ ! -f "$root/console/package.json" ] || npm_build console schemas
}
