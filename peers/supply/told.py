"""What the tools found, in a few lines and an exit code."""

import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==(\S+)(?: ; (?P<marker>[^\\\n]+))?", re.MULTILINE)


def audited(written: str) -> tuple[list[str], int]:
    """1 where an advisory is about a version of ours; what could not be asked about is said, and fails nothing."""
    try:
        found: list[dict[str, Any]] = json.loads(written)["dependencies"]
    except (ValueError, KeyError):
        return ["Not checked: the advisories cannot be reached."], 0
    skipped = [each["name"] for each in found if "skip_reason" in each]
    warned = [(each, about) for each in found for about in each.get("vulns", ())]
    told = [
        f"{each['name']} {each['version']}: {about['id']}, mended in {' or '.join(about['fix_versions']) or 'none'}."
        for each, about in warned
    ]
    told.append(f"Checked: {len(found) - len(skipped)} of {len(found)} packages.")
    if skipped:
        told.append(f"Not checked, for no advisories are known here: {', '.join(skipped)}.")
    return told, 1 if warned else 0


def listed(written: str, lock: str) -> tuple[list[str], int]:
    """1 where what is installed is not what the lock pins."""
    parts = {_canonical(each["name"]): each for each in json.loads(written)["components"]}
    pinned = {_canonical(found[1]): found[2] for found in PIN.finditer(lock) if not found["marker"]}
    amiss = [
        f"{name} is pinned at {version}, and {parts[name]['version'] if name in parts else 'not'} installed."
        for name, version in pinned.items()
        if name not in parts or parts[name]["version"] != version
    ]
    licences = Counter(_licence(parts[name]) for name in pinned if name in parts)
    told = [f"{count:4} {licence}" for licence, count in licences.most_common()]
    return [*told, *amiss, f"{len(parts)} packages are listed, {len(pinned)} of them pinned for running."], bool(amiss)


def _licence(part: dict[str, Any]) -> str:
    """As its metadata says; a file alone says it where this is empty."""
    said = [each.get("expression") or each["license"].get("id") or each["license"].get("name") for each in _said(part)]
    return " / ".join(dict.fromkeys(each.rpartition(":: ")[2] for each in said)) or "only in a file of its own"


def _said(part: dict[str, Any]) -> list[dict[str, Any]]:
    return list(part.get("licenses", ()))


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    what, written = sys.argv[1], Path(sys.argv[2]).read_text(encoding="utf-8")
    lines, code = audited(written) if what == "audit" else listed(written, (ROOT / "requirements.lock").read_text())
    print("\n".join(lines))  # noqa: T201
    sys.exit(code)
