#!/usr/bin/env bash
# Prints the name of this machine's time zone: that of TZ, else the one that /etc/localtime links to; UTC where that is no name of the time zone database.
# usage: bash deploy/time-zone.sh [LINK instead of /etc/localtime]
set -euo pipefail
if [ -n "${TZ+set}" ]; then name=${TZ#:}; else name=$(readlink "${1:-/etc/localtime}" || true); fi
name=${name##*zoneinfo/}
case $name in
  /*|*..*|Etc/UTC) name=UTC ;; # the service takes no path, and says UTC of this one alone
esac
# A rule such as CET-1CEST is no name either.
[ "$(head -c 4 "${TZDIR:-/usr/share/zoneinfo}/$name" 2>/dev/null || true)" = TZif ] || name=UTC
echo "$name"
