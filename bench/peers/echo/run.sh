#!/usr/bin/env bash
# Echo servers of several runtimes, each on one core, under a load of 64-byte messages from another.
#
#   bench/peers/echo/run.sh [build] [rate] [idle]     all three without an argument
#
# ROUNDS (15), SECONDS_EACH (0.5), WARM (0.7 s, thrice with each number of connections), CONNECTIONS ("1 64 512"), PEERS (all that this
# machine has), PYTHON (/usr/bin/python3), IDLE (10000). Needs gcc; cargo and librust-tokio-dev, golang-go, python3-uvloop for the peers.
set -euo pipefail
# On one processor .NET waits ten times as long before it optimizes. It gets there all the same; the warm-up need not wait for it.
export DOTNET_TC_DelaySingleProcMultiplier=1
cd "$(dirname "$0")/../../.."
out=artifacts/peers/echo
rounds=${ROUNDS:-15}
seconds=${SECONDS_EACH:-0.5}
connections=${CONNECTIONS:-1 64 512}
python=${PYTHON:-/usr/bin/python3}
idle=${IDLE:-10000}
steps=${*:-build rate idle}
simmer=bench/peers/bin/Release/net10.0/Peers

command_of() {
  case $1 in
    c) echo "$out/echo-c" ;;
    tokio) echo "$out/target/release/echo" ;;
    go) echo "$out/echo-go" ;;
    uvloop) echo "$python bench/peers/echo/echo.py PORT uvloop streams" ;;
    uvloop-protocol) echo "$python bench/peers/echo/echo.py PORT uvloop protocol" ;;
    asyncio) echo "$python bench/peers/echo/echo.py PORT asyncio streams" ;;
    simmer) echo "$simmer echo simmer" ;;
    simmer-portable) echo "env SIMMER_REACTOR=portable $simmer echo simmer" ;;
    sockets) echo "$simmer echo sockets" ;;
    sockets-inline) echo "env DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS=1 $simmer echo sockets" ;;
  esac
}

build() {
  mkdir -p "$out/src"
  gcc -O2 -o "$out/echo-c" bench/peers/echo/echo.c
  gcc -O2 -o "$out/load" bench/peers/echo/load.c
  if command -v go >/dev/null; then go build -o "$out/echo-go" bench/peers/echo/echo.go; fi
  if command -v cargo >/dev/null && ls -d /usr/share/cargo/registry/tokio-1* >/dev/null 2>&1; then
    # Built from a copy: cargo writes a lock file beside the sources.
    cp bench/peers/echo/Cargo.toml bench/peers/echo/echo.rs "$out/"
    (cd "$out" && cargo build --release --offline --quiet --config 'source.crates-io.replace-with="debian"' \
      --config 'source.debian.directory="/usr/share/cargo/registry"' --target-dir target)
  fi
  dotnet build bench/peers -c Release -v:q -nologo
}

peers() {
  if [ -n "${PEERS:-}" ]; then echo "$PEERS"; return; fi
  local list="simmer c"
  [ -x "$out/target/release/echo" ] && list+=" tokio"
  [ -x "$out/echo-go" ] && list+=" go"
  if "$python" -c 'import uvloop' 2>/dev/null; then list+=" uvloop uvloop-protocol"; fi
  command -v "$python" >/dev/null && list+=" asyncio"
  echo "$list sockets sockets-inline simmer-portable"
}

port=23000
start() { # NAME: starts its server on core 0; sets server and port
  port=$((port + 1))
  local line
  line=$(command_of "$1")
  case $line in *PORT*) line=${line/PORT/$port} ;; *) line="$line $port" ;; esac
  # shellcheck disable=SC2086
  taskset -c 0 $line >/dev/null 2>&1 &
  server=$!
  for _ in $(seq 100); do
    (exec 3<>/dev/tcp/127.0.0.1/$port) 2>/dev/null && return
    sleep 0.1
  done
  echo "$1 does not listen" >&2
  return 1
}

stop() { # all that was started
  local jobs
  jobs=$(jobs -p)
  # shellcheck disable=SC2086
  [ -z "$jobs" ] || { kill $jobs 2>/dev/null || true; wait $jobs 2>/dev/null || true; }
}
trap stop EXIT

median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

# What a connection's begin and end call is compiled once many have begun and ended, and on the server's one core.
warm() {
  for n in $connections; do
    for _ in 1 2 3; do taskset -c 1 "$out/load" $port "$n" "${WARM:-0.7}" 64 >/dev/null; done
  done
}

# All servers are there from the beginning, and the load turns to one after another for a moment: how fast the machine is changes by the second.
rate() {
  local results=$out/rate.txt names=() ports=() i turn
  : >"$results"
  for peer in $(peers); do
    start "$peer"
    names+=("$peer") ports+=("$port")
    warm
  done
  for round in $(seq "$rounds"); do
    for n in $connections; do
      for turn in "${!names[@]}"; do
        i=$(((turn + round) % ${#names[@]}))
        # The connections of the load before are closed first.
        sleep 0.1
        echo "$round ${names[i]} $n $(taskset -c 1 "$out/load" "${ports[i]}" "$n" "$seconds" 64)" >>"$results"
      done
    done
  done
  stop
  echo "messages a second (p50, p99 in µs), medians of $rounds rounds of $seconds s; and ${names[0]}'s rate to that of each, median of the rounds' ratios"
  for peer in "${names[@]}"; do
    printf '%-16s' "$peer"
    for n in $connections; do
      local line=
      for column in 4 5 6; do
        line+=" $(awk -v p="$peer" -v n="$n" -v c=$column '$2 == p && $3 == n { print $c }' "$results" | median)"
      done
      line+=" $(awk -v p="$peer" -v q="${names[0]}" -v n="$n" '$3 == n { rate[$1, $2] = $4 } $3 == n && $2 == p { rounds[$1] }
        END { for (r in rounds) print rate[r, q] / rate[r, p] }' "$results" | median)"
      # shellcheck disable=SC2086
      printf ' | %4s: %7s (%s, %s) %.2f' "$n" $line
    done
    echo
  done
}

memory_of() { awk '/^VmRSS/ { print $2 }' "/proc/$1/status"; }

idle() {
  ulimit -n $((idle + 200))
  echo "resident memory of $idle idle connections, each, in bytes"
  for peer in $(peers); do
    start "$peer"
    taskset -c 1 "$out/load" $port 16 1 64 >/dev/null
    local before held
    before=$(memory_of "$server")
    coproc taskset -c 1 "$out/load" $port "$idle" hold
    held=${COPROC_PID}
    read -r _ <&"${COPROC[0]}"
    sleep 1
    printf '%-16s %6d\n' "$peer" $((($(memory_of "$server") - before) * 1024 / idle))
    kill "$held"
    wait "$held" 2>/dev/null || true
    stop
  done
}

for step in $steps; do "$step"; done
