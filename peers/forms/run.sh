#!/usr/bin/env bash
# Fills and saves the .xlsx and .docx forms inside LibreOffice, sends them back and looks at what is read.
#   bash peers/forms/run.sh
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if ! command -v soffice >/dev/null || ! /usr/bin/python3 -c "import uno" 2>/dev/null; then
  apt-get update
  apt-get install -y --no-install-recommends libreoffice-calc-nogui libreoffice-writer-nogui python3-uno
fi
cd "$here/../.."
exec .venv/bin/python -m peers.forms.saved
