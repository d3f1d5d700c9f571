#!/bin/sh
# Restores the npm package locked in folder $1 and keeps only what the build uses. Safe when several builds start at once:
# the first takes the lock, the others wait and then find the stamp.
set -eu
cd "$1"
command -v npm > /dev/null || {
  echo "restore.sh : error ONNX0001: npm was not found. The build restores ONNX Runtime with it: install Node.js 20 or later with npm, or build with -p:OnnxRuntimeFromNuGet=true." >&2
  exit 1
}
exec 9> ./.restore.lock
flock 9
stamp=node_modules/.restored
if [ -f "$stamp" ] && [ "$stamp" -nt package-lock.json ] && [ "$stamp" -nt "$OLDPWD/restore.sh" ]; then
  exit 0
fi
npm ci --no-audit --no-fund --ignore-scripts --loglevel=error
# The package ships every platform (385 MB); this build uses the sources and the x64 Linux libraries.
for plugins in node_modules/*/Plugins; do
  [ -d "$plugins" ] || continue
  find "$plugins" -mindepth 1 -maxdepth 1 ! -name Linux -exec rm -rf {} +
done
for platforms in node_modules/onnxruntime-node/bin/napi-v6; do
  [ -d "$platforms" ] || continue
  find "$platforms" -mindepth 1 -maxdepth 1 ! -name linux -exec rm -rf {} +
done
touch "$stamp"
