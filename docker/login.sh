# Runs once, when the database is made: the login that Herald serves with. It owns nothing and inherits nothing; migrations give it its roles.
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
    --set password="$(cat /run/secrets/login_password)" <<'SQL'
CREATE ROLE herald LOGIN NOSUPERUSER NOBYPASSRLS NOINHERIT PASSWORD :'password';
SQL
