#!/usr/bin/env bash
# Checks what is shipped as a user gets it: packs everything, builds and runs a consumer of the packages, then publishes a
# program natively compiled and one trimmed, with every trim and AOT warning an error, and runs both.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
out=$root/artifacts/smoke

say() { printf '\n== %s\n' "$*"; }

# Runs a program and compares what it prints with what its folder expects.
check() {
  local expected=$1
  shift
  timeout 60 "$@" </dev/null >"$out/actual.txt"
  diff -u "$expected" "$out/actual.txt"
  echo "as expected: $*"
}

rm -rf "$out" artifacts/packages tests/Consumer/{bin,obj}
mkdir -p "$out"

say "Pack"
dotnet pack -c Release -nodeReuse:false -v:q -nologo
ls artifacts/packages

say "A program of a user, on the packages"
version=$(dotnet msbuild src/Simmer -getProperty:Version)
# A cache of its own: the usual one may hold another build of the same version.
dotnet build tests/Consumer -c Release -nodeReuse:false -v:q -nologo \
  -p:SimmerVersion="$version" -p:RestorePackagesPath="$out/cache"
check tests/Consumer/expected.txt dotnet tests/Consumer/bin/Release/net10.0/Consumer.dll

say "A wrong program of a user: the analyzers in the package stop it"
if dotnet build tests/Consumer -c Release -nodeReuse:false -v:q -nologo -p:Wrong=true --no-incremental \
  -p:SimmerVersion="$version" -p:RestorePackagesPath="$out/cache" >"$out/wrong.txt" 2>&1; then
  echo "it was built without a word" >&2
  exit 1
fi
for expected in "Forgotten.cs(9,9): error SIM001: The coroutine 'Sleep' is never awaited" \
  "Forgotten.cs(10,9): error SIM010: 'Thread.Sleep' blocks the event loop"; do
  grep -F "$expected" "$out/wrong.txt" | head -1 | sed 's/^.*wrong/wrong/; s/ (http.*//'
done

say "The tool, installed from its package"
# A program that is not started by dotnet looks for the runtime in a few usual places only.
export DOTNET_ROOT=${DOTNET_ROOT:-$(dirname "$(readlink -f "$(command -v dotnet)")")}
NUGET_PACKAGES=$out/cache dotnet tool install Simmer.Cli --tool-path "$out/tools" --version "$version" --configfile tests/Consumer/NuGet.config

# Runs the tool and looks for a line in what it prints.
simmer() {
  local expected=$1
  shift
  timeout 60 "$out/tools/simmer" "$@" </dev/null >"$out/actual.txt"
  if ! grep -m1 -E "$expected" "$out/actual.txt"; then
    echo "simmer $* did not print '$expected' but:" >&2
    cat "$out/actual.txt" >&2
    exit 1
  fi
}
simmer "^$version" --version
simmer '^5 fetched, 556 B in ' fetch
simmer 'times as fast$' fetch --compare
simmer '^ +--minute' kitchen --help
[ "$("$out/tools/simmer" fetch --jsonl - 2>/dev/null | wc -l)" -eq 5 ]

publish() {
  local into=$out/$1
  shift
  dotnet publish tests/Smoke.Aot -c Release --use-current-runtime -nodeReuse:false -v:q -nologo -o "$into" "$@"
}

say "The same library natively compiled"
publish aot
check tests/Smoke.Aot/expected.txt "$out/aot/Smoke.Aot"

say "Trimmed, self-contained"
publish trimmed -p:Trimmed=true --self-contained
check tests/Smoke.Aot/expected.txt "$out/trimmed/Smoke.Aot"

say "Every member of the libraries natively compiled, called or not"
publish rooted -p:RootLibraries=true
check tests/Smoke.Aot/expected.txt "$out/rooted/Smoke.Aot"

say "Sizes"
du -h "$out/aot/Smoke.Aot" | cut -f1 | sed 's/$/  native executable/'
du -sh "$out/trimmed" | cut -f1 | sed 's/$/  trimmed folder/'
