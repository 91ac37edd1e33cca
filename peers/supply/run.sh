#!/usr/bin/env bash
# What s11 is made of, and whether anybody warned of a part of it.
#   bash peers/supply/run.sh sbom     var/sbom.json (CycloneDX): every package in .venv, with its version and licence
#   bash peers/supply/run.sh audit    the advisories on what requirements.lock pins; "not checked" where none can be reached
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
tools=.peers/supply
if [ ! -x $tools/bin/pip-audit ]; then
  python3 -m venv $tools # their own, for they pin other versions than ours
  $tools/bin/python -m pip install --quiet --disable-pip-version-check cyclonedx-bom==7.5.0 pip-audit==2.10.1 || {
    echo "Not checked: the tools could not be installed." >&2
    exit 0
  }
fi
mkdir -p var
case ${1:-} in
  sbom)
    $tools/bin/cyclonedx-py environment .venv --pyproject pyproject.toml --output-reproducible --output-format JSON \
      --output-file var/sbom.json
    exec .venv/bin/python -m peers.supply.told sbom var/sbom.json ;;
  audit)
    $tools/bin/pip-audit --requirement requirements.lock --no-deps --disable-pip --progress-spinner off --format json \
      >var/audit.json 2>var/audit.err || true # what it found is in the file; nothing is there where it was stopped
    exec .venv/bin/python -m peers.supply.told audit var/audit.json ;;
  *) echo "Say sbom or audit." >&2; exit 2 ;;
esac
