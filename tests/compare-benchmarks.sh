#!/usr/bin/env bash
# Compares the benchmarks of two commits on this machine: bash tests/compare-benchmarks.sh A B [ROOM...]
# Fails where a ratio got worse by more than 15 %. Both are built in work trees of their own and take turns, twice; the better of the two
# turns counts, because a machine with other work to do makes figures worse, never better.
set -euo pipefail
cd "$(dirname "$0")/.."
if [ $# -lt 2 ]; then sed -n '2,4s/^# //p' "$0"; exit 2; fi
a=$(git rev-parse --verify "$1^{commit}") b=$(git rev-parse --verify "$2^{commit}")
shift 2
# Those whose figures are ratios of processor time or of turns on one thread: they hold on a busy machine.
rooms=("$@")
[ ${#rooms[@]} -gt 0 ] || rooms=(render filter assemble decode budget model grpc)
folder=$(mktemp -d)
trap 'for side in a b; do git worktree remove --force "$folder/$side" 2>/dev/null || true; done; rm -rf "$folder"' EXIT
for side in a b; do
  git worktree add --detach --quiet "$folder/$side" "${!side}"
  (cd "$folder/$side" && dotnet build -c Release tests/Streaming.Benchmarks -p:RunAnalyzers=false -v q --nologo)
done
arguments=()
for room in "${rooms[@]}"; do arguments+=(--room "$room"); done
for turn in 1 2; do
  for side in a b; do
    (cd "$folder/$side" && dotnet run --no-build -c Release --project tests/Streaming.Benchmarks -- all --output '' --json "$folder/$side$turn.json" "${arguments[@]}")
  done
done
(cd "$folder/b" && dotnet run --no-build -c Release --project tests/Streaming.Benchmarks -- compare \
  --before "$folder/a1.json" --before "$folder/a2.json" --after "$folder/b1.json" --after "$folder/b2.json")
