# shellcheck shell=bash
# Installs what is missing: Debian packages through apt, Node 22 and the browser console's packages through npm.

# The packages of the groups named, one a line.
packages_of() {
  local group
  for group in "$@"; do awk -v group="$group" '$1 == group { print $2 }' "$root/tools/dev/packages.txt"; done
}

# apt_install LOG PACKAGE...
apt_install() {
  local log=$root/build/log/$1.log
  shift
  quietly "$log" as_root apt-get -o DPkg::Lock::Timeout=300 update
  quietly "$log" as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
    -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@"
}

# need_packages GROUP...: a few milliseconds when everything is there.
need_packages() {
  command -v dpkg-query >/dev/null || {
    warn "no dpkg here: the packages of tools/dev/packages.txt are taken to be installed"
    return 0
  }
  local wanted missing
  wanted=$(packages_of "$@")
  # shellcheck disable=SC2086  # one word a package
  missing=$(comm -23 <(sort <<<"$wanted") \
    <(dpkg-query -W -f='${db:Status-Status} ${Package}\n' $wanted 2>/dev/null | awk '$1 == "installed" { print $2 }' | sort))
  [ -n "$missing" ] || return 0
  # shellcheck disable=SC2086
  note "installing $(wc -w <<<"$missing") Debian packages:" $missing
  # shellcheck disable=SC2086
  apt_install apt $missing
}

# need_node: Node 22 or later and its npm first on PATH; Debian 12 has 18, so a pinned one is kept in .tools/.
node_pinned=22.23.3 npm_pinned=10.9.9
need_node() {
  local tools=$root/.tools/node
  if [ -x "$tools/node_modules/.bin/node" ]; then
    export PATH="$tools/node_modules/.bin:$PATH"
    return 0
  fi
  local version
  version=$(node --version 2>/dev/null || true)
  version=${version#v}
  if [ "${version%%.*}" -ge 22 ] 2>/dev/null && command -v npm >/dev/null; then return 0; fi
  if ! command -v npm >/dev/null; then
    note "installing npm, to fetch Node $node_pinned with"
    apt_install apt-npm npm
  fi
  local architecture
  case $(uname -m) in
    x86_64) architecture=x64 ;;
    aarch64) architecture=arm64 ;;
    *) die "no packaged Node for $(uname -m); install Node 22 or later" ;;
  esac
  note "installing Node $node_pinned into .tools/"
  rm -rf "$tools"
  mkdir -p "$tools"
  quietly "$root/build/log/node.log" npm install --prefix "$tools" --no-save --no-audit --no-fund --no-package-lock \
    "node-linux-$architecture@$node_pinned" "npm@$npm_pinned"
  export PATH="$tools/node_modules/.bin:$PATH"
}

# need_node_modules FOLDER: `npm ci` there, skipped while the lock file is the one last installed.
need_node_modules() {
  local folder=$1 stamp=$1/node_modules/.installed now
  need_node
  now=$(node --version; sha256sum "$folder/package-lock.json" | cut -d' ' -f1)
  [ "$(cat "$stamp" 2>/dev/null)" = "$now" ] && return 0
  note "npm packages of ${folder#"$root"/}"
  (cd "$folder" && quietly "$root/build/log/npm-$(basename "$folder").log" npm ci --no-audit --no-fund) || return 1
  printf '%s' "$now" >"$stamp"
}
