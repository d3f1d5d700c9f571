#!/bin/sh
# Builds the page into dist: sh build.sh GRPC_TOOLS_PACKAGE. By lock file; the first time it also restores the npm packages.
# Safe when several builds start at once: the first takes the lock, the others wait and then find the stamp.
set -eu
cd "$(dirname "$0")"
command -v npm > /dev/null || {
  echo "build.sh : error PAGE0001: npm was not found. The build makes the station's page with it: install Node.js 20.19 or later with npm, or build with -p:StationPage=false." >&2
  exit 1
}
exec 9> ./.restore.lock
flock 9
if [ ! -f node_modules/.restored ] || [ package-lock.json -nt node_modules/.restored ]; then
  npm ci --no-audit --no-fund --ignore-scripts --loglevel=error
  touch node_modules/.restored
fi
sh ./generate.sh "$1/tools/linux_x64/protoc" "$1/build/native/include"
node_modules/.bin/tsc --noEmit
node_modules/.bin/vite build --logLevel warn
touch dist/.built
