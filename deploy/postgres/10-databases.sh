#!/bin/sh
# A database and a role for each service; no role reaches a database that is not its own.
# PostgreSQL runs this once, on an empty volume. It may be run again at any time: it adds what is
# missing and sets the roles' passwords to those in secrets/.
set -eu

run_sql() { psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" "$@"; }

for service in enrolment evaluation notification; do
    url=$(cat "/run/secrets/${service}_database_url") # postgresql://ROLE:PASSWORD@HOST:PORT/DATABASE
    password=${url#*://*:}
    export ROLE_PASSWORD="${password%%@*}"
    run_sql --dbname postgres --set service="$service" <<'SQL'
\getenv password ROLE_PASSWORD
select format('create role %I login', :'service')
 where not exists (select from pg_roles where rolname = :'service') \gexec
alter role :"service" password :'password';
select format('create database %I owner %I', :'service', :'service')
 where not exists (select from pg_database where datname = :'service') \gexec
revoke all on database :"service" from public;
SQL
done

run_sql --dbname postgres <<'SQL'
revoke all on database postgres, template1 from public;
SQL
