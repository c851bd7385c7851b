#!/usr/bin/env bash
# Runs the compiler, Simmer's analyzers and six packages of others over the corpus of tests/Simmer.Analyzers.Tests, each with every rule
# on, and writes what they flag into docs/rules/comparison.md.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet run -c Release --project eng/AnalyzerComparison -- tests/Simmer.Analyzers.Tests/Corpus docs/rules/comparison.md
