#!/usr/bin/env bash
# A whole audit through a local Slack, in Socket Mode and in HTTP mode. Installs it by npm into .peers.
set -euo pipefail
cd "$(dirname "$0")/../.."
npm install --prefix .peers --no-save --ignore-scripts --no-fund --no-audit --silent local-slack-linux-x64@0.1.8
chmod +x .peers/node_modules/local-slack-linux-x64/bin/local-slack
PYTHONPATH=. .venv/bin/pytest -q -n0 -p no:cacheprovider --rootdir . peers/slack
