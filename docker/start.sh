#!/bin/sh
# Starts the server with the addresses of its database made from secrets that lie in files, so that no password stands in
# an image, a compose file or the list of processes. What the environment gives already is left as it is.
set -eu

# url_of ROLE FILE: the address for a role whose password the file holds. Passwords are made of letters and digits
# (docs/operations.md), so that nothing in them needs escaping.
url_of() {
  password=$(cat "$2")
  case $password in
    '' | *[!A-Za-z0-9]*)
      echo "frontdoor: $2 must hold one password of letters and digits" >&2
      exit 2
      ;;
  esac
  printf 'postgresql://%s:%s@%s/%s' "$1" "$password" "${DATABASE_HOST:-database}" "${DATABASE_NAME:-frontdoor}"
}

if [ -z "${FRONTDOOR_DATABASE_URL:-}" ] && [ -n "${SERVER_PASSWORD_FILE:-}" ]; then
  FRONTDOOR_DATABASE_URL=$(url_of frontdoor_server "$SERVER_PASSWORD_FILE")
  export FRONTDOOR_DATABASE_URL
fi
if [ -z "${FRONTDOOR_DATABASE_OWNER_URL:-}" ] && [ -n "${OWNER_PASSWORD_FILE:-}" ]; then
  FRONTDOOR_DATABASE_OWNER_URL=$(url_of frontdoor_owner "$OWNER_PASSWORD_FILE")
  export FRONTDOOR_DATABASE_OWNER_URL
fi
exec frontdoor "$@"
