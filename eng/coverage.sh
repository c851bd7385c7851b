#!/usr/bin/env bash
# Runs the runtime's own tests, and those of HTTP on it, with coverage and prints the figures for src/Simmer; fails below the threshold for branches.
#   eng/coverage.sh [least branch coverage in percent, default 90]
# Release: a Debug build adds the branches of every Debug.Assert message, which no correct program takes.
set -euo pipefail
cd "$(dirname "$0")/.."

results=artifacts/coverage
rm -rf "$results"
for project in Simmer.Tests Simmer.Conformance Simmer.Testing.Tests Simmer.Http.Tests Simmer.AspNetCore.Tests Simmer.Fuzz; do
  # While it measures, coverlet puts instrumented copies in bin/; building afresh first makes sure that none is left from a run cut short.
  dotnet build -c Release "tests/$project" -nodeReuse:false -v:q -nologo
  dotnet test -c Release --project "tests/$project" --no-build --no-ansi --no-progress --results-directory "$PWD/$results/$project" \
    --hangdump --hangdump-timeout 3m --hangdump-type Mini \
    --coverlet --coverlet-output-format json --coverlet-include '[Simmer]*'
done
dotnet run eng/coverage.cs -- "$results" Simmer "${1:-90}"
