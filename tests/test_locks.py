"""The locks are complete: nothing is left for pip to look for, so no release of tomorrow can break a fresh install."""

import json
import re
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from peers.supply.told import audited, listed

ROOT = Path(__file__).parents[1]
RUNNING, DEVELOPING = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[([^]]*)\])?==\S+(?: ; ([^\\\n]+))?", re.MULTILINE)


def pins(*locks: Path) -> dict[str, set[str]]:
    """What is pinned for this machine, and the extras each is pinned with."""
    found = [each for lock in locks for each in PIN.findall(lock.read_text())]
    return {
        canonical(name): {each.strip() for each in extras.split(",") if each}
        for name, extras, marker in found
        if not marker or Requirement(f"x ; {marker.strip()}").marker.evaluate()  # type: ignore[union-attr]
    }


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def requirements(name: str, extras: set[str]) -> list[Requirement]:
    """What a package asks for here, with these extras of its own."""
    asked = [Requirement(each) for each in distribution(name).requires or []]
    return [each for each in asked if each.marker is None or any(map(each.marker.evaluate, _settings(extras)))]


def _settings(extras: set[str]) -> list[dict[str, str]]:
    return [{"extra": each} for each in (extras or {""})]


def test_what_is_asked_for_with_an_extra_is_pinned_with_it() -> None:
    """A pip before 23.3 takes X for another requirement than X[extra], and refuses the newer X it finds."""
    pinned = pins(RUNNING, DEVELOPING)
    bare = [
        f"{name} asks for {asked}"
        for name, extras in pinned.items()
        for asked in requirements(name, extras)
        if not asked.extras <= pinned.get(canonical(asked.name), set())
    ]
    assert bare == []


@pytest.mark.parametrize("locks", [(RUNNING,), (RUNNING, DEVELOPING)], ids=["running", "developing"])
def test_whatever_a_pinned_package_asks_for_is_pinned(locks: tuple[Path, ...]) -> None:
    pinned = pins(*locks)
    asked = {canonical(each.name) for name, extras in pinned.items() for each in requirements(name, extras)}
    assert asked - set(pinned) == set()


@pytest.mark.parametrize(("extras", "lock"), [({"postgres"}, (RUNNING,)), ({"postgres", "dev"}, (RUNNING, DEVELOPING))])
def test_what_the_project_asks_for_is_pinned(extras: set[str], lock: tuple[Path, ...]) -> None:
    assert {canonical(each.name) for each in requirements("s11", extras)} - set(pins(*lock)) == set()


def test_a_package_is_pinned_once() -> None:
    assert set(pins(RUNNING)) & set(pins(DEVELOPING)) == set()


@pytest.mark.parametrize("lock", [RUNNING, DEVELOPING], ids=lambda lock: lock.stem)
def test_a_lock_names_no_address(lock: Path) -> None:
    assert "://" not in lock.read_text()


def test_an_advisory_fails_the_audit_and_what_nobody_could_ask_about_is_named() -> None:
    warned = {"name": "x", "version": "1", "vulns": [{"id": "ADV-1", "fix_versions": ["2"]}]}
    unknown = {"name": "y", "skip_reason": "Dependency not found"}
    fine = {"name": "z", "version": "3", "vulns": []}
    told = ["Checked: 1 of 2 packages.", "Not checked, for no advisories are known here: y."]
    assert audited(json.dumps({"dependencies": [unknown, fine]})) == (told, 0)
    told = ["x 1: ADV-1, mended in 2.", "Checked: 2 of 2 packages."]
    assert audited(json.dumps({"dependencies": [warned, fine]})) == (told, 1)
    assert audited("") == (["Not checked: the advisories cannot be reached."], 0)


def test_a_list_of_parts_that_is_not_what_the_lock_pins_is_a_fault() -> None:
    parts = [{"name": "Some_Part", "version": "1.0", "licenses": [{"license": {"id": "MIT"}}]}]
    lock = "some-part==1.0 \\\n    --hash=sha256:0\nwindows-only==2 ; sys_platform == 'win32' \\\n"
    told = ["   1 MIT", "1 packages are listed, 1 of them pinned for running."]
    assert listed(json.dumps({"components": parts}), lock) == (told, False)
    assert listed(json.dumps({"components": []}), lock)[1]
    assert listed(json.dumps({"components": [parts[0] | {"version": "1.1"}]}), lock)[1]
