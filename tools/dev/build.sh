# shellcheck shell=bash
# Configures and builds a preset, and the browser console.

presets() { sed -n 's/.*{ "name": "\([a-z]*\)", "inherits".*/\1/p' "$root/CMakePresets.json"; }

# configure PRESET: CMake, when it has not run there yet or its files have changed since.
configure() {
  if [ -f "$root/build/$1/build.ninja" ]; then
    quietly "$root/build/log/configure-$1.log" ninja -C "$root/build/$1" build.ninja
    return
  fi
  (cd "$root" && quietly "$root/build/log/configure-$1.log" cmake --preset "$1")
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

# build_docs_viewer: console/docs-viewer/dist, the pages under /docs, skipped while nothing in it is newer.
build_docs_viewer() {
  local folder=$root/console/docs-viewer newer
  need_node_modules "$folder"
  newer=$(cd "$folder" && find . \( -name node_modules -o -name dist \) -prune -o -type f -newer dist/index.html -print -quit 2>/dev/null || echo none)
  [ -f "$folder/dist/index.html" ] && [ -z "$newer" ] && return 0
  (cd "$folder" && quietly "$root/build/log/docs-viewer.log" npm run build)
}

# build_console: console/dist, skipped while nothing that goes into it has changed; and the pages under /docs.
build_console() {
  [ -f "$root/console/package.json" ] || return 0
  build_docs_viewer
  need_node_modules "$root/console"
  local stamp=$root/console/dist/.built now
  now=$(cd "$root" && find console schemas -path '*/node_modules' -prune -o -path console/dist -prune -o -path console/docs-viewer -prune -o -type f -print0 |
    sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1)
  [ "$(cat "$stamp" 2>/dev/null)" = "$now" ] && return 0
  note "building the browser console"
  (cd "$root/console" && quietly "$root/build/log/console.log" npm run build)
  printf '%s' "$now" >"$stamp"
}
