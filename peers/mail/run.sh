#!/usr/bin/env bash
# Sends invitations to a real SMTP listener, answers them into a real Dovecot, and looks at what was recorded.
#   bash peers/mail/run.sh [LETTERS]    how many letters are timed, 100 unless told
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if ! command -v dovecot >/dev/null; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -qq -y dovecot-core dovecot-imapd
fi
cd "$here/../.."
exec .venv/bin/python -m peers.mail.round_trip "$@"
