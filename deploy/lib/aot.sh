#!/usr/bin/env bash
# Unpacks a service's jar, and lets one start of it that ends as soon as everything is wired fill an AOT cache (JEP 514):
# later starts take about half as long. Prints the folder, which holds the jar and app.aot. What the service needs to be
# wired is in the environment and the arguments; JVM_OPTIONS must be those of the later starts.
#   deploy/lib/aot.sh JAR [ARGUMENT…]
set -euo pipefail

jar=$1 folder=$(dirname "$1")/aot
shift
java=${JAVA_HOME:?}/bin/java

exec 9>"$folder.lock"
flock 9
if [ ! "$folder/app.aot" -nt "$jar" ]; then
  rm -rf "$folder"
  "$java" -Djarmode=tools -jar "$jar" extract --destination "$folder" >&2
  # shellcheck disable=SC2086
  SERVER_PORT=0 "$java" ${JVM_OPTIONS:-} -XX:AOTCacheOutput="$folder/app.aot" -Dspring.context.exit=onRefresh \
    -jar "$folder/${jar##*/}" "$@" >&2
fi
printf '%s\n' "$folder"
