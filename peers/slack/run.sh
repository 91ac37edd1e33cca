#!/usr/bin/env bash
# A whole audit through a local Slack: in Socket Mode, in HTTP mode, and half of it by letter. Installs it by npm into .peers.
set -euo pipefail
cd "$(dirname "$0")/../.."
if [ ! -d .peers/slack/node_modules/local-slack-linux-x64 ]; then
  mkdir -p .peers/slack  # a folder of its own: npm would throw out what another peer asked for
  npm install --prefix .peers/slack --no-save --ignore-scripts --no-fund --no-audit --silent local-slack-linux-x64@0.1.8
fi
chmod +x .peers/slack/node_modules/local-slack-linux-x64/bin/local-slack
PYTHONPATH=. .venv/bin/pytest -q -n0 -p no:cacheprovider --rootdir . peers/slack
