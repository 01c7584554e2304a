#!/usr/bin/env bash
# Makes sure that redis-server is on the PATH (Debian and its relatives; as root, or with sudo that asks no password).
# Only the program is wanted: the tests start servers of their own, on free ports. So a service that the package starts,
# or fails to start (in a container), is of no concern here.
set -euo pipefail

if command -v redis-server >/dev/null; then
  redis-server --version
  exit 0
fi
if ! command -v apt-get >/dev/null; then
  echo "redis: no redis-server on the PATH and no apt-get to install it with: install Redis 6.2 or later by hand." >&2
  exit 1
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! sudo -n true 2>/dev/null; then
    echo "redis: installing redis-server takes root: run 'sudo apt-get install redis-server' first." >&2
    exit 1
  fi
  as_root=(sudo -n)
fi

# The lists of a fresh image are empty or old; a mirror that fails once is asked again.
apt() {
  ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Acquire::Retries=3 "$@" </dev/null
}
apt update
apt install -y --no-install-recommends redis-server
redis-server --version
