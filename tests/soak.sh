#!/usr/bin/env bash
# A night of random faults: 32 beds, 8 simulated hours, as fast as the machine allows; docs/reliability.md says what befalls them.
#   tests/soak.sh [--short] [--beds N] [--hours H] [--seed S]
# --short is what tests/run.sh runs too: 5 beds, 12 minutes. Ends with "soak: … unaccounted=0 …", or a failure and what was not accounted for.
set -euo pipefail
cd "$(dirname "$0")/.."
beds=32 hours=8 seed=1
while [ $# -gt 0 ]; do
  case $1 in
    --short) beds=5 hours=0.2; shift ;;
    --beds) beds=$2; shift 2 ;;
    --hours) hours=$2; shift 2 ;;
    --seed) seed=$2; shift 2 ;;
    *) echo "usage: tests/soak.sh [--short] [--beds N] [--hours H] [--seed S]" >&2; exit 2 ;;
  esac
done

bash deploy/prerequisites.sh --tests
dotnet build tests/Streaming.Tests -c Release -nodeReuse:false -v quiet -clp:NoSummary
line=$(mktemp)
trap 'rm -f "$line"' EXIT
status=0
STREAMING_SOAK="$beds $hours $seed" STREAMING_SOAK_LINE="$line" \
  tests/Streaming.Tests/bin/Release/net10.0/Streaming.Tests -noLogo -method '*SoakTests.Everything_is_accounted_for_after_a_night_of_faults' || status=$?
if [ ! -s "$line" ]; then echo "soak: did not come to its end" >&2; exit 1; fi
cat "$line"
exit "$status"
