"""A deployment moves from SQLite to PostgreSQL by backup and restore, and says the same there."""

from pathlib import Path

import sqlalchemy as sa

from bot.work import WorkQueue
from storage.record import open_database
from tests.cli.conftest import S11
from tests.cli.test_mail import letters, reply
from tests.conftest import new_postgres

SAYS = (("status", "section-11", "--json"), ("figures", "section-11", "--json"), ("export", "section-11"))


def test_after_the_move_it_says_what_it_said_before(opened: S11, postgres: sa.URL, tmp_path: Path) -> None:
    """With an answer, a letter that is held and one that nobody has read, which a worker is told of."""
    opened("invite", "section-11", "--out", "out")
    form = letters(tmp_path / "out")["jo@surgery.example"]
    for name, sender in (("own", "jo@surgery.example"), ("strange", "who@elsewhere.example")):
        (tmp_path / f"{name}.eml").write_bytes(reply(form, "1.1: 2\n", sender))
        opened("mail", "read", f"{name}.eml")
    with open_database(f"sqlite:///{tmp_path / 'home' / 's11.db'}") as record, record.write.begin() as db:
        db.execute(sa.text("UPDATE receipts SET outcome = 'unread', tries = 0 WHERE outcome = 'answered'"))
    before = [opened(*words).out for words in SAYS]
    assert opened("backup", "key", "--make-key").code == 0
    assert opened("backup", "all.backup", "--key", "key").code == 0
    with new_postgres(postgres) as url:
        there = {"home": tmp_path / "there", "database_url": url}
        moved = opened("restore", "all.backup", "--key", "key", **there)
        assert moved.code == 0 and "Restored and verified." in moved.out
        assert [opened(*words, **there).out for words in SAYS] == before
        assert opened("verify", **there).code == 0
        with open_database(url) as record, record.read() as db:
            assert WorkQueue(record).lost_letters(db) == [1]
        assert opened("held", "release", "2", **there).code == 0
