"""A deployment leaves in one file and stands in another place as it was."""

import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

import pyrage
import pytest
import sqlalchemy as sa

from storage.backups import MARKER, BackupSource, Contents, back_up, look_through, refuse_unless_empty, restore
from storage.backups.seal import DAMAGED, FOREIGN, SealedMember, Unusable, new_key, read_keys, seal
from storage.evidence import EvidenceStore, open_evidence
from storage.inbox import open_inbox
from storage.nouns import Evidence, Partnership, Receipt
from storage.nouns.metadata import RECORD
from storage.record import Database, open_database
from tests.conftest import AGENCIES, new_postgres
from tests.rounds import NOON, Round
from tests.storage.record.test_dump import everything
from tests.test_power_cut import Disk

KEYS = read_keys(new_key()[0])
LETTER = b"From: ann@csc.example.org\r\n\r\nOur policy is attached.\r\n"
POLICY = b"%PDF-1.7 our policy" * 100_000


def untracked(keys: Sequence[str]) -> Iterable[str]:
    return keys


def home(folder: Path, database: Database) -> BackupSource:
    return BackupSource(folder, database, open_evidence(str(folder / "evidence")), folder / "outbox", folder / "config")


def put(store: EvidenceStore, data: bytes) -> str:
    return store.put(io.BytesIO(data)).sha256


def saved(place: BackupSource, name: str = "s11.backup") -> tuple[Path, Contents]:
    place.folder.mkdir(parents=True, exist_ok=True)
    path = place.folder / name
    return path, back_up(place, KEYS, path, NOON, untracked)


def restored(place: BackupSource, path: Path) -> Contents:
    @contextmanager
    def opening(_what: str) -> Iterator[BinaryIO]:
        with path.open("rb") as source:
            yield source

    with opening("Checking") as source:
        contents = look_through(source, KEYS)
    refuse_unless_empty(place, contents)
    restore(place, opening, KEYS, contents)
    return contents


@pytest.fixture
def old(tmp_path: Path, round_of_small: Round) -> BackupSource:
    """A home in use: an audit, a letter with its attachment, a letter on its way out, a questionnaire of its own."""
    place = home(tmp_path / "old", round_of_small.database)
    with place.record.write.begin() as db:
        policy = put(place.evidence, POLICY)
        db.add(Evidence(sha256=policy, name="../../policy.pdf", size=len(POLICY), media_type="application/pdf"))
        db.add(Receipt(source="mail:1", raw_key=put(place.evidence, LETTER), received_at=NOON))
    put(place.evidence, b"nobody speaks of this one")
    for name, data in (("outbox/ä letter.eml", LETTER), ("config/audits/own.toml", b"key = 'own'")):
        (place.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (place.folder / name).write_bytes(data)
    return place


@pytest.fixture
def new(request: pytest.FixtureRequest, tmp_path: Path, url: str) -> Iterator[BackupSource]:
    """Nothing yet, on the other kind of database than the old home."""
    with ExitStack() as stack:
        other = f"sqlite:///{tmp_path / 'new.db'}"
        if url.startswith("sqlite"):
            other = stack.enter_context(new_postgres(request.getfixturevalue("postgres")))
        yield home(tmp_path / "new", stack.enter_context(open_database(other)))


def files(place: BackupSource) -> dict[str, bytes]:
    kept = [path for path in sorted(place.folder.rglob("*")) if path.is_file() and path.suffix in (".eml", ".toml")]
    return {path.relative_to(place.folder).as_posix(): path.read_bytes() for path in kept}


def stored(place: BackupSource) -> set[str]:
    return {each.key for each in place.evidence.stored()}


def test_all_of_it_stands_in_the_new_home_and_outlasts_a_power_cut(
    old: BackupSource, new: BackupSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Disk(monkeypatch)
    path, contents = saved(old)
    assert restored(new, path) == contents
    assert everything(new.record) == everything(old.record)
    assert new.record.is_current()
    assert stored(new) == {hashlib.sha256(POLICY).hexdigest(), hashlib.sha256(LETTER).hexdigest()}
    assert files(new) == files(old) == {"outbox/ä letter.eml": LETTER, "config/audits/own.toml": b"key = 'own'"}
    assert (contents.evidence, contents.size, contents.unsound) == (2, len(POLICY) + len(LETTER), [])
    assert not (new.folder / MARKER).exists()
    assert [each for each in (path, *(new.folder / name for name in files(new))) if not disk.outlasts(each)] == []


def test_what_slack_delivered_and_nobody_answered_is_in_the_inbox_of_the_new_home(
    old: BackupSource, new: BackupSource
) -> None:
    with open_inbox(old.record, old.folder, lambda: NOON) as inbox:
        inbox.keep("slack:D1:1", "U1ANN", "message", {"event": {"text": "We train everybody."}})
    path, _ = saved(old)
    restored(new, path)
    with open_inbox(new.record, new.folder, lambda: NOON) as inbox:
        taken = inbox.claim("U1ANN")
    assert taken is not None
    assert (taken.source, taken.payload) == ("slack:D1:1", {"event": {"text": "We train everybody."}})


def test_no_secret_and_nothing_hidden_leaves(old: BackupSource) -> None:
    for name in ("secret_key", ".env", "config/.env", "config/key.pem", "outbox/.half.eml", "s11.db-wal"):
        (old.folder / name).write_bytes(b"hunter2")
    (old.folder / "config" / "link.toml").symlink_to(old.folder / "secret_key")
    path, contents = saved(old)
    assert b"hunter2" not in pyrage.decrypt(path.read_bytes(), KEYS.identities)
    assert sorted(contents.files.values()) == ["audits/own.toml", "ä letter.eml"]


def test_what_was_missing_or_damaged_is_named_and_the_rest_is_there(old: BackupSource, new: BackupSource) -> None:
    with old.record.write.begin() as db:
        db.add(Evidence(sha256="ab" * 32, name="gone", size=1, media_type="text/plain"))
    policy = hashlib.sha256(POLICY).hexdigest()
    kept = old.folder / "evidence" / policy[:2] / policy
    kept.write_bytes(POLICY[:-1] + b"?")
    path, contents = saved(old)
    assert sorted(contents.unsound) == sorted(["ab" * 32, policy])
    restored(new, path)
    assert stored(new) == {hashlib.sha256(LETTER).hexdigest()}
    assert everything(new.record) == everything(old.record)


def test_an_older_record_is_brought_up_to_date(tmp_path: Path, new: BackupSource) -> None:
    with open_database(f"sqlite:///{tmp_path / 'older.db'}") as database:
        database.migrate("0001")
        with database.engine.execution_options(write=True).begin() as connection:
            connection.execute(sa.insert(RECORD.tables["partnerships"]), [{"key": "east", "name": "East"}])
        path, contents = saved(home(tmp_path / "older", database))
    assert contents.revision == "0001"
    restored(new, path)
    assert new.record.is_current()
    with new.record.read() as db:
        assert db.scalars(sa.select(Partnership.name)).all() == ["East"]


def test_a_restore_after_init_is_still_into_an_empty_home(old: BackupSource, new: BackupSource) -> None:
    path, _ = saved(old)
    new.record.migrate()
    restored(new, path)
    assert everything(new.record) == everything(old.record)


@pytest.mark.parametrize("held", ["record", "inbox", "evidence", "outbox", "config"])
def test_a_home_that_holds_anything_is_left_alone(old: BackupSource, new: BackupSource, held: str) -> None:
    path, _ = saved(old)
    if held == "record":
        new.record.migrate()
        with new.record.write.begin() as db:
            db.add(Partnership(key="west", name="West"))
    elif held == "inbox":
        (new.folder / "inbox.db").parent.mkdir()
        (new.folder / "inbox.db").write_bytes(b"")
    elif held == "evidence":
        put(new.evidence, b"somebody's")
    else:
        (new.folder / held).mkdir(parents=True)
        (new.folder / held / ("1.eml" if held == "outbox" else "partnerships.toml")).write_bytes(b"")
    before = files(new), stored(new)
    with pytest.raises(
        Unusable, match=r"The home is not empty: .*(rows|inbox|evidence|letters|files).*Nothing was changed"
    ):
        restored(new, path)
    assert (files(new), stored(new)) == before


class Stopped(Exception):
    """The power went."""


def test_a_restore_stopped_half_way_says_so_and_is_finished_by_the_next(old: BackupSource, new: BackupSource) -> None:
    path, _ = saved(old)

    class Stopping:
        def __getattr__(self, name: str) -> object:
            return getattr(new.evidence, name)

        def put(self, stream: BinaryIO) -> object:
            new.evidence.put(stream)
            raise Stopped

    with pytest.raises(Stopped):
        restored(new._replace(evidence=Stopping()), path)  # type: ignore[arg-type]  # it passes on the rest
    assert (new.folder / MARKER).exists()
    assert stored(new)
    with new.record.read() as db:
        assert db.scalars(sa.select(Partnership)).all() == []

    other, _ = saved(old._replace(folder=old.folder / "again"))
    other_contents = Contents("", "0001", {}, digests={"header": "0" * 64})
    with pytest.raises(Unusable, match="Another backup was half restored"):
        refuse_unless_empty(new, other_contents)
    assert other.exists()

    restored(new, path)
    assert not (new.folder / MARKER).exists()
    assert everything(new.record) == everything(old.record)
    assert len(stored(new)) == 2


def test_a_restore_stopped_after_its_last_row_is_only_tidied(old: BackupSource, new: BackupSource) -> None:
    path, _ = saved(old)
    restored(new, path)
    with path.open("rb") as source:
        mark = look_through(source, KEYS)
    (new.folder / MARKER).write_text(hashlib.sha256(json.dumps(mark.digests, sort_keys=True).encode()).hexdigest())
    restored(new, path)
    assert not (new.folder / MARKER).exists()
    assert everything(new.record) == everything(old.record)


def test_a_backup_is_never_written_over(old: BackupSource) -> None:
    path, _ = saved(old)
    before = path.read_bytes()
    with pytest.raises(Unusable, match="is there already"):
        saved(old)
    assert path.read_bytes() == before
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("which", ["outbox", "config"])
def test_a_folder_that_cannot_be_looked_through_is_not_left_out_in_silence(old: BackupSource, which: str) -> None:
    (file := old.folder / "file").write_bytes(b"")
    with pytest.raises(NotADirectoryError):
        saved(old._replace(outbox=file) if which == "outbox" else old._replace(config=file))
    assert not (old.folder / "s11.backup").exists()


def test_answers_given_while_it_is_made_are_in_it_whole_or_not_at_all(
    old: BackupSource, new: BackupSource, small: object
) -> None:
    said = Round(old.record, small, "small")  # type: ignore[arg-type]  # the questionnaire is not asked here

    def busy(keys: Sequence[str]) -> Iterator[str]:
        for number, key in enumerate(keys):
            said.open(f"{AGENCIES}N{number},New {number},school,west,,,,\n")
            yield key

    old.folder.mkdir(exist_ok=True)
    path = old.folder / "s11.backup"
    before = everything(old.record)
    back_up(old, KEYS, path, NOON, busy)
    assert everything(old.record) != before
    restored(new, path)
    assert everything(new.record) == before


MANIFEST = {"made_at": NOON.isoformat(), "revision": "0001", "columns": {"partnerships": ["id", "key", "name"]}}
HEADER = b'{"format": 1}'


def hostile(tmp_path: Path, manifest: dict[str, object], *members: tuple[str, bytes], header: bytes = HEADER) -> Path:
    """A backup that anyone with the public half of the key could have made."""
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in (("header", header), *members)}
    last = json.dumps({**MANIFEST, "digests": digests, **manifest}).encode()
    path = tmp_path / "hostile.backup"
    with path.open("wb") as target:
        all_of_them = (("header", header), *members, ("manifest", last))
        seal((SealedMember(name, len(data), [data]) for name, data in all_of_them), KEYS, target)
    return path


@pytest.mark.parametrize(
    "name",
    ["../../x.toml", "/etc/x.toml", "a/../../x", "", ".env", "a//b", "a\\..\\b", "c:x", "\0", "a/.b", "x" * 1001],
)
def test_names_that_lead_elsewhere_are_refused(tmp_path: Path, name: str) -> None:
    path = hostile(tmp_path, {"files": {"config/000001": name}}, ("config/000001", b"x"))
    with path.open("rb") as source, pytest.raises(Unusable, match=FOREIGN):
        look_through(source, KEYS)


@pytest.mark.parametrize(
    ("manifest", "members", "told"),
    [
        ({"digests": {}}, [], DAMAGED),
        ({"digests": 7}, [], FOREIGN),
        ({"unsound": [1]}, [], FOREIGN),
        ({"evidence": 1}, [], DAMAGED),
        ({}, [("evidence/" + "a" * 64, b"not that")], DAMAGED),
        ({"unsound": ["a"]}, [("evidence/a", b"short")], DAMAGED),
        ({}, [("record/partnerships/000001", b" " * 64_000_001)], FOREIGN),
        ({}, [("manifest", b"{}")], FOREIGN),
        ({"made_at": "yesterday"}, [], FOREIGN),
    ],
)
def test_a_backup_at_odds_with_itself_is_refused(
    tmp_path: Path, manifest: dict[str, object], members: list[tuple[str, bytes]], told: str
) -> None:
    path = hostile(tmp_path, manifest, *members)
    with path.open("rb") as source, pytest.raises(Unusable) as refused:
        look_through(source, KEYS)
    assert str(refused.value) == told


@pytest.mark.parametrize("manifest", [{"revision": "9999"}, {"revision": "../x"}])
def test_a_record_of_a_newer_version_is_refused(tmp_path: Path, new: BackupSource, manifest: dict[str, object]) -> None:
    with pytest.raises(Unusable, match="newer s11"):
        restored(new, hostile(tmp_path, manifest))


def test_a_header_without_an_end_is_no_backup(tmp_path: Path) -> None:
    with hostile(tmp_path, {}, header=b"[" * 200_000).open("rb") as source, pytest.raises(Unusable, match=FOREIGN):
        look_through(source, KEYS)


def test_a_format_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    with hostile(tmp_path, {}, header=b'{"format": 2}').open("rb") as source, pytest.raises(Unusable, match="newer"):
        look_through(source, KEYS)


@pytest.mark.parametrize(
    "line",
    [b"[1]", b"{}", b"7", b"[", b'[1, {"x": "y"}, "z"]', b'[1, {"moment": "soon"}, "z"]', b'[1, null, "z"]', b"[1,2]",
     b'[1, {"json": {}}, "z"]', b'[[], "k", "z"]', b"[" * 200_000, b'[99999999999999999999, "k2", "z"]'],
)  # fmt: skip
def test_rows_that_do_not_fit_leave_the_home_empty(tmp_path: Path, new: BackupSource, line: bytes) -> None:
    path = hostile(tmp_path, {}, ("record/partnerships/000001", b'[1, "k", "n"]\n' + line))
    with pytest.raises(Unusable, match="do not fit"):
        restored(new, path)
    assert not (new.folder / MARKER).exists()
    with new.record.read() as db:
        assert db.scalars(sa.select(Partnership)).all() == []


def test_tables_that_are_not_the_records_are_not_touched(tmp_path: Path, new: BackupSource) -> None:
    path = hostile(tmp_path, {"columns": {"alembic_version": ["version_num"]}}, ("record/alembic_version/1", b'["x"]'))
    with pytest.raises(Unusable, match="do not fit"):
        restored(new, path)
