# RabbitMQ 4 and Redis 8 beside what this machine has: Debian 13's packages, in a folder of their own.
# shellcheck shell=bash

trixie=$root/deploy/.cache/trixie
current_programs=$root/deploy/.cache/trixie-programs

# Only needed where no Docker engine has images of them. What is there already is used as it is.
need_current_servers() {
  if docker_answers; then return 0; fi
  [ -d "$trixie" ] || fetch_trixie
  local program file answer
  mkdir -p "$current_programs"
  for program in /usr/bin/epmd /usr/bin/redis-server /usr/lib/rabbitmq/bin/rabbitmq-server; do
    file=$current_programs/${program##*/}
    printf '#!/bin/bash\nexec %q %q %s "$@"\n' "$root/deploy/lib/enter" "$trixie" "$program" >"$file"
    chmod 755 "$file"
  done
  answer=$("$current_programs/redis-server" --version 2>&1) || die "programs in deploy/.cache/trixie do not run: $answer"
}

fetch_trixie() {
  need debootstrap:debootstrap
  local mirror proxy='' log
  mirror=$(debian_mirror)
  if [ -z "$mirror" ]; then
    as_root apt-get update >/dev/null 2>&1 || true
    mirror=$(debian_mirror)
  fi
  [ -n "$mirror" ] || die "RabbitMQ 4 and Redis 8 come from Docker or from Debian, and apt has no mirror of Debian here"
  eval "$(apt-config shell proxy Acquire::http::Proxy)"
  say "fetching RabbitMQ 4 and Redis 8 into deploy/.cache/trixie"
  log=$(mktemp)
  as_root rm -rf --one-file-system "$trixie.new"
  mkdir -p "${trixie%/*}"
  if ! as_root env ${proxy:+http_proxy="$proxy"} debootstrap --force-check-gpg --variant=minbase \
    --include=rabbitmq-server,redis-server trixie "$trixie.new" "$mirror" >"$log" 2>&1; then
    die "could not fetch them: $(grep -m1 '^E:' "$log" || tail -n 1 "$log") (all of it: $log)"
  fi
  rm -f "$log"
  as_root chroot "$trixie.new" apt-get clean
  mv "$trixie.new" "$trixie"
}

# The one that apt uses on this machine, also where it picks it from a list.
debian_mirror() {
  local mirror
  # shellcheck disable=SC2016
  mirror=$(apt-get indextargets --format '$(ORIGIN) $(LABEL) $(REPO_URI)' 'Created-By: Packages' |
    awk '$1 == "Debian" && $2 == "Debian" && !n++ { print $3 }')
  case "$mirror" in
  mirror+file:*)
    mirror=${mirror#mirror+file:}
    awk '/^https?:/ && !n++ { print $1 }' "${mirror%/}"
    ;;
  *) printf '%s' "$mirror" ;;
  esac
}
