# Processes of the demo: started apart from the terminal, and only ever stopped when they are still the ones we started.
# shellcheck shell=bash

run=$root/deploy/.run

# The kernel's start time of a process: a number that has been given to another process since has another one.
started_at() { sed 's/^.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20; }

is_running() {
  local pid
  [ -f "$run/$1.pid" ] || return 1
  pid=$(cat "$run/$1.pid")
  [ -n "$(started_at "$pid")" ] && [ "$(started_at "$pid")" = "$(cat "$run/$1.started" 2>/dev/null)" ]
}

# launch NAME COMMAND…
launch() {
  local name=$1
  shift
  setsid nohup "$@" >"$run/$name.log" 2>&1 </dev/null &
  remember "$name" $!
}

remember() {
  echo "$2" >"$run/$1.pid"
  started_at "$2" >"$run/$1.started"
}

terminate() { if is_running "$1"; then kill -TERM "$(cat "$run/$1.pid")" 2>/dev/null || true; fi; }

# A service may take half a minute to hand over what it holds.
await_end() {
  local i pid
  for ((i = 0; i < 200; i++)); do is_running "$1" || break; sleep 0.2; done
  if is_running "$1"; then
    pid=$(cat "$run/$1.pid")
    kill -KILL "$pid" 2>/dev/null || true
  fi
  rm -f "$run/$1.pid" "$run/$1.started" "$run/$1.port" "$run/$1.health"
}

names_of() { find "$run" -name "$1-*.pid" -printf '%f\n' 2>/dev/null | sed 's/\.pid$//' | sort; }

require_free_port() {
  if (exec 3<>"/dev/tcp/127.0.0.1/$2") 2>/dev/null; then
    local holder
    holder=$(ss -ltnpH "sport = :$2" 2>/dev/null | grep -oE 'pid=[0-9]+' | head -n 1 || true)
    die "port $2, which $1 needs, is taken${holder:+ (by $holder)}"
  fi
}

# await_answer NAME URL SECONDS
await_answer() {
  local i
  for ((i = 0; i < $3 * 4; i++)); do
    if curl -sf -o /dev/null --max-time 2 "$2"; then progress ""; return 0; fi
    is_running "$1" || die "$1 has ended: $(last_words "$1") (deploy/.run/$1.log)"
    progress "starting $1"
    sleep 0.25
  done
  die "$1 does not answer after $3 s (deploy/.run/$1.log)"
}

# What a service says when it refuses to start stands below 'Description:'.
last_words() {
  local words
  words=$(awk '/^Description:/ { getline; getline; print; exit }' "$run/$1.log")
  [ -n "$words" ] || words=$(grep -E 'ERROR|error|Error' "$run/$1.log" | tail -n 1)
  printf '%s' "${words:-nothing was said}" | cut -c1-300
}
