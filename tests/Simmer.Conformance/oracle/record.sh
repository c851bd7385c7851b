#!/usr/bin/env bash
# Records the traces anew and says what changed: PYENV_VERSION=3.13.0 tests/Simmer.Conformance/oracle/record.sh [id prefix] [--check]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
exec "${PYTHON:-python3}" record.py "$@"
