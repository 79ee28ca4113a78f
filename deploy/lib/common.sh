# Shared by deploy/demo and deploy/test: where things are, and what has to be installed first.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

say() { printf '%s\n' "$*"; }
die() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }
docker_answers() { have docker && timeout 5 docker info >/dev/null 2>&1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; elif have sudo; then sudo "$@"; else die "needs root or sudo to run: $*"; fi
}

# Debian starts a server as soon as its package is unpacked; ours are private ones, so that is refused meanwhile.
install_packages() {
  [ $# -gt 0 ] || return 0
  have apt-get || die "please install: $*"
  say "installing $*"
  local policy=/usr/sbin/policy-rc.d log
  log=$(mktemp)
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
    as_root chmod 755 "$policy"
    trap 'as_root rm -f /usr/sbin/policy-rc.d' EXIT
  fi
  if ! as_root apt-get update >"$log" 2>&1 ||
    ! as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >>"$log" 2>&1; then
    die "could not install $*: $(grep -m1 '^E:' "$log" || tail -n 1 "$log") (all of it: $log)"
  fi
  rm -f "$log"
  if [ -n "$(trap -p EXIT)" ]; then as_root rm -f "$policy"; trap - EXIT; fi
}

# Each argument is 'command:package'; what is missing is installed in one go.
need() {
  local missing=() pair
  for pair in "$@"; do have_tool "${pair%%:*}" || missing+=("${pair#*:}"); done
  install_packages "${missing[@]}"
  for pair in "$@"; do have_tool "${pair%%:*}" || die "${pair%%:*} is still missing: please install ${pair#*:}"; done
}

have_tool() { have "$1" || [ -x "/usr/sbin/$1" ] || [ -x "/usr/lib/rabbitmq/bin/$1" ]; }

is_jdk_25() { [ -x "$1/bin/javac" ] && "$1/bin/java" -version 2>&1 | grep -q 'version "25'; }

find_jdk() {
  local home
  for home in "${JAVA_HOME:-}" "${JAVA_HOME_25_X64:-}" /usr/lib/jvm/*25* /opt/*jdk*25* "$HOME"/.sdkman/candidates/java/25* \
    "$HOME"/.jdks/*25* /Library/Java/JavaVirtualMachines/*25*/Contents/Home; do
    if [ -n "$home" ] && is_jdk_25 "$home"; then JAVA_HOME=$home; return 0; fi
  done
  return 1
}

need_jdk() {
  if ! find_jdk && have apt-cache && apt-cache show openjdk-25-jdk-headless >/dev/null 2>&1; then
    install_packages openjdk-25-jdk-headless
  fi
  find_jdk || die "needs a JDK 25 and found none: install one (https://adoptium.net) and set JAVA_HOME to it"
  export JAVA_HOME
}

need_node() {
  local offered='' wanted='needs Node 20 or newer (https://nodejs.org)'
  if ! have node && have apt-cache; then
    offered=$(apt-cache policy nodejs 2>/dev/null | sed -nE 's/^ *Candidate: ([0-9]+:)?([0-9]+).*/\2/p')
    [ "${offered:-20}" -ge 20 ] || die "$wanted, and the packages of this system have $offered"
  fi
  need node:nodejs npm:npm
  [ "$(node -p 'parseInt(process.versions.node)')" -ge 20 ] || die "$wanted, and node is $(node -v)"
}

# The servers are only needed where no Docker engine can run them.
need_servers() {
  docker_answers || need rabbitmq-server:rabbitmq-server redis-server:redis-server
}

# Names KEY=value in .env.local become environment variables, unless they are set already. Nothing of it is executed.
import_env_local() {
  local line
  [ -f "$root/.env.local" ] || return 0
  while IFS= read -r line || [ -n "$line" ]; do
    line=${line%$'\r'}
    [[ $line =~ ^(export[[:space:]]+)?([A-Za-z_][A-Za-z0-9_]*)=(.*)$ ]] || continue
    local name=${BASH_REMATCH[2]} value=${BASH_REMATCH[3]}
    [[ $value =~ ^\"(.*)\"$ || $value =~ ^\'(.*)\'$ ]] && value=${BASH_REMATCH[1]}
    [ -n "${!name+set}" ] || export "$name=$value"
  done <"$root/.env.local"
}

# Runs Maven with its output in a file, and shows which module it is at.
maven() {
  local log=$1 what=$2 line status
  shift 2
  (cd "$root" && mvn -B -ntp "$@") >"$log" 2>&1 &
  local pid=$!
  while kill -0 "$pid" 2>/dev/null; do
    line=$(grep -oE '^\[INFO\] Building Midori Preview.*|^\[INFO\] Running .*' "$log" | tail -n 1 | sed 's/^\[INFO\] //')
    progress "$what: ${line:-starting Maven}"
    sleep 1
  done
  wait "$pid" && status=0 || status=$?
  progress ""
  return "$status"
}

progress() { if [ -t 1 ]; then printf '\r\033[K%s' "${1:0:110}"; elif [ "$1" != "${last_progress:-}" ] && [ -n "$1" ]; then say "$1"; fi; last_progress=$1; }
