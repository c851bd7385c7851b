#!/usr/bin/env bash
# Writes the public names of the libraries into their PublicAPI.Unshipped.txt: adds what is new, drops what is gone.
# Read the difference before you commit it: it is the change users will see.
#   eng/public-api.sh [project folder ...]      default: every library in src, dependencies first
set -euo pipefail
export LC_ALL=C

cd "$(dirname "$0")/.."
if [ $# -eq 0 ]; then
  set -- src/Simmer $(find src -mindepth 2 -maxdepth 2 -name PublicAPI.Unshipped.txt ! -path 'src/Simmer/*' -exec dirname {} \; | sort)
fi

# The compiler's own messages hold the exact entries: RS0016 what is missing, RS0017 what is gone.
entries() { sed -nE "s/^.* error $1: Symbol '(.*)' $2.*$/\1/p" "$log" | sort -u; }

log=$(mktemp)
new=$(mktemp)
gone=$(mktemp)
trap 'rm -f "$log" "$new" "$gone"' EXIT

for folder in "$@"; do
  file=$folder/PublicAPI.Unshipped.txt
  # --no-incremental: an up-to-date project reports nothing.
  if ! dotnet build "$folder" --no-incremental -m:2 -nodeReuse:false -v:q -nologo >"$log" 2>&1; then
    if grep -E ' error ' "$log" | grep -vE ' error RS00(16|17):' >&2; then
      echo "$folder does not compile; its public API cannot be read." >&2
      exit 1
    fi
  fi
  entries RS0016 'is not part of the declared public API' >"$new"
  entries RS0017 'is part of the declared API, but' >"$gone"
  {
    echo '#nullable enable'
    { grep -v '^#nullable enable$' "$file" | grep -vxFf "$gone" || true; cat "$new"; } | sed '/^$/d' | sort -u
  } >"$log"
  cat "$log" >"$file"
  echo "$folder: $(wc -l <"$new") added, $(wc -l <"$gone") removed"
done
