#!/bin/bash
# Run once by the PostgreSQL image when its volume is empty: the owner of the tables, the log-in of
# web and worker (which owns nothing and inherits nothing), and the database.
set -euo pipefail

psql --username "$POSTGRES_USER" --dbname postgres --set ON_ERROR_STOP=1 \
    --set owner_password="$(cat /run/secrets/owner_password)" \
    --set web_password="$(cat /run/secrets/web_password)" <<'SQL'
CREATE ROLE portal_owner LOGIN CREATEROLE PASSWORD :'owner_password';
CREATE ROLE portal_web LOGIN NOINHERIT PASSWORD :'web_password';
CREATE DATABASE portal OWNER portal_owner;
\connect portal
ALTER SCHEMA public OWNER TO portal_owner;
SQL
