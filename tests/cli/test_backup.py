"""An operator keeps a copy elsewhere, loses the machine, and has it all again."""

import io
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage.backups import MARKER
from storage.evidence import open_evidence
from storage.nouns import Evidence, Receipt
from storage.record import open_database
from tests.cli.conftest import S11
from tests.rounds import NOON

KEY = "city-hackney-2009"
SENTENCES = 25  # words, at most


@pytest.fixture
def key(s11: S11, tmp_path: Path) -> Path:
    assert s11("backup", "--make-key", "s11.key").code == 0
    return tmp_path / "s11.key"


@pytest.fixture
def backup(city_hackney: S11, key: Path, tmp_path: Path) -> Path:
    told = city_hackney("backup", "all.backup", "--key", key)
    assert told.code == 0, told.err
    assert "answers 709," in told.out
    return tmp_path / "all.backup"


def test_an_equal_export_after_the_machine_is_lost(city_hackney: S11, backup: Path, key: Path, tmp_path: Path) -> None:
    before = city_hackney("export", KEY).out
    new = tmp_path / "new"
    tried = city_hackney("restore", backup, "--key", key, "--dry-run", home=new)
    assert (tried.code, tried.out.splitlines()[-1]) == (0, "It can be restored here.")
    told = city_hackney("restore", backup, "--key", key, home=new)
    assert told.code == 0
    assert told.err == (
        "Whoever was erased since the backup was made is named here again: repeat s11 person erase. "
        "Messages that left since then leave again: look at s11 outbox list before you start s11.\n"
    )
    assert told.out.splitlines()[-3:] == [
        f"{KEY}: 737 entries, all as written.",
        "0 files read.",
        "Restored and verified.",
    ]
    assert city_hackney("export", KEY, home=new).out == before


def test_a_sealed_record_restored_into_a_new_home_has_a_witness_at_once(
    city_hackney: S11, key: Path, tmp_path: Path
) -> None:
    city_hackney("clock", "--once", now="2029-01-08T09:00")
    city_hackney("backup", "sealed.backup", "--key", key)
    city_hackney("restore", "sealed.backup", "--key", key, home=tmp_path / "new")
    told = city_hackney("verify", home=tmp_path / "new")
    assert (told.code, told.err) == (0, "")
    assert "Compared with the witness of " in told.out


def test_a_drill_restores_beside_the_live_home_proves_it_and_leaves_nothing(
    city_hackney: S11, backup: Path, key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The settings name the live record and the live store, neither of which is empty."""
    place, live = tmp_path / "drills", tmp_path / "home"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    before = {each: each.stat().st_mtime_ns for each in live.rglob("*")}
    own = {"database_url": f"sqlite:///{live / 's11.db'}", "evidence_url": str(live / "evidence"), "config": live}
    told = city_hackney("restore", backup, "--key", key, "--drill", **own)
    assert (told.code, told.err, told.out.splitlines()[-2]) == (0, "", "Restored and verified.")
    assert list(place.iterdir()) == []
    assert {each: each.stat().st_mtime_ns for each in live.rglob("*")} == before


def test_the_public_half_in_the_settings_is_enough_to_make_one(city_hackney: S11, tmp_path: Path) -> None:
    public = city_hackney("backup", "--make-key", "new.key").out.strip()
    assert city_hackney("backup", "b", backup_key=public).code == 0
    refused = city_hackney("restore", "b", home=tmp_path / "new", backup_key=public)
    assert (refused.code, "public half" in refused.err) == (2, True)
    assert city_hackney("restore", "b", home=tmp_path / "new", backup_key_file=tmp_path / "new.key").code == 0


def test_a_key_is_only_its_owners_and_is_never_written_over(s11: S11, key: Path) -> None:
    assert key.stat().st_mode & 0o077 == 0
    before = key.read_text()
    told = s11("backup", "--make-key", key)
    assert (told.code, key.read_text()) == (2, before)


def test_without_a_key_it_says_how_to_make_one(s11: S11, tmp_path: Path) -> None:
    for words in (["backup", "b"], ["restore", "b"]):
        told = s11(*words)
        assert (told.code, told.out) == (2, "")
        assert "s11 backup --make-key" in told.err
    assert not (tmp_path / "b").exists()


@pytest.mark.parametrize("harm", ["cut", "changed", "other key", "not a backup", "not there"])
def test_what_cannot_be_restored_changes_nothing(s11: S11, backup: Path, key: Path, tmp_path: Path, harm: str) -> None:
    if harm == "cut":
        os.truncate(backup, backup.stat().st_size // 2)
    elif harm == "changed":
        data = bytearray(backup.read_bytes())
        data[-100] ^= 1
        backup.write_bytes(data)
    elif harm == "other key":
        s11("backup", "--make-key", tmp_path / "other.key")
        key = tmp_path / "other.key"
    elif harm == "not a backup":
        backup.write_bytes(b"PK\3\4 a holiday")
    else:
        backup.unlink()
    told = s11("restore", backup, "--key", key, home=tmp_path / "new")
    assert (told.code, told.out) == (2, "")
    assert told.err.count("\n") == 1
    assert all(len(sentence.split()) <= SENTENCES for sentence in told.err.split(". "))
    assert not (tmp_path / "new").exists()


def test_a_home_in_use_is_not_restored_into(s11: S11, backup: Path, key: Path) -> None:
    before = s11("export", KEY).out
    told = s11("restore", backup, "--key", key)
    assert told.code == 2
    assert "its record has rows" in told.err
    assert "S11_HOME" in told.err
    assert s11("export", KEY).out == before


def test_a_home_half_restored_says_so_to_every_command(s11: S11, backup: Path, key: Path, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / MARKER).write_text("of another backup")
    for words in (["verify"], ["export", KEY], ["backup", "again", "--key", str(key)]):
        told = s11(*words, home=tmp_path / "new")
        assert (told.code, "did not finish" in told.err) == (2, True), words
    assert "did not finish" in s11("doctor", home=tmp_path / "new").out
    assert "Another backup was half restored" in s11("restore", backup, "--key", key, home=tmp_path / "new").err


def test_a_backup_that_exists_is_not_written_over(s11: S11, backup: Path, key: Path) -> None:
    before = backup.read_bytes()
    assert "is there already" in s11("backup", backup, "--key", key).err
    assert backup.read_bytes() == before


def test_a_backup_where_nothing_can_be_written(city_hackney: S11, key: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    told = city_hackney("backup", "file/b", "--key", key)
    assert told.code == 2
    assert "The backup cannot be written" in told.err


def test_evidence_lost_before_the_backup_is_named_by_both(
    city_hackney: S11, key: Path, tmp_path: Path, record_evidence: str
) -> None:
    told = city_hackney("backup", "b", "--key", key)
    assert (told.code, record_evidence[:12] in told.err) == (1, True)
    restored = city_hackney("restore", "b", "--key", key, home=tmp_path / "new")
    assert (restored.code, record_evidence[:12] in restored.err) == (1, True)


@pytest.fixture
def record_evidence(city_hackney: S11, tmp_path: Path) -> str:
    """The record names a file that the store does not have."""
    with open_database(f"sqlite:///{tmp_path / 'home' / 's11.db'}") as record, record.write.begin() as db:
        db.add(Evidence(sha256="ab" * 32, name="gone.pdf", size=1, media_type="application/pdf"))
    return "ab" * 32


def test_pruning_lists_first_and_deletes_only_what_is_old_and_unused(
    city_hackney: S11, tmp_path: Path, record_evidence: str
) -> None:
    folder = tmp_path / "home" / "evidence"
    store = open_evidence(str(folder))
    old, new, used = (store.put(io.BytesIO(data)).sha256 for data in (b"old", b"new", b"used"))
    (folder / "notes.txt").write_text("somebody's own")
    with open_database(f"sqlite:///{tmp_path / 'home' / 's11.db'}") as record, record.write.begin() as db:
        db.add(Receipt(source="mail:1", raw_key=used, received_at=NOON))
    for path, days in ((old, 31), (new, 29), (used, 400)):
        changed = (folder / path[:2] / path).stat().st_mtime - days * 86_400
        os.utime(folder / path[:2] / path, (changed, changed))
    os.utime(folder / "notes.txt", (0, 0))
    for words in (["prune"], ["prune", "--delete", "--dry-run"]):
        told = city_hackney(*words)
        assert (told.code, [line.split()[:2] for line in told.out.splitlines()]) == (0, [["Unused", f"{old},"]])
    asked = city_hackney("prune", "--delete")
    assert (asked.code, asked.out.split()[:2]) == (2, ["Unused", f"{old},"])
    assert asked.err == (
        "To go: 1 file to the trash, 0 files out of it for good. Nothing was changed. "
        "Run it again with --yes to go on.\n"
    )
    moved = city_hackney("prune", "--delete", "--yes")
    assert moved.out.splitlines()[1] == f"Moved to the trash {old}, 3 bytes"
    assert {each.key for each in store.stored()} == {new, used, "notes.txt"}
    nothing = "Nothing is to go: no file that nothing refers to, and none that is over in the trash.\n"
    assert city_hackney("prune", "--delete", "--yes") == (0, "", nothing)
    assert city_hackney("prune", "--restore", old[:6]).out == f"Put back {old}.\n"
    assert {each.key for each in store.stored()} == {old, new, used, "notes.txt"}


@pytest.fixture
def trashed(city_hackney: S11, tmp_path: Path, record_evidence: str) -> str:
    """A file was let go of ninety days from now; the record knows another one."""
    store = open_evidence(str(tmp_path / "home" / "evidence"))
    old, used = (store.put(io.BytesIO(data)).sha256 for data in (b"old", b"used"))
    with open_database(f"sqlite:///{tmp_path / 'home' / 's11.db'}") as record, record.write.begin() as db:
        db.add(Receipt(source="mail:1", raw_key=used, received_at=NOON))
    assert city_hackney("prune", "--delete", "--yes", now=days_on(90)).code == 0
    return old


def days_on(days: int) -> str:
    noon = datetime.now(UTC).replace(hour=12)  # far from midnight in London, whichever side of summer time
    return (noon + timedelta(days=days)).isoformat()


@pytest.mark.parametrize(("days", "told"), [(119, ""), (121, "Deleted ")])
def test_what_lay_in_the_trash_for_thirty_days_is_deleted(
    city_hackney: S11, tmp_path: Path, trashed: str, days: int, told: str
) -> None:
    answer = city_hackney("prune", "--delete", "--yes", now=days_on(days))
    assert (f"Deleted {trashed}, 3 bytes" in answer.out) is bool(told)
    assert bool(list((tmp_path / "home" / "evidence" / "trash").rglob(trashed))) is not bool(told)


def test_a_file_in_the_trash_is_no_orphan_and_one_that_is_missed_is_found_there(
    city_hackney: S11, tmp_path: Path, trashed: str
) -> None:
    found = json.loads(city_hackney("evidence", "verify", "--json").out)
    assert (found["orphaned"], found["missing"]) == ([], ["ab" * 32])
    with open_database(f"sqlite:///{tmp_path / 'home' / 's11.db'}") as record, record.write.begin() as db:
        db.add(Receipt(source="mail:2", raw_key=trashed, received_at=NOON))
    told = city_hackney("evidence", "verify")
    assert f"missing: {trashed}, but in the trash: s11 prune --restore {trashed[:12]}" in told.err.splitlines()
    assert f"Put back {trashed}, which the record names again" in city_hackney("prune", "--delete", "--yes").out
    assert json.loads(city_hackney("evidence", "verify", "--json").out)["missing"] == ["ab" * 32]


def test_nothing_is_deleted_by_a_record_that_knows_none_of_the_files(s11: S11, record: None, tmp_path: Path) -> None:
    folder = tmp_path / "home" / "evidence"
    open_evidence(str(folder)).put(io.BytesIO(b"all that the audit was given"))
    told = s11("prune", "--delete", "--yes", now=days_on(90))
    assert told.code == 2
    assert told.err == (
        f"The record knows none of the files in {folder}, so none is deleted. "
        "Check S11_DATABASE_URL and S11_EVIDENCE_URL.\n"
    )
    assert len(list(folder.glob("??/*"))) == 1


@pytest.mark.parametrize("start", ["abcde", "0123456789"])
def test_what_is_not_in_the_trash_is_told(s11: S11, record: None, start: str) -> None:
    told = s11("prune", "--restore", start)
    assert told.code == 2
    assert told.err == f"No file in the trash begins with {start}. Give 6 characters of its SHA-256 at least.\n"


class AtTheTerminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("said", "code", "shelves"), [("n\n", 2, 2), ("y\n", 0, 1)])
def test_whoever_sits_there_is_asked(
    city_hackney: S11, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, code: int, shelves: int
) -> None:
    store = open_evidence(str(tmp_path / "home" / "evidence"))
    store.put(io.BytesIO(b"old"))
    used = store.put(io.BytesIO(b"used")).sha256
    with open_database(f"sqlite:///{tmp_path / 'home' / 's11.db'}") as record, record.write.begin() as db:
        db.add(Receipt(source="mail:1", raw_key=used, received_at=NOON))
    monkeypatch.setattr("sys.stdin", AtTheTerminal(said))
    told = city_hackney("prune", "--delete", now=days_on(90))
    assert (told.code, "Go on?" in told.err) == (code, True)
    assert len(list(store.stored())) == shelves
