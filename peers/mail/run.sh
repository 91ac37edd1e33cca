#!/usr/bin/env bash
# Sends invitations to a real SMTP listener, answers them into a real Dovecot, and looks at what was recorded.
#   bash peers/mail/run.sh
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if ! command -v dovecot >/dev/null; then
  apt-get update
  apt-get install -y dovecot-core dovecot-imapd
fi
cd "$here/../.."
exec .venv/bin/python -m peers.mail.round_trip
