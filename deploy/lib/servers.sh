# The demo's own RabbitMQ and Redis, unless RABBITMQ_URL and REDIS_URL name others.
# shellcheck shell=bash

rabbit_port=5673 rabbit_dist_port=25673 epmd_port=4370 redis_port=6380

start_redis() {
  if [ -n "${REDIS_URL:-}" ]; then return 0; fi
  export REDIS_URL=redis://127.0.0.1:$redis_port
  is_running redis && return 0
  require_free_port redis $redis_port
  mkdir -p "$run/redis-data"
  local options=(--maxmemory-policy noeviction --hash-max-listpack-value 128 --appendonly yes)
  if have redis-server; then
    launch redis redis-server --port $redis_port --bind 127.0.0.1 --dir "$run/redis-data" "${options[@]}"
  else
    launch redis docker run --rm --name midori-preview-redis -p 127.0.0.1:$redis_port:6379 redis:8 redis-server "${options[@]}"
  fi
  await_port redis $redis_port
}

start_rabbitmq() {
  if [ -n "${RABBITMQ_URL:-}" ]; then return 0; fi
  export RABBITMQ_URL=amqp://guest:guest@127.0.0.1:$rabbit_port
  is_running rabbitmq && return 0
  require_free_port rabbitmq $rabbit_port
  local node=$run/rabbitmq-node
  mkdir -p "$node"
  if [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ]; then
    printf 'listeners.tcp.local = 127.0.0.1:%s\ndisk_free_limit.absolute = 200MB\nlog.console = true\nlog.file = false\n' \
      $rabbit_port >"$node/rabbitmq.conf"
    printf '[].' >"$node/enabled_plugins"
    : >"$node/rabbitmq-env.conf"
    launch rabbitmq env HOME="$node" RABBITMQ_NODENAME=midori-demo@localhost RABBITMQ_NODE_PORT=$rabbit_port \
      RABBITMQ_DIST_PORT=$rabbit_dist_port RABBITMQ_MNESIA_BASE="$node/mnesia" RABBITMQ_LOG_BASE="$node/log" \
      RABBITMQ_ENABLED_PLUGINS_FILE="$node/enabled_plugins" RABBITMQ_PID_FILE="$node/pid" \
      RABBITMQ_CONF_ENV_FILE="$node/rabbitmq-env.conf" RABBITMQ_CONFIG_FILE="$node/rabbitmq.conf" \
      RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1} +sbwt none" \
      ERL_EPMD_ADDRESS=127.0.0.1 ERL_EPMD_PORT=$epmd_port /usr/lib/rabbitmq/bin/rabbitmq-server
  else
    launch rabbitmq docker run --rm --name midori-preview-rabbitmq -p 127.0.0.1:$rabbit_port:5672 rabbitmq:4
  fi
  await_port rabbitmq $rabbit_port
}

await_port() {
  local i
  for ((i = 0; i < 240; i++)); do
    if (exec 3<>"/dev/tcp/127.0.0.1/$2") 2>/dev/null; then progress ""; return 0; fi
    is_running "$1" || die "$1 has ended: $(tail -n 1 "$run/$1.log") (deploy/.run/$1.log)"
    progress "starting $1"
    sleep 0.25
  done
  die "$1 does not answer on port $2 (deploy/.run/$1.log)"
}

# The node is asked itself: its start script would first start a second Erlang to ask it. Its port mapper is Erlang's own
# process, and stays unless it is told to go.
stop_rabbitmq() {
  is_running rabbitmq || return 0
  local child
  for child in $(pgrep -P "$(cat "$run/rabbitmq.pid")" || true); do kill -TERM "$child" 2>/dev/null || true; done
  await_end rabbitmq
  if have epmd; then ERL_EPMD_PORT=$epmd_port epmd -kill >/dev/null 2>&1 || true; fi
}

stop_redis() {
  terminate redis
  await_end redis
}
