"""s11 answers import with files, s11 evidence, s11 web: in by a table, out by name or by link, and proved."""

import hashlib
import itertools
import json
import shutil
import sqlite3
import stat
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli import wiring
from cli.rounds import Keeper
from cli.serve import serving
from cli.web import application
from config.settings import Settings
from storage.evidence import links
from tests.cli.conftest import S11, run_in
from tests.storage.evidence.look.test_clamd import as_clamd_does, clamd
from tests.storage.files import EICAR, docx

KEY = "section-11"
CLOSED = b"This link has expired or was changed. Ask for a new one.\n"
POLICY = docx()
FILES = {
    "policy.docx": POLICY,
    "scans/minutes.txt": b"The board met.",
    "page.html": b"<script>alert(1)</script>",
}
ROWS = (
    "agency,question,prompt,value,file\n"
    "GP1,1.1,rating,3,policy.docx\n"
    "GP1,1.1,text,We have a lead.,\n"
    "GP1,1.2,,,scans/minutes.txt\n"
    "GP1,,,,page.html\n"
)


@pytest.fixture(scope="module")
def open_place(new_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder where the audit is open, and files lie beside a table that names them; to be copied."""
    place = tmp_path_factory.mktemp("open") / "place"
    shutil.copytree(new_home, place / "home")
    (place / "agencies.csv").write_text("abbr,name,sector,partnerships\nGP1,Surgery,primary_care,anytown\n")
    run_in(place / "home", "audit", "open", KEY, "--agencies", place / "agencies.csv", "--due", "2030-03-31")
    for name, data in FILES.items():
        (place / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (place / "in" / name).write_bytes(data)
    (place / "in" / "answers.csv").write_text(ROWS)
    return place


@pytest.fixture(scope="module")
def given_place(open_place: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with the table imported."""
    place = tmp_path_factory.mktemp("given") / "place"
    shutil.copytree(open_place, place)
    run_in(place / "home", "answers", "import", KEY, place / "in" / "answers.csv")
    return place


@pytest.fixture
def home(s11: S11, open_place: Path, tmp_path: Path) -> Path:
    shutil.copytree(open_place, tmp_path, dirs_exist_ok=True)
    return tmp_path / "home"


@pytest.fixture
def given(s11: S11, given_place: Path, tmp_path: Path) -> Path:
    shutil.copytree(given_place, tmp_path, dirs_exist_ok=True)
    return tmp_path / "home"


def stored(home: Path, data: bytes) -> Path:
    sha256 = hashlib.sha256(data).hexdigest()
    return home / "evidence" / sha256[:2] / sha256


def test_an_import_says_that_the_files_did_not_come_with_it(given: Path, s11: S11, tmp_path: Path) -> None:
    s11("export", KEY, "--out", "export.json")
    s11("init", home=tmp_path / "new")
    told = s11("import", "export.json", home=tmp_path / "new")
    assert told.code == 0
    assert told.err.endswith("not here: an export holds none. s11 backup and s11 restore bring files as well.\n")
    looked = s11("doctor", home=tmp_path / "new")
    assert (looked.code, "warn stored files: 3 files that the record names never came" in looked.out) == (0, True)
    assert "ok   evidence: " in looked.out
    for each in (given / "evidence").glob("*/*"):
        each.unlink()
    assert "fail stored files: " in s11("doctor").out  # where they were, they are missed


@pytest.mark.parametrize("left", ["nothing", "mount point", "another's"])
def test_a_disk_that_is_not_mounted_takes_nothing_and_calls_nothing_lost(
    s11: S11, given: Path, tmp_path: Path, left: str
) -> None:
    store, aside = given / "evidence", tmp_path / "unmounted"
    store.rename(aside)
    if left != "nothing":
        store.mkdir()
    if left == "another's":  # who would let go of what it does not know
        (store / "00").mkdir()
        (store / "00" / ("0" * 64)).write_bytes(b"")
    before = sorted(store.rglob("*"))
    (tmp_path / "in" / "late.txt").write_text("Looked at in June.")
    (tmp_path / "in" / "late.csv").write_text("agency,question,prompt,value,file\nGP1,1.2,,,late.txt\n")
    mend = "Check S11_EVIDENCE_URL and that its disk is mounted, or bring the files back from a backup."
    told = (1, "", f"{store} holds none of the files that the record names. {mend}\n")
    assert s11("answers", "import", KEY, tmp_path / "in" / "late.csv") == told
    assert s11("evidence", "get", KEY, "1.1", "--out", tmp_path / "out") == told
    assert (store.exists(), sorted(store.rglob("*"))) == (left != "nothing", before)
    shutil.rmtree(store, ignore_errors=True)
    aside.rename(store)
    assert s11("answers", "import", KEY, tmp_path / "in" / "late.csv").code == 0
    assert s11("evidence", "verify").code == 0


def test_a_table_brings_its_files(s11: S11, given: Path, tmp_path: Path) -> None:
    listed = json.loads(s11("evidence", "list", KEY, "--json").out)
    assert [(each["agency"], each["question"], each["name"], each["flags"]) for each in listed] == [
        ("GP1", "", "page.html", "active content"),
        ("GP1", "1.1", "policy.docx", ""),
        ("GP1", "1.2", "minutes.txt", ""),
    ]
    assert "minutes.txt" in s11("evidence", "list", KEY).out
    again = json.loads(s11("answers", "import", KEY, tmp_path / "in" / "answers.csv", "--json").out)
    assert (again["recorded"], again["unchanged"]) == (0, 5)
    assert s11("verify").code == 0


def test_versions_are_told_and_nothing_is_cut_short(
    s11: S11, given: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a narrow terminal too; the earlier version comes out beside the later."""
    (tmp_path / "in" / "policy.docx").write_bytes(b"The policy of June.")
    (tmp_path / "in" / "june.csv").write_text("agency,question,prompt,value,file\nGP1,1.1,,,policy.docx\n")
    assert s11("answers", "import", KEY, tmp_path / "in" / "june.csv").code == 0
    march, june = (hashlib.sha256(data).hexdigest() for data in (POLICY, b"The policy of June."))
    listed = json.loads(s11("evidence", "list", KEY, "--json").out)
    versions = [(each["sha256"], each["replaces"], each["replaced_by"], each["is_latest"]) for each in listed[1:3]]
    assert versions == [(march, None, june, False), (june, march, None, True)]
    table = s11("evidence", "list", KEY).out
    assert f"replaced by {june[:12]}" in table
    assert f"replaces {march[:12]}" in table
    monkeypatch.setenv("COLUMNS", "80")
    narrow = s11("evidence", "list", KEY).out
    assert "…" not in narrow
    assert june[:12] in narrow
    assert s11("evidence", "get", KEY, "1.1", "--out", tmp_path / "out").code == 0
    assert {path.read_bytes() for path in (tmp_path / "out").iterdir()} == {POLICY, b"The policy of June."}


def test_a_rehearsal_stores_nothing(s11: S11, home: Path, tmp_path: Path) -> None:
    told = json.loads(s11("answers", "import", KEY, tmp_path / "in" / "answers.csv", "--dry-run", "--json").out)
    assert told["recorded"] == 5
    assert not (home / "evidence").exists()


def test_every_fault_of_a_file_is_named_and_nothing_is_stored(s11: S11, home: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("Not theirs.")
    (tmp_path / "in" / "linked.txt").symlink_to(tmp_path / "secret.txt")
    rows = ["../secret.txt", str(tmp_path / "secret.txt"), "linked.txt", "gone.pdf", "scans", "policy.docx"]
    table = tmp_path / "in" / "faulty.csv"
    table.write_text("agency,question,prompt,value,file\n" + "".join(f"GP1,1.1,,,{each}\n" for each in rows))
    told = s11("answers", "import", KEY, table)
    assert told.code == 2
    lines = told.err.splitlines()
    assert "5 faults, nothing was recorded" in lines[0]
    assert [line.split(",")[0] for line in lines[1:]] == [f"Row {number}" for number in range(2, 7)]
    assert all("column file: " in line for line in lines[1:])
    assert not (home / "evidence").exists()


def test_an_export_brings_the_files_names_into_another_home(s11: S11, given: Path, tmp_path: Path) -> None:
    first, second, other = tmp_path / "1.json", tmp_path / "2.json", tmp_path / "other"
    s11("export", KEY, "--out", first)
    s11("init", home=other)
    assert s11("import", first, home=other).code == 0
    s11("export", KEY, "--out", second, home=other)
    assert first.read_bytes() == second.read_bytes()
    assert s11("verify", home=other).code == 0
    assert len(json.loads(s11("evidence", "verify", "--json", home=other).out)["missing"]) == 3


def test_files_come_out_under_names_that_stay_in_the_folder(s11: S11, given: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    told = s11("evidence", "get", KEY, "all", "--out", out)
    assert told.code == 0, told.err
    assert {path.name: path.read_bytes() for path in out.iterdir()} == {Path(n).name: d for n, d in FILES.items()}
    (out / "policy.docx").write_text("Mine.")
    sha256 = hashlib.sha256(POLICY).hexdigest()
    for ref in ("1.1", sha256[:6], "gp1"):
        assert s11("evidence", "get", KEY, ref, "--out", out).code == 0
        assert (out / "policy.docx").read_text() == "Mine."
        assert (out / f"{sha256[:12]} policy.docx").read_bytes() == POLICY
    told = s11("evidence", "get", KEY, sha256[:5], "--out", out)
    assert (told.code, told.err) == (
        2,
        f"No file of {KEY} is found by {sha256[:5]}. s11 evidence list {KEY} shows them all.\n",
    )


def test_what_is_damaged_missing_or_nobodys_is_named(s11: S11, given: Path) -> None:
    sound = s11("evidence", "verify", "--json")
    assert (sound.code, json.loads(sound.out)) == (0, {"checked": 3, "damaged": [], "missing": [], "orphaned": []})
    damaged, missing = stored(given, FILES["page.html"]), stored(given, POLICY)
    data = bytearray(damaged.read_bytes())
    data[3] ^= 4
    damaged.write_bytes(data)
    missing.unlink()
    (given / "evidence" / "stray").write_text("?")
    told = s11("evidence", "verify", "--json")
    assert told.code == 1
    assert json.loads(told.out) == {
        "checked": 2, "damaged": [damaged.name], "missing": [missing.name], "orphaned": ["stray"]
    }  # fmt: skip
    assert told.err == f"damaged: {damaged.name}\nmissing: {missing.name}\norphaned: stray\n"
    out = s11("evidence", "get", KEY, "GP1", "--out", given / "out")
    assert out.code == 2
    assert "Restore it from a backup." in out.err
    assert str(given / "out") in (given / "handed-out").read_text()  # some of it lies there
    assert not [path for path in (given / "out").iterdir() if path.name in (damaged.name, "page.html")]


def test_an_interrupted_run_is_gone_on_with(s11: S11, given: Path) -> None:
    """It had read two files, one of them damaged, and was stopped in the middle of a line."""
    keys = sorted(hashlib.sha256(data).hexdigest() for data in FILES.values())
    part = given / "verify.part"
    part.write_text(f"2026-03-02T12:00:00+00:00\n{keys[0]} \n{keys[1]} damaged\n{keys[2][:20]}")
    told = s11("evidence", "verify", "--json", now="2026-03-02T13:00+00:00")
    assert json.loads(told.out)["damaged"] == [keys[1]]
    assert "Going on where the last run stopped: 2 files were read." in told.err
    assert not part.exists()
    for now, more in (("2026-03-04T13:00+00:00", ()), ("2026-03-02T13:00+00:00", ("--again",))):
        part.write_text(f"2026-03-02T12:00:00+00:00\n{keys[1]} damaged\n")
        assert s11("evidence", "verify", "--json", *more, now=now).code == 0


def test_a_virus_is_held_back_and_a_scan_later_frees_what_is_clean(s11: S11, home: Path, tmp_path: Path) -> None:
    with clamd(as_clamd_does) as scanner:
        pass
    (tmp_path / "in" / "policy.docx").write_bytes(EICAR)
    s11("answers", "import", KEY, tmp_path / "in" / "answers.csv", clamd=scanner)
    told = s11("evidence", "get", KEY, "all", "--out", tmp_path / "out")
    assert told.code == 1
    assert "policy.docx of GP1 is held back: scan pending." in told.err
    assert not (tmp_path / "out").exists()
    assert s11("evidence", "scan", clamd=scanner).code == 1
    with clamd(as_clamd_does) as up:
        told = s11("evidence", "scan", clamd=up)
    assert (told.code, told.out) == (1, "3 files were scanned: 2 are clean.\n")
    assert told.err.endswith(": flagged: Eicar-Test-Signature\n")
    told = s11("evidence", "get", KEY, "all", "--out", tmp_path / "out")
    assert told.err == "policy.docx of GP1 is held back: flagged: Eicar-Test-Signature.\n"
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["minutes.txt", "page.html"]
    assert s11("evidence", "link", KEY, "1.1").code == 2
    assert s11("evidence", "scan").code == 2


@pytest.fixture
def web(given: Path) -> Iterator[str]:
    """The web process of that home, on a port of its own."""
    using = Settings(home=given)
    with wiring.open_record(using) as record:
        answering = application(using, record, Keeper.of(using, record, threading.Event()))
        with serving(answering, "127.0.0.1:0", threads=2) as address:
            yield f"http://{address}"


def asked(address: str, method: str = "GET") -> tuple[int, bytes, dict[str, str]]:
    try:
        with urllib.request.urlopen(urllib.request.Request(address, method=method)) as answer:
            return answer.status, answer.read(), dict(answer.headers)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read(), dict(refused.headers)


def test_a_link_downloads_one_file_and_never_shows_it(s11: S11, given: Path, web: str) -> None:
    address = s11("evidence", "link", KEY, hashlib.sha256(FILES["page.html"]).hexdigest(), public_url=web).out.strip()
    status, body, headers = asked(address)
    assert (status, body) == (200, FILES["page.html"])
    assert headers["Content-Disposition"] == "attachment; filename=\"page.html\"; filename*=UTF-8''page.html"
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("sandbox;")
    for method in ("HEAD", "POST", "PUT", "DELETE"):
        assert asked(address, method)[0] == 405
    assert asked(web + "/healthz")[:2] == (200, b"ok\n")


def test_any_other_address_opens_nothing(s11: S11, given: Path, web: str) -> None:
    """Nor does it tell anything: neither name, nor hash, nor folder, nor whether there is such a file."""
    address = s11("evidence", "link", KEY, "1.1", public_url=web).out.strip()
    other = s11("evidence", "link", KEY, "1.2", public_url=web).out.strip().rpartition("/")[2].split(".")
    word = address.rpartition("/")[2]
    for changed in (
        *("x" + word, word + "x", word + "!", word + "=", "", "../../s11.db", ".", "..", ".." + word),
        *(word.split(".")[0], word.split(".")[-1], ".".join([other[0], *word.split(".")[1:]])),
    ):
        assert asked(f"{web}/evidence/{changed}")[:2] == (403, CLOSED), changed
    for path in ("/", "/evidence", "/etc/passwd", "/.env", f"/{word}"):
        assert asked(web + path)[:2] == (404, b"There is nothing here.\n")
    another = s11("evidence", "link", KEY, "1.1", public_url=web, secret_key="another key of its own").out.strip()
    assert asked(another)[:2] == (403, CLOSED)


def test_a_word_changed_anywhere_is_not_ours() -> None:
    word = links.sign("secret", hashlib.sha256(POLICY).hexdigest(), "policy.docx")
    assert links.read("secret", word) == (hashlib.sha256(POLICY).hexdigest(), "policy.docx")
    for place, letter in itertools.product(range(len(word)), "Ab0-_.=!é"):
        changed = word[:place] + letter + word[place + 1 :]
        assert changed == word or links.read("secret", changed) is None, changed
        assert links.read("secret", word[:place] + letter + word[place:]) is None
        assert links.read("secret", word[:place]) is None


def test_a_file_found_to_carry_a_virus_is_let_out_by_no_link(s11: S11, given: Path, web: str) -> None:
    """The link was made while nobody knew; a name it came with elsewhere is enough to hold it back."""
    address = s11("evidence", "link", KEY, "1.1", public_url=web).out.strip()
    with sqlite3.connect(given / "s11.db") as record:
        for state, status in (("clean", 200), ("scan pending", 403), ("flagged: Eicar", 403), ("not scanned", 200)):
            record.execute("UPDATE evidence SET scan = ? WHERE name = 'policy.docx'", [state])
            record.commit()
            assert asked(address)[0] == status
        record.execute("DELETE FROM answer_evidence")
        record.execute("DELETE FROM evidence")
    record.close()
    assert asked(address)[:2] == (404, b"This file is not in the record any more.\n")


def test_a_link_is_over_after_a_quarter_of_an_hour(
    s11: S11, given: Path, web: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = s11("evidence", "link", KEY, "1.1", public_url=web).out.strip()
    now = time.time()
    for later, status in ((14 * 60, 200), (15 * 60 + 2, 403)):
        monkeypatch.setattr("itsdangerous.timed.time.time", lambda later=later: now + later)
        assert asked(address)[0] == status
        assert asked(address.replace("/evidence/", "/evidence//"))[0] == 403
        monkeypatch.undo()


def test_a_damaged_file_breaks_off(s11: S11, given: Path, web: str) -> None:
    stored(given, POLICY).write_bytes(b"x" * len(POLICY))
    address = s11("evidence", "link", KEY, "1.1", public_url=web).out.strip()
    status, body, _ = asked(address)
    assert status == 503
    assert b"is damaged" in body


def test_the_key_that_signs_links_is_made_once_for_its_owner(s11: S11, given: Path) -> None:
    first = s11("evidence", "link", KEY, "1.1")
    path = given / "secret_key"
    key = path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(key) >= 32
    assert s11("evidence", "link", KEY, "1.1").out.split(".")[0] == first.out.split(".")[0]
    assert path.read_text() == key
    assert key not in s11("doctor").out + s11("doctor", "--json").out
    path.chmod(0o644)
    assert f"Run chmod 600 {path}." in s11("doctor").out


def test_doctor_tells_of_the_store_and_the_scanner(s11: S11, given: Path, tmp_path: Path) -> None:
    told = {each["check"]: each for each in json.loads(s11("doctor", "--json").out)}
    assert (told["evidence"]["state"], told["scanner"]["state"]) == ("ok", "warn")
    with clamd(as_clamd_does) as scanner:
        assert '"clamd answers."' in s11("doctor", "--json", clamd=scanner).out
    told = {each["check"]: each for each in json.loads(s11("doctor", "--json", clamd=scanner).out)}
    assert told["scanner"]["state"] == "fail"
    (tmp_path / "taken").write_text("")
    assert s11("doctor", evidence_url=tmp_path / "taken").code == 1


def test_a_clock_that_stands_still_serves_nothing(s11: S11) -> None:
    told = s11("web", now="2026-03-02T12:00")
    assert (told.code, told.err) == (2, "The clock stands still, and links would never expire. Unset S11_NOW.\n")


DAYS = ("--dated", "2026-03-01", "--review-by", "01/03/2028")


def test_a_file_is_given_its_own_date_by_name_of_who_knows_it_and_the_record_holds(s11: S11, given: Path) -> None:
    sha256 = hashlib.sha256(POLICY).hexdigest()
    told = s11("evidence", "date", KEY, sha256[:8], "--dated", "2026-03-01", "--review-by", "01/03/2028", "--by", "Mo")
    assert told.out.strip() == (
        "policy.docx is of Sunday 1 March 2026 and is to be reviewed by Wednesday 1 March 2028."
    )
    assert "dated March 2026, to be reviewed by 1 March 2028" in " ".join(s11("evidence", "list", KEY).out.split())
    listed = json.loads(s11("evidence", "list", KEY, "--json").out)
    assert ("2026-03-01", "2028-03-01") in [(each["dated"], each["review_by"]) for each in listed]
    history = json.loads(s11("export", KEY).out)["agencies"][0]["history"]
    (file,) = [each["evidence"][0] for each in history if each["value"] == "policy.docx"]
    assert (file["dated"], file["review_by"]) == ("2026-03-01", "2028-03-01")
    trail = json.loads(s11("export", KEY).out)["trail"]
    assert [(each["actor"], each["action"]) for each in trail][-1] == ("Mo", "file dated")
    assert s11("verify").code == 0
    assert s11("evidence", "date", KEY, sha256[:8]).code == 2
    assert s11("evidence", "date", KEY, "ffffffffff", "--dated", "2026-03-01").code == 2
