#!/usr/bin/env bash
# Opens a report or a digest in headless Chromium as its readers would, and fails on anything they could not use.
#   bash peers/page/run.sh REPORT.html OUTDIR
#   bash peers/page/run.sh DIGEST.html OUTDIR
set -euo pipefail
report=$(realpath "$1")
mkdir -p "$2"
out=$(realpath "$2")
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
peers=$(cd "$here/../.." && pwd)/.peers

if [ ! -x /usr/bin/chromium ]; then
  apt-get update
  apt-get install -y chromium
fi
if [ ! -d "$peers/node_modules/axe-core" ] || [ ! -d "$peers/node_modules/playwright-core" ]; then
  npm i --prefix "$peers" --no-save --ignore-scripts axe-core playwright-core
fi
PEERS="$peers/node_modules" node "$here/check.mjs" "$report" "$out"
