#!/bin/sh
# Run once by the PostgreSQL image, when its data folder is empty: makes the role that Tourniquet runs as. `tourniquet
# migrate` gives it its rights: it can add to the audit record, and neither change nor delete what is there.
set -eu
secret=/run/secrets/postgres_runtime_password
test -s "$secret"
# psql reads and quotes the password itself: it is in no process list and in no log.
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --quiet <<'SQL'
\set password `cat /run/secrets/postgres_runtime_password`
CREATE ROLE tourniquet_runtime LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
SQL
