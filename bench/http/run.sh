#!/usr/bin/env bash
# HTTP clients and servers side by side, in turn: A B C A B C. Prints each measurement and the medians, in requests a second.
#   bench/http/run.sh clients [rounds]     clients on core 0, nginx on core 1
#   bench/http/run.sh servers [rounds]     Kestrel on core 0, wrk on core 1; then Kestrel on both, wrk beside it
#   bench/http/run.sh browser              measures nothing: a browser against the server, step by step
# Needs two cores; nginx-light, curl, golang-go, python3-aiohttp and python3-uvloop, or wrk, or chromium.
set -euo pipefail
cd "$(dirname "$0")/../.."
what=${1:-clients}
rounds=${2:-3}
connections=${CONNECTIONS:-100}
seconds=${SECONDS_EACH:-4}
out=$PWD/artifacts/http
program=bench/http/bin/Release/net10.0/Http.dll
export DOTNET_TC_DelaySingleProcMultiplier=1
mkdir -p "$out"
[ -f "$program" ] && [ -n "${NO_BUILD:-}" ] || dotnet build bench/http -c Release -v:q -nologo -nodeReuse:false >&2

if [ "$what" = browser ]; then exec dotnet $program browser "${BROWSER:-chromium}"; fi

server=
stop() { [ -z "$server" ] || { kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; server=; }; }
trap stop EXIT

await_port() { for _ in $(seq 100); do curl -so /dev/null "$1" && return; sleep 0.1; done; echo "Nobody answers at $1." >&2; exit 1; }

record() { printf '%-22s %8d\n' "$1" "$2" | tee -a "$out/$what.txt"; }

clients() {
  local url=http://127.0.0.1:18080/
  cat >"$out/nginx.conf" <<CONF
worker_processes 1; daemon off; pid $out/nginx.pid; error_log stderr crit;
events { worker_connections 4096; }
http { access_log off; keepalive_requests 1000000000; client_body_temp_path $out/t1; proxy_temp_path $out/t2; fastcgi_temp_path $out/t3;
  uwsgi_temp_path $out/t4; scgi_temp_path $out/t5;
  server { listen 127.0.0.1:18080; location / { default_type text/plain; return 200 "$(printf 'x%.0s' $(seq 1024))"; } } }
CONF
  taskset -c 1 "$(command -v nginx || echo /usr/sbin/nginx)" -c "$out/nginx.conf" & server=$!
  await_port "$url"
  [ -x "$out/client-go" ] || go build -o "$out/client-go" bench/http/client.go
  local on="taskset -c 0"
  for _ in $(seq "$rounds"); do
    record simmer "$($on dotnet $program client loop $url "$connections" "$seconds")"
    record simmer-bare "$($on dotnet $program client bare $url "$connections" "$seconds")"
    record usual-handler "$($on dotnet $program client usual $url "$connections" "$seconds")"
    record go "$($on env GOMAXPROCS=1 "$out/client-go" $url "$connections" "$seconds")"
    record aiohttp-uvloop "$($on "${PYTHON:-/usr/bin/python3}" bench/http/client.py $url "$connections" "$seconds")"
    local many=20000 began=$EPOCHREALTIME
    $on curl -sZ --parallel-immediate --parallel-max "$connections" -o /dev/null "$url?[1-$many]"
    record curl-Z "$(awk "BEGIN { print int($many / ($EPOCHREALTIME - $began)) }")"
  done
}

servers() {
  local url=http://127.0.0.1:18081/ cores
  for _ in $(seq "$rounds"); do
    for cores in 1 2; do
      for transport in simmer sockets simmer-pool; do
        if [ $cores = 1 ]; then taskset -c 0 dotnet $program server $transport 18081 1 & else dotnet $program server $transport 18081 2 & fi
        server=$!
        await_port $url
        taskset -c 1 wrk -t1 -c"$connections" -d3 $url >/dev/null
        record "$transport-$cores" "$(taskset -c 1 wrk -t1 -c"$connections" -d"$seconds" $url | awk '/Requests\/sec/ { print int($2) }')"
        stop
      done
    done
  done
}

: >"$out/$what.txt"
$what
echo "== medians of $rounds"
sort -k1,1 -k2,2n "$out/$what.txt" | awk '{ v[$1, n[$1]++] = $2 } END { for (k in n) printf "%-22s %8d\n", k, v[k, int(n[k] / 2)] }' | sort -k2,2nr
