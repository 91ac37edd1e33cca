#!/usr/bin/env bash
# Has LibreOffice open and save the filled .xlsx and .docx forms, sends them back and looks at what is read.
#   bash peers/forms/run.sh
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if ! command -v soffice >/dev/null; then
  apt-get update
  apt-get install -y --no-install-recommends libreoffice-calc-nogui libreoffice-writer-nogui
fi
cd "$here/../.."
exec .venv/bin/python -m peers.forms.saved
