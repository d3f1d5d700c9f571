#!/usr/bin/env bash
# Credentials and access list of a broker of its own, so that a bed can publish only as itself.
#   bash deploy/broker-access.sh FOLDER service        the service: reads every bed, asks them for samples, publishes stages
#   bash deploy/broker-access.sh FOLDER bed SITE BED   a bed's gateway: writes and reads its own topics, nobody else's
#   bash deploy/broker-access.sh FOLDER viewer         reads published stages, nothing more
#   bash deploy/broker-access.sh FOLDER remove NAME    takes credentials back
# Prints the user name and a fresh password, once. FOLDER gets "passwords" (hashed) and "access"; mosquitto.conf then needs
#   allow_anonymous false
#   password_file FOLDER/passwords
#   acl_file FOLDER/access
# and mosquitto a SIGHUP after each change.
set -euo pipefail
usage() { sed -n '2,7p' "$0" | sed 's/^# \{0,1\}//' >&2; exit 2; }
[ $# -ge 2 ] || usage
folder=$1 kind=$2
shift 2
name_pattern='^[A-Za-z0-9_.-]{1,64}$'
[ "$kind" = remove ] && name_pattern='^[A-Za-z0-9_.@-]{1,129}$'
for part in "$@"; do [[ $part =~ $name_pattern ]] || { echo "broker-access: '$part' is no name: 1 to 64 characters of A-Z a-z 0-9 - _ ." >&2; exit 2; }; done

umask 077
mkdir -p "$folder"
passwords=$folder/passwords access=$folder/access
touch "$passwords" "$access"

# One block a user, between two marks, so that it can be replaced and removed.
forget() {
  local fresh=$access.new
  awk -v name="$1" '$0 == "# begin " name { skip = 1 } !skip { print } $0 == "# end " name { skip = 0 }' "$access" >"$fresh"
  mv "$fresh" "$access"
}

# Run by root for a broker that gives up root (Debian's does): it reads the files as itself. Otherwise they are only yours.
let_broker_read() {
  [ "$(id -u)" = 0 ] && getent group mosquitto >/dev/null || return 0
  chgrp mosquitto "$folder" "$passwords" "$access"
  chmod 750 "$folder"
  chmod 640 "$passwords" "$access"
}

case $kind in
  service)
    [ $# -eq 0 ] || usage
    user=service
    rules='topic read psg/v1/#\ntopic write psg/v1/+/+/command\ntopic write psg/v1/+/+/stage' ;;
  bed)
    [ $# -eq 2 ] || usage
    user=$2@$1 # no name holds an @, so no two beds share a user
    rules=$(printf 'topic write psg/v1/%s/%s/%s\\n' "$1" "$2" study "$1" "$2" samples "$1" "$2" event "$1" "$2" status)
    rules+="topic read psg/v1/$1/$2/command" ;;
  viewer)
    [ $# -eq 0 ] || usage
    user=viewer
    rules='topic read psg/v1/+/+/stage' ;;
  remove)
    [ $# -eq 1 ] || usage
    grep -q "^$1:" "$passwords" || { echo "broker-access: there is no user '$1' in $passwords" >&2; exit 1; }
    mosquitto_passwd -D "$passwords" "$1"
    forget "$1"
    let_broker_read
    echo "broker-access: $1 is gone once mosquitto has read its files again (SIGHUP)" >&2
    exit 0 ;;
  *) usage ;;
esac

password=$(head -c 32 /dev/urandom | base64 | tr -d '\n=+/')
mosquitto_passwd -b "$passwords" "$user" "$password"
forget "$user"
printf "# begin %s\nuser %s\n$rules\n# end %s\n\n" "$user" "$user" "$user" >>"$access"
let_broker_read
echo "user: $user"
echo "password: $password"
