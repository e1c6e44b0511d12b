#!/bin/sh
# Patroni runs this once, on the first primary. $1 is a connection string without the password, which is in PGPASSFILE.
set -eu
exec ${POSTGRESQL_BIN_DIR}/psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --dbname "$1" --file "${POSTGRESQL_CONFIG_DIR}/roles.sql"
