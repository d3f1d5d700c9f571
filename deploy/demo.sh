#!/usr/bin/env bash
# The whole line on one machine: broker, service, beds, a station. Installs what is missing and ends with one summary line.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
here=$PWD

usage() {
  cat <<'TEXT'
usage: bash deploy/demo.sh [--beds N] [--speed X] [--study FILE.edf] [--map 'EEG=C4-M1']... [--for SECONDS] [--stay] [--keep]

  --beds N      simulated beds (default 4); with --study, beds that all play it (default 1)
  --speed X     times real time (default 60)
  --study FILE  play this EDF, EDF+ or BDF recording instead of simulated nights, to its end
  --map L=D     what a channel of the study stands for where its label does not say; may be repeated
  --keep        leave store, logs and results behind and say where
  --stay        when the nights have ended, keep everything running until Ctrl-C: to review and sign them (their store goes with it)
                on the page, for instance with --beds 1 --speed 480: a night of eight hours in a minute or two
  --for S       stop after S seconds of streaming (default: simulated nights until Ctrl-C, a study to its end)
TEXT
}

fail() { echo "demo: $*" >&2; exit 2; }
number() { [[ $2 =~ ^[0-9]+(\.[0-9]+)?$ ]] && [[ ! $2 =~ ^0+(\.0+)?$ ]] || fail "$1 wants a number above 0; '$2' is not one"; }

beds='' speed=60 study='' seconds='' maps=() keep=0 stay=0
while (( $# )); do
  case $1 in
    -h|--help) usage; exit 0 ;;
    --keep) keep=1; shift ;;
    --stay) stay=1; shift ;;
    --beds|--speed|--study|--map|--for) (( $# > 1 )) || fail "$1 wants a value" ;;&
    --beds) [[ $2 =~ ^[1-9][0-9]{0,2}$ ]] || fail "--beds wants a whole number from 1 to 999; '$2' is not one"; beds=$2; shift 2 ;;
    --speed) number --speed "$2"; speed=$2; shift 2 ;;
    --for) number --for "$2"; seconds=$2; shift 2 ;;
    --study) study=$(cd "$here" && realpath -e -- "$2" 2>/dev/null) || fail "--study: there is no file '$2'"; shift 2 ;;
    --map) maps+=(--map "$2"); shift 2 ;;
    *) usage >&2; fail "unknown argument '$1'" ;;
  esac
done
[ -z "$seconds" ] || (( ! stay )) || fail "--for ends the demonstration and --stay keeps it: one of them"
beds=${beds:-$([ -n "$study" ] && echo 1 || echo 4)}

cd "$root"
bash deploy/prerequisites.sh
echo "demo: building (the first time takes a few minutes)"
built=0
for project in Service Replay Station Training; do
  echo "demo: building $(( ++built )) of 4: Streaming.$project"
  report=$(dotnet build "src/Streaming.$project" -c Release -nodeReuse:false -v quiet -tl:off 2>&1) || { echo "$report" >&2; fail "Streaming.$project does not build"; }
done
program() { echo "src/Streaming.$1/bin/Release/net10.0/Streaming.$1.dll"; }

place=$(mktemp -d "${TMPDIR:-/tmp}/streaming-demo.XXXXXX")
broker_id='' service_id='' station_id='' replay_id='' interrupted=0
stop() { # process id, signal: wait until it has gone, insist after 20 s
  [ -n "$1" ] && kill -s "$2" "$1" 2>/dev/null || return 0
  for _ in $(seq 200); do kill -0 "$1" 2>/dev/null || return 0; sleep 0.1; done
  kill -9 "$1" 2>/dev/null || true
}
clean_up() {
  trap - EXIT
  stop "$replay_id" TERM; stop "$station_id" TERM; stop "$service_id" TERM; stop "$broker_id" TERM
  if (( keep )); then echo "demo: kept $place"; else rm -rf "$place"; fi
}
trap clean_up EXIT
# Ctrl-C ends the streaming, not the demo: the summary still comes.
trap 'interrupted=1' INT

free_port() {
  local port
  while :; do
    port=$(( 20000 + RANDOM % 20000 ))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
}
wait_for() { # what, process id, log, command...
  local what=$1 id=$2 log=$3; shift 3
  for _ in $(seq 600); do
    "$@" >/dev/null 2>&1 && return
    kill -0 "$id" 2>/dev/null || { cat "$log" >&2; fail "the $what ended before it was ready"; }
    sleep 0.1
  done
  cat "$log" >&2; fail "the $what was not ready after 60 s"
}
answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
ready() { curl -fsS --max-time 2 "http://127.0.0.1:$1/healthz"; }

mqtt=$(free_port) grpc=$(free_port) web=$(free_port)
{ cat deploy/mosquitto.conf; echo "listener $mqtt 127.0.0.1"; echo "persistence_location $place/broker/"; echo "user $(id -un)"; } >"$place/mosquitto.conf"
mkdir "$place/broker"
PATH=$PATH:/usr/sbin setsid mosquitto -c "$place/mosquitto.conf" >"$place/broker.log" 2>&1 & broker_id=$!
wait_for broker "$broker_id" "$place/broker.log" answers "$mqtt"

zone=$(bash deploy/time-zone.sh)
setsid dotnet "$(program Service)" --Recording:Folder "$place/store" --Ingest:Port "$mqtt" --Serving:GrpcPort "$grpc" --Serving:WebPort "$web" \
  --Exporting:TimeZone "$zone" \
  >"$place/service.log" 2>&1 & service_id=$!
wait_for service "$service_id" "$place/service.log" ready "$web"
echo "demo: page at http://127.0.0.1:$web, gRPC at http://127.0.0.1:$grpc, MQTT at 127.0.0.1:$mqtt, store at $place/store"
echo "demo: reports and EDF headers have the clock of $zone, this machine's time zone; TZ=Europe/Berlin before the command sets another"

echo "demo: in another terminal: export STREAMING_ADDRESS=http://127.0.0.1:$grpc; dotnet $root/$(program Station) --help"
until_ended=(); [ -n "$study" ] && (( ! stay )) && until_ended=(--until-ended)
setsid dotnet "$(program Station)" watch --plain --address "http://127.0.0.1:$grpc" --record "$place/results.csv" --summary "$place/summary" \
  "${until_ended[@]}" & station_id=$!
if [ -n "$study" ]; then from=("$study" --time-zone "$zone" "${maps[@]}"); else from=(--simulate); fi
setsid dotnet "$(program Replay)" "${from[@]}" --broker "127.0.0.1:$mqtt" --site demo --beds "$beds" --speed "$speed" \
  >"$place/replay.log" 2>&1 & replay_id=$!

told=0
tell_replay() { # what Replay said since, but for its progress: which channels it does not use and how to --map them, what a broker refused
  local lines=0
  [ -f "$place/replay.log" ] && lines=$(wc -l <"$place/replay.log")
  (( lines > told )) || return 0
  sed -n "$(( told + 1 )),${lines}p" "$place/replay.log" | { grep -Ev '^replay: ([0-9.:]+ of [0-9.:]+ played,|beds=)' || true; }
  told=$lines
}

started=$SECONDS
while (( ! interrupted )); do
  tell_replay
  kill -0 "$service_id" 2>/dev/null || { cat "$place/service.log" >&2; fail "the service ended"; }
  kill -0 "$station_id" 2>/dev/null || break
  if [ -n "$replay_id" ] && ! kill -0 "$replay_id" 2>/dev/null; then
    wait "$replay_id" || { cat "$place/replay.log" >&2; fail "Replay ended with an error"; }
    replay_id=''
    if (( stay )); then echo "demo: the nights have ended: review and sign them at http://127.0.0.1:$web (docs/station.md, \"A first night on the page\"); Ctrl-C ends the demonstration and deletes its nights: save what you want to keep"
    elif [ -z "$study" ]; then break; fi
  fi
  if [ -n "$seconds" ] && awk -v s="$seconds" -v t="$(( SECONDS - started ))" 'BEGIN { exit !(t >= s) }'; then break; fi
  sleep 0.2 || true
done
# TERM, not INT: what a script starts in the background ignores INT.
stop "$replay_id" TERM
stop "$station_id" TERM

agreement=
if [ -n "$study" ]; then
  # A study without annotations has nothing to agree with; the summary comes all the same.
  agreement=$(dotnet "$(program Training)" agree "$study" --results "$place/results.csv" 2>/dev/null | sed -n 's/^REVISED\( accuracy=[^ ]* kappa=[^ ]*\).*/\1/p' | tail -n 1) || agreement=
fi
echo "demo: beds=$beds $(cat "$place/summary")$agreement"
