#!/usr/bin/env bash
# What takes longer than a coffee: million-case fuzzing, minutes-long streams. Ends as tests/run.sh does.
set -euo pipefail
STREAMING_TESTS_LONG=1 exec bash "$(dirname "$0")/run.sh" "$@"
