#!/bin/bash
# Run once by the PostgreSQL image on an empty data folder: the role that owns the tables and migrates them, the role that
# the servers work as, and their database. Passwords come from files and pass through psql's variables, never its command
# line.
set -euo pipefail

owner_password=$(cat "$OWNER_PASSWORD_FILE") server_password=$(cat "$SERVER_PASSWORD_FILE")
export owner_password server_password
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres <<'SQL'
\getenv owner_password owner_password
\getenv server_password server_password
create role frontdoor_owner login password :'owner_password';
create role frontdoor_server login password :'server_password';
create database frontdoor owner frontdoor_owner template template0 encoding 'UTF8' lc_collate 'C.UTF-8' lc_ctype 'C.UTF-8';
grant connect on database frontdoor to frontdoor_server;
SQL
