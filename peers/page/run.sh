#!/usr/bin/env bash
# Opens a report or a digest in headless Chromium as its readers would, and fails on anything they could not use.
#   bash peers/page/run.sh REPORT.html OUTDIR
#   bash peers/page/run.sh DIGEST.html OUTDIR
set -euo pipefail
report=$(realpath "$1")
mkdir -p "$2"
out=$(realpath "$2")
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
peers=$(cd "$here/../.." && pwd)/.peers/page  # a folder each: npm would throw out what another asked for

if [ ! -x /usr/bin/chromium ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -qq -y chromium
fi
if [ ! -d "$peers/node_modules/axe-core" ] || [ ! -d "$peers/node_modules/playwright-core" ]; then
  mkdir -p "$peers"
  npm i --prefix "$peers" --no-save --ignore-scripts --no-audit --no-fund axe-core@4.14.1 playwright-core@1.64.1
fi
PEERS="$peers/node_modules" node "$here/check.mjs" "$report" "$out"
