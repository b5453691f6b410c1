#!/bin/sh
# Makes the random secrets of a new server in ./secrets, once; existing ones are never touched.
set -eu
cd "$(dirname "$0")/.."

mkdir -p secrets
chmod 700 secrets # the files are mounted one by one, so only this folder guards them on the host

keep() { # keep <name> <text>
    [ -e "secrets/$1" ] || printf '%s' "$2" >"secrets/$1"
    chmod 444 "secrets/$1"
}
random() { head -c 36 /dev/urandom | base64 | tr '+/' '-_' | tr -d '\n='; }

keep secret_key "$(random)$(random)"
for name in postgres_password owner_password web_password redis_password; do
    keep "$name" "$(random)"
done
keep database_url "postgres://portal_web:$(cat secrets/web_password)@postgres:5432/portal"
keep database_owner_url "postgres://portal_owner:$(cat secrets/owner_password)@postgres:5432/portal"
keep redis_url "redis://:$(cat secrets/redis_password)@redis:6379/0"
echo "The secrets are in ./secrets. Back them up apart from the database."
