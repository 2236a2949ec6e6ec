#!/bin/bash
# nginx -t on docker/nginx.conf, with a certificate made for it and the servers' names as addresses. 77: not installed.
set -euo pipefail

nginx=$(command -v nginx || ls /usr/sbin/nginx 2>/dev/null) || exit 77
command -v openssl >/dev/null || exit 77
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=frontdoor -keyout "$folder/key" -out "$folder/certificate" \
  2>/dev/null
sed -e "s#/tmp/#$folder/#" -e "s#/run/secrets/proxy_certificate#$folder/certificate#" \
  -e "s#/run/secrets/proxy_key#$folder/key#" -e 's#server_a:8080#127.0.0.1:1#' -e 's#server_b:8080#127.0.0.1:2#' \
  docker/nginx.conf >"$folder/nginx.conf"
"$nginx" -t -q -p "$folder" -e /dev/stderr -c "$folder/nginx.conf"
