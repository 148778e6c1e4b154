# Sourced by scripts/up, scripts/down and scripts/test: brings a fresh machine to the point where Node can take over.
# Installs only what is missing and never starts a system service.
called_from=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '==> %s\n' "$*" >&2; }
fail() { printf '%s\n' "$1" >&2; exit "${2:-1}"; }
have() { PATH="$PATH:/usr/sbin:/usr/local/sbin:/usr/local/bin:/opt/homebrew/bin:/opt/homebrew/opt/mariadb/bin:/usr/local/opt/mariadb/bin" command -v "$1" >/dev/null 2>&1; }
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif have sudo; then sudo "$@"
  else fail "Installing $missing needs root: run as root, install sudo, or have an administrator install it."; fi
}

# Before anything is installed: help and misspelt options. The help text is the list of options there are.
check_words() { # WORD ARGS...
  local help="scripts/$1.help" word arg; word=$1; shift
  for arg in "$@"; do
    case $arg in
      --) break ;;
      -h|--help) cat "$help"; exit 0 ;;
      -*) grep -qE -- "^ +(-[a-z], )?${arg%%=*}( |$)" "$help" || fail "unknown option ${arg%%=*}: ./scripts/$word --help lists them" 2 ;;
    esac
  done
}

need_node() {
  have node || fail "Node.js 20.18 or newer is needed and none was found: install it from https://nodejs.org or with your package manager."
  node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 18) ? 0 : 1)' ||
    fail "Node.js 20.18 or newer is needed, found $(node --version) at $(command -v node)."
}

# Debian starts a service as soon as its package is unpacked; ours are private and start later.
apt_install() {
  local policy=/usr/sbin/policy-rc.d made=''
  say "installing $* with apt-get"
  if [ ! -e $policy ]; then
    made=yes
    trap 'as_root rm -f /usr/sbin/policy-rc.d' EXIT
    printf '#!/bin/sh\nexit 101\n' | as_root tee $policy >/dev/null
    as_root chmod 755 $policy
  fi
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq >&2 || say "apt-get update failed; trying with the lists at hand"
  # Older Ubuntus name the core packages by version; the whole server is then the simplest.
  apt-cache show mariadb-server-core >/dev/null 2>&1 || set -- $(printf '%s\n' "$@" | sed 's/^mariadb-.*-core$/mariadb-server/' | sort -u)
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2 || fail "apt-get could not install: $*"
  if [ -n "$made" ]; then as_root rm -f $policy; trap - EXIT; fi
  # Not at the next boot, either: port 6379 is not ours to take.
  case " $* " in *' redis-server '*) [ ! -d /run/systemd/system ] || as_root systemctl disable -q redis-server >&2 || true ;; esac
}

install_missing() { # DEBIAN_PACKAGES / BREW_PACKAGES
  missing=$1
  if have apt-get; then apt_install $1
  elif have brew; then say "installing $2 with Homebrew"; HOMEBREW_NO_AUTO_UPDATE=1 brew install $2 >&2 || fail "Homebrew could not install: $2"
  else fail "Missing: $1. Neither apt-get nor brew is here: install them by hand, or set REDIS_HOST and MYSQL_HOST to servers you have."; fi
}

need_servers() {
  local debian='' brew=''
  if [ -z "${REDIS_HOST:-}" ] && ! have redis-server; then debian='redis-server'; brew='redis'; fi
  # mariadb-install-db calls my_print_defaults, which Debian ships with the client programs.
  if [ -z "${MYSQL_HOST:-}" ] && ! { have mysqld && ! have mariadbd; } && ! { have mariadbd && have mariadb-install-db && have my_print_defaults; }; then debian="$debian mariadb-server-core mariadb-client-core"; brew="$brew mariadb"; fi
  [ -z "$debian" ] || install_missing "$debian" "$brew"
}

need_browser() {
  local program
  for program in chromium chromium-browser google-chrome google-chrome-stable; do ! have $program || return 0; done
  [ ! -d '/Applications/Google Chrome.app' ] && [ ! -d '/Applications/Chromium.app' ] || return 0
  install_missing chromium '--cask chromium'
}

# The chart's tests render with Helm, which is in no package here. Where Go is, a pinned one is built once, outside
# the project; where neither is, those tests skip and say so. The product itself needs neither.
need_helm() {
  local bin=${XDG_CACHE_HOME:-$HOME/.cache}/crypto-data-farm/bin
  if have helm || [ -x "$bin/helm" ]; then return 0; fi
  if ! command -v go >/dev/null 2>&1; then say 'no helm and no go: the tests of the chart will be skipped'; return 0; fi
  say 'building helm for the tests of the chart (a few minutes, once)'
  mkdir -p "$bin"
  GOBIN=$bin GOFLAGS=-mod=mod timeout 480 go install helm.sh/helm/v3/cmd/helm@v3.19.2 >/dev/null 2>&1 || say 'helm could not be built: the tests of the chart will be skipped'
}

# The tests of alert rules run with Prometheus' promtool. Its Debian package brings a service, a user and a web page
# along; the one program needs none of them, so it is taken out of the package and nothing is installed.
need_promtool() {
  local bin=${XDG_CACHE_HOME:-$HOME/.cache}/crypto-data-farm/bin missing=promtool
  if have promtool || [ -x "$bin/promtool" ]; then return 0; fi
  say 'fetching promtool for the tests of the alert rules'
  if have apt-get; then (unpack_promtool "$bin") >/dev/null 2>&1 || true
  elif have brew; then HOMEBREW_NO_AUTO_UPDATE=1 brew install prometheus >&2 || true; fi
  have promtool || [ -x "$bin/promtool" ] || say 'no promtool: the tests of the alert rules will be skipped'
}
unpack_promtool() { # FOLDER
  local dir
  dir=$(mktemp -d)
  trap 'rm -rf "$dir"' EXIT
  cd "$dir"
  apt-get download prometheus || { as_root apt-get update; apt-get download prometheus; }
  dpkg-deb -x prometheus_*.deb .
  mkdir -p "$1"
  install -m 755 usr/bin/promtool "$1/promtool.$$"
  mv "$1/promtool.$$" "$1/promtool"
}

need_packages() {
  local mark=node_modules/.package-lock.json
  if [ -e $mark ] && [ ! package-lock.json -nt $mark ]; then return 0; fi
  say 'installing npm packages'
  # npm ci refuses a lock that lacks another platform's optional packages, which some registries do not carry and
  # nobody needs here; npm install takes the same locked versions and leaves the lock as it is.
  # The language-model runtime would fetch GPU libraries from outside npm; the CPU ones are in its package.
  export ONNXRUNTIME_NODE_INSTALL=skip
  npm ci --include=dev --no-progress --loglevel=silent >&2 || npm install --no-save --include=dev --no-progress --loglevel=error >&2 || fail 'The npm packages could not be installed: see the message above.'
  touch $mark
}

build() {
  say 'building'
  scripts/build >&2 || fail 'The build failed: see the messages above.'
}

# Two commands started at the same moment must not install or build into each other.
alone() {
  local lock=dist/.lock owner
  mkdir -p dist
  until ln -s "$$" "$lock" 2>/dev/null; do
    owner=$(readlink "$lock" || true)
    if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then rm -f "$lock"; else sleep 0.2; fi
  done
  "$@"
  rm -f "$lock"
}
