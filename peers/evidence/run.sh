#!/usr/bin/env bash
# Runs the tests of the evidence store against S3 servers of other makers, and its scanning against a real clamd.
#   bash peers/evidence/run.sh
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
peers=$root/.peers/evidence
work=$(mktemp -d /tmp/s11-peers-XXXXXX)
started=()
finish() {
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 143' TERM INT

if [ ! -x "$peers/ministack/bin/ministack" ]; then
  "$root/.venv/bin/python" -m venv "$peers/ministack" # its own, because it pins botocore
  "$peers/ministack/bin/pip" install --quiet --disable-pip-version-check ministack==1.5.33
fi
if [ ! -x "$peers/node_modules/.bin/s3rver" ]; then
  npm i --prefix "$peers" --no-save --ignore-scripts --no-audit --no-fund s3rver@3.7.1
fi
if ! command -v clamd >/dev/null; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -qq -y clamav clamav-daemon
fi

python=$root/.venv/bin/python
free_port() { "$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
await() { # until $1 listens on the port $2; its last words where it never does
  for _ in $(seq 600); do
    (exec 3<>"/dev/tcp/127.0.0.1/$2") 2>/dev/null && return
    sleep 0.2
  done
  echo "$1 does not listen on port $2. Its log ends:" >&2
  tail -n 20 "$work/$1.log" >&2
  exit 1
}

ministack=$(free_port)
BIND_HOST=127.0.0.1 GATEWAY_PORT=$ministack SERVICES=s3 LOG_LEVEL=ERROR "$peers/ministack/bin/ministack" >"$work/ministack.log" 2>&1 &
started+=($!)
s3rver=$(free_port)
"$peers/node_modules/.bin/s3rver" -d "$work" -a 127.0.0.1 -p "$s3rver" --no-vhost-buckets --silent >"$work/s3rver.log" 2>&1 &
started+=($!)
clamd=$(free_port)
mkdir "$work/signatures"
# The signature of the EICAR test file, put together here so that no scanner minds this script.
printf '%s' 'X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR' '-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*' >"$work/eicar"
echo "$(md5sum "$work/eicar" | cut -d' ' -f1):68:Eicar-Test-Signature" >"$work/signatures/eicar.hdb"
rm "$work/eicar"
cat >"$work/clamd.conf" <<CONF
TCPSocket $clamd
TCPAddr 127.0.0.1
DatabaseDirectory $work/signatures
StreamMaxLength 2M
Foreground yes
User root
CONF
clamd --config-file="$work/clamd.conf" >"$work/clamd.log" 2>&1 &
started+=($!)
await ministack "$ministack"
await s3rver "$s3rver"
await clamd "$clamd"

cd "$root"
MINISTACK=http://127.0.0.1:$ministack S3RVER=http://127.0.0.1:$s3rver CLAMD=127.0.0.1:$clamd \
  "$python" -m pytest -q -p no:cacheprovider --tb=short peers/evidence &
started+=($!)
wait "$!"
echo "Evidence: every store's tests hold on ministack and s3rver, and a real clamd finds and waits as told."
