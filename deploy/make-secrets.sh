#!/bin/sh
# Makes the secrets that compose.yaml hands to its services, each a file in the folder given (default: secrets, beside this
# script). Those that are there stay: run it as often as you like. Prints names only.
# The folder is its owner's alone; the files in it can be read by whoever gets there, because each service of compose.yaml
# reads them as a user of its own.
set -eu
folder=${1:-$(dirname "$0")/secrets}
umask 077
mkdir -p "$folder"
chmod 700 "$folder"
printf '*\n' > "$folder/.gitignore"

random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
keep() {
  if [ -s "$folder/$1" ]; then echo "kept $folder/$1"; else printf '%s' "$2" > "$folder/$1"; chmod 444 "$folder/$1"; echo "made $folder/$1"; fi
}

keep postgres_password "$(random)"
keep postgres_runtime_password "$(random)"
keep redis_password "$(random)"
keep database_url "postgres://tourniquet_runtime:$(cat "$folder/postgres_runtime_password")@postgres:5432/tourniquet"
keep database_migrate_url "postgres://tourniquet:$(cat "$folder/postgres_password")@postgres:5432/tourniquet"
keep redis_url "redis://:$(cat "$folder/redis_password")@redis:6379"
