# What each part of benchmarks/run stands on: servers and services of its own, on free ports, in a folder of its own.
# shellcheck shell=bash disable=SC2034

jvm_options="-XX:+UseSerialGC"
service_key=service-key-of-a-benchmark
jars=$root/benchmarks/target/jars

build_jars() {
  local module stale=
  for module in api-gateway provision-worker reaper-worker local-daytona; do
    [ -f "$(jar_of "$module")" ] || stale=1
  done
  [ -n "$stale" ] || stale=$(find "$root" \( -name node_modules -o -name target -o -path "$root/deploy/.cache" \) -prune -o \
    \( -path '*/src/main/*' -o -name pom.xml \) -type f -newer "$(jar_of api-gateway)" -print -quit)
  [ -n "$stale" ] || return 0
  mkdir -p "$root/benchmarks/target"
  maven "$root/benchmarks/target/build.log" building -DskipTests -Dspotless.check.skip=true package ||
    die "the build failed: $(grep -m1 '^\[ERROR\]' "$root/benchmarks/target/build.log" | cut -c9-300)"
}

version() { sed -n 's:^  <version>\(.*\)</version>:\1:p' "$root/pom.xml" | head -n 1; }
jar_of() { printf '%s/%s/target/%s-%s.jar' "$root" "$1" "$1" "$(version)"; }

install_node_packages() {
  [ "$root/benchmarks/node_modules/.package-lock.json" -nt "$root/benchmarks/package-lock.json" ] && return 0
  say "installing what benchmarks bring along from npm"
  (cd "$root/benchmarks" && npm ci --prefer-offline --no-audit --no-fund --ignore-scripts >/dev/null) ||
    die "npm could not install the packages of benchmarks/package-lock.json"
}

open_stage() {
  umask 077
  run=$(mktemp -d /tmp/midori-benchmark.XXXXXX)
  read -r redis_port rabbit_port rabbit_dist_port epmd_port daytona_port proxy_port gateway_port worker_port reaper_port peer_port \
    < <(node "$root/benchmarks/lib/ports.mjs" 10)
  unset RABBITMQ_URL REDIS_URL DAYTONA_API_URL DAYTONA_API_KEY
}

# Logs outlive the stage, for whoever has to find out why it failed.
close_stage() {
  local status=$? name
  set +e
  for name in peer $(names_of gateway) $(names_of worker) $(names_of reaper) local-daytona; do terminate "$name"; done
  for name in peer $(names_of gateway) $(names_of worker) $(names_of reaper) local-daytona; do
    [ ! -f "$run/$name.pid" ] || await_end "$name"
  done
  stop_rabbitmq
  [ ! -f "$run/redis.pid" ] || stop_redis
  mkdir -p "$root/benchmarks/target/logs"
  cp "$run"/*.log "$root/benchmarks/target/logs/" 2>/dev/null
  rm -rf "$run"
  exit "$status"
}

# Each service starts from an AOT cache for its jar and these options, as the images and the demo do. It is made once.
prepare() {
  local module=$1 copy
  copy=$jars/$module
  mkdir -p "$copy"
  cp -u "$(jar_of "$module")" "$copy/$module.jar"
  (cd "$run" && JVM_OPTIONS="$jvm_options" "$root/deploy/lib/aot.sh" "$copy/$module.jar" "${@:2}") 2>>"$run/aot-$module.log"
}

# service NAME MODULE PORT HEALTH [ARGUMENT…]
service() {
  local name=$1 module=$2 port=$3 health=$4 folder
  shift 4
  folder=$(prepare "$module" "$@")
  launch "$name" env -C "$run" SERVER_PORT="$port" "$JAVA_HOME/bin/java" -Xmx"${heap:-512m}" $jvm_options \
    -XX:AOTCache="$folder/app.aot" -jar "$folder/$module.jar" "$@"
  await_answer "$name" "http://127.0.0.1:$port$health" 90
}

start_servers() {
  start_redis
  redis-cli -p "$redis_port" config set appendfsync "${1:-everysec}" >/dev/null
  # Rewrites of the log would fall into one measurement and not into the next.
  redis-cli -p "$redis_port" config set auto-aof-rewrite-percentage 0 >/dev/null
  start_rabbitmq
}

# start_system RUNTIME [ARGUMENT…]: everything but workers
start_system() {
  local runtime=$1
  shift
  LOCAL_DAYTONA_API_KEY=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  export LOCAL_DAYTONA_API_KEY
  service local-daytona local-daytona "$daytona_port" /api/health "--local-daytona.runtime=$runtime" \
    "--local-daytona.proxy-port=$proxy_port" "--local-daytona.data-dir=$run/daytona" "$@"
  export DAYTONA_API_URL=http://127.0.0.1:$daytona_port/api DAYTONA_API_KEY=$LOCAL_DAYTONA_API_KEY
  unset LOCAL_DAYTONA_API_KEY
  export PREVIEW_AUTH=dev PREVIEW_SERVICE_KEY=$service_key
  export GATEWAY=http://127.0.0.1:$gateway_port REAPER=http://127.0.0.1:$reaper_port SERVICE_KEY=$service_key RUN=$run
  service gateway-1 api-gateway "$gateway_port" /actuator/health/readiness
  service reaper-1 reaper-worker "$reaper_port" /actuator/health/readiness
}

start_worker() { service worker-1 provision-worker "$worker_port" /actuator/health/readiness; }

stop_worker() {
  terminate worker-1
  await_end worker-1
}

start_peer() {
  export PEER=http://127.0.0.1:$peer_port
  launch peer env -C "$root/benchmarks" PORT="$peer_port" REDIS_URL="redis://127.0.0.1:$redis_port/1" \
    node peers/bullmq/server.mjs
  await_answer peer "$PEER/health" 30
}

measure() { node "$root/benchmarks/parts/$1.mjs"; }

# MODES chooses among them, for trying one out.
part_overhead() {
  start_servers
  start_system namespace
  export WORKER=http://127.0.0.1:$worker_port
  local mode
  for mode in ${MODES:-before beside dependencies pool}; do
    (
      export PREVIEW_BUILD_MODE=$mode
      case $mode in
      dependencies) export PREVIEW_BUILD_MODE=beside PREVIEW_DEPENDENCIES_ENABLED=true ;;
      pool)
        export PREVIEW_BUILD_MODE=beside
        fill_pool
        ;;
      esac
      start_worker
      MODE=$PREVIEW_BUILD_MODE measure overhead
      stop_worker
    )
  done
}

# One sandbox waits with the café in it, and is filled again after each that was claimed.
fill_pool() {
  export PREVIEW_POOL_ENABLED=true PREVIEW_POOL_TEMPLATES_0_NAME=cafe PREVIEW_POOL_TEMPLATES_0_SIZE=1
  export PREVIEW_POOL_TEMPLATES_0_PROJECT=file:$root/deploy/samples/test-cafe.json
  export PREVIEW_POOL_REFILLINTERVAL=1s PREVIEW_REAPER_FIGURESINTERVAL=1s
  terminate reaper-1
  await_end reaper-1
  service reaper-1 reaper-worker "$reaper_port" /actuator/health/readiness
}

part_accepting() {
  local fsync
  start_servers always
  start_system simulated
  start_peer
  export REDIS_PORT=$redis_port BROKER_JARS="$jars/api-gateway/aot/lib/*"
  for fsync in always everysec; do
    redis-cli -p "$redis_port" config set appendfsync "$fsync" >/dev/null
    FSYNC=$fsync measure accepting
  done
}

part_heartbeats() {
  start_servers
  start_system simulated
  export PREVIEW_WORKER_CONCURRENCY=64 PREVIEW_WORKER_POLL=50ms
  start_worker
  start_peer
  export REDIS_PORT=$redis_port
  measure heartbeats
}

part_concurrency() {
  start_servers
  start_system simulated
  export JARS=$jars JVM_OPTIONS=$jvm_options
  prepare provision-worker >/dev/null
  measure concurrency
}

part_live() {
  start_servers
  start_system simulated
  export PREVIEW_WORKER_CONCURRENCY=64 REDIS_PORT=$redis_port
  start_worker
  measure live
}

part_recovery() {
  local log=$run/crash.log
  maven "$log" "crash suite" verify -pl system-tests -am -Dspotless.check.skip=true -Dtest=None -Dit.test=CrashIT \
    -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false || return 1
  LOG=$log measure recovery
}

part_startup() {
  start_servers
  start_system simulated
  export JARS=$jars JVM_OPTIONS=$jvm_options
  prepare provision-worker >/dev/null
  local module
  for module in api-gateway provision-worker reaper-worker; do
    empty_application "$module"
  done
  terminate gateway-1
  terminate reaper-1
  measure startup
}

# An application with a service's very libraries, but for our own modules, and nothing of its own to do.
empty_application() {
  local folder=$jars/empty-$1 jar path=''
  rm -rf "$folder"
  mkdir -p "$folder/classes"
  ln -s "$jars/$1/aot/lib" "$folder/lib"
  for jar in "$folder"/lib/*.jar; do
    case "${jar##*/}" in
    shared-model-* | daytona-client-*) ;;
    *) path="$path lib/${jar##*/}" ;;
    esac
  done
  cp "$root/benchmarks/peers/empty/application.properties" "$folder/classes/"
  (
    cd "$folder"
    "$JAVA_HOME/bin/javac" -parameters -cp "${path// /:}" -d classes "$root/benchmarks/peers/empty/Empty.java"
    { printf 'Main-Class: benchmark.Empty\n'; printf 'Class-Path:%s\n' "$path" | fold -w 70 | sed '2,$s/^/ /'; } >manifest
    "$JAVA_HOME/bin/jar" --create --file empty.jar --manifest manifest -C classes .
    SERVER_PORT=0 "$JAVA_HOME/bin/java" $jvm_options -XX:AOTCacheOutput=app.aot -Dspring.context.exit=onRefresh -jar empty.jar
  ) >>"$run/empty-$1.log" 2>&1
}
