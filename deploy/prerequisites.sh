#!/usr/bin/env bash
# Installs the Debian packages that the demonstration needs, and with --tests those of the tests, if any is missing.
# Checks for what it does not install: git, the .NET 10 SDK, Node 20 or later, npm. Runs as often as you like.
set -euo pipefail
tests=0
for argument in "$@"; do
  case $argument in
    --tests) tests=1 ;;
    *) echo "usage: bash deploy/prerequisites.sh [--tests]" >&2; exit 2 ;;
  esac
done

absent=()
command -v git >/dev/null || absent+=("git")
dotnet --list-sdks 2>/dev/null | grep -qE '^(1[0-9]|[2-9][0-9])\.' || absent+=("the .NET SDK, version 10 or later")
node=$(node --version 2>/dev/null | sed -nE 's/^v([0-9]+).*/\1/p' || true)
[ "${node:-0}" -ge 20 ] || absent+=("Node, version 20 or later")
command -v npm >/dev/null || absent+=("npm")
if [ ${#absent[@]} -gt 0 ]; then
  echo "prerequisites: please install first:" >&2
  printf '  - %s\n' "${absent[@]}" >&2
  exit 1
fi

# Debian keeps the broker where an ordinary user's PATH does not look.
has() { PATH="$PATH:/usr/sbin" command -v "$1" >/dev/null; }
# The python of Debian, whatever else comes first in PATH: its packages are seen by no other.
imports() { /usr/bin/python3 -c "import importlib.util as u, sys; sys.exit(u.find_spec('$1') is None)" 2>/dev/null; }

missing=()
has mosquitto || missing+=(mosquitto)
has mosquitto_sub || missing+=(mosquitto-clients)
has curl || missing+=(curl)
if [ "$tests" = 1 ]; then
  imports grpc || missing+=(python3-grpcio)
  imports google.protobuf || missing+=(python3-protobuf)
  imports mne || missing+=(python3-mne)
  has protoc || missing+=(protobuf-compiler)
  [ -e /usr/include/google/protobuf/timestamp.proto ] || missing+=(libprotobuf-dev) # what our messages import; the compiler only recommends it
  has chromium || missing+=(chromium)
  has nginx || missing+=(nginx-light)
  [ -e "${TZDIR:-/usr/share/zoneinfo}/Europe/Berlin" ] || missing+=(tzdata) # time zones
fi
[ ${#missing[@]} -gt 0 ] || exit 0

if ! command -v apt-get >/dev/null; then
  echo "prerequisites: this is not Debian; please install what it calls: ${missing[*]}" >&2
  exit 1
fi
as_root=()
if [ "$(id -u)" != 0 ]; then
  command -v sudo >/dev/null || { echo "prerequisites: neither root nor sudo; please run: apt-get install ${missing[*]}" >&2; exit 1; }
  as_root=(sudo)
fi

echo "prerequisites: installing ${missing[*]}"
# Debian starts a broker on port 1883, and a web server on port 80, the moment they are installed. Nobody here asked for those: forbid it, but leave a policy
# that exists alone.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap '"${as_root[@]}" rm -f "$policy"' EXIT
  printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
  "${as_root[@]}" chmod 755 "$policy"
fi
apt() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=600 "$@"; }
apt update
apt install -y --no-install-recommends "${missing[@]}"
# Nor at the next start of the machine.
for daemon in mosquitto nginx; do
  case " ${missing[*]} " in
    *" $daemon "*|*" $daemon-light "*)
      if [ -d /run/systemd/system ]; then
        "${as_root[@]}" systemctl disable --now "$daemon"
      elif command -v update-rc.d >/dev/null; then
        "${as_root[@]}" update-rc.d "$daemon" disable
      fi ;;
  esac
done
