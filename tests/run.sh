#!/usr/bin/env bash
# Installs what is missing, builds everything, runs every test but the long ones. Arguments go to the test runner
# (bash tests/run.sh -class '*EdfReader*'). The last line is "N passed, N failed, N skipped".
set -euo pipefail
cd "$(dirname "$0")/.."
long=${STREAMING_TESTS_LONG:-0}

bash deploy/prerequisites.sh --tests
peers=tests/Streaming.Tests/Interop/peers
if ! cmp -s "$peers/package-lock.json" "$peers/node_modules/.installed"; then
  echo "Installing the npm peers of the interoperability tests"
  npm ci --prefix "$peers" --no-audit --no-fund --loglevel=error
  cp "$peers/package-lock.json" "$peers/node_modules/.installed"
fi

dotnet build Streaming.sln -c Release -nodeReuse:false -v quiet -clp:NoSummary

if [ "$long" = 1 ]; then which=(-trait "Category=Long"); else which=(-trait- "Category=Long"); fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
tests/Streaming.Tests/bin/Release/net10.0/Streaming.Tests -noLogo "${which[@]}" "$@" 2>&1 | tee "$log" || status=$?

summary=$(grep -E 'Total: [0-9]+' "$log" | tail -n 1 || true)
count() { sed -nE "s/.*$1: ([0-9]+).*/\1/p" <<<"$summary" | tail -n 1; }
if [ -z "$summary" ]; then
  echo "The test runner ended with status $status and no summary." >&2
  echo "0 passed, 1 failed, 0 skipped"
  exit 1
fi
total=$(count Total) failed=$(( $(count Failed) + $(count Errors) )) skipped=$(count Skipped) left=$(count 'Not Run')
# Once more, with what each says: a record of a run often keeps its end alone.
if [ "$failed" -gt 0 ]; then
  echo "Failed:"
  grep -A 12 -F '[FAIL]' "$log" | tail -n 120 || true
fi
echo "$(( total - $(count Failed) - skipped - ${left:-0} )) passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$status" -eq 0 ]
