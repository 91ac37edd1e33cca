"""Tags are made beside people at work: nothing is locked while words are looked at, and what changed is no fault."""

from collections.abc import Callable, Iterable, Iterator

import pytest
import sqlalchemy as sa

from intake.returns import Given
from nlp.themes import ThemeTag as Found
from reports.tags import AT_ONCE, Untagged, decide, tag_answers, untagged
from storage.nouns import Answer, Tag, Tagged
from storage.record import Database, Faults, open_database
from tests.rounds import NOON, Round


class Finder:
    """Finds the word LADO; somebody else may do something meanwhile, when it has words before it."""

    def __init__(self, version: str = "1", meanwhile: Callable[[], object] = lambda: None) -> None:
        self.version, self.meanwhile = version, meanwhile

    def tag_all(self, texts: Iterable[str]) -> Iterator[list[Found]]:
        told = list(texts)
        if told:
            self.meanwhile()
        for text in told:
            at = text.find("LADO")
            yield [Found("lado", at, at + 4, 0.9, "pattern", "LADO", (0, len(text)))] if at >= 0 else []


@pytest.fixture
def asked(round_of_small: Round) -> Round:
    round_of_small.say("CSC", Given("1.1", "text", "The LADO is known."), Given("1.2", "text", "Nothing."))
    round_of_small.say("SCH", Given("1.1", "text", "We ring the LADO."))
    return round_of_small


@pytest.fixture
def other(asked: Round) -> Iterator[Round]:
    """The same audit on a connection that waits for nobody."""
    with open_database(asked.database.engine.url.render_as_string(hide_password=False)) as database:
        sa.event.listen(database.engine, "connect", impatient(database))
        yield Round(database, asked.template, asked.key)


def impatient(database: Database) -> Callable[..., None]:
    kind = database.engine.dialect.name
    words = {"sqlite": "PRAGMA busy_timeout = 0", "postgresql": "SET lock_timeout = '1ms'"}[kind]

    def tell(connection: sa.engine.interfaces.DBAPIConnection, _record: object) -> None:
        connection.cursor().execute(words)
        connection.commit()

    return tell


def tag(asked: Round, finder: Finder, faults: Faults | None = None) -> int:
    with asked.database.read() as db:
        waiting = untagged(db, asked.audit(db), asked.template, finder.version)
    return tag_answers(asked.database, waiting, finder, faults, "the themes")


def tags(asked: Round) -> list[tuple[object, ...]]:
    wanted = sa.select(Tag.version, Tag.start, Tag.decision, Answer.value).join(Answer, Answer.id == Tag.answer_id)
    return sorted(asked.rows(wanted))


def tagged(asked: Round) -> int:
    return len(asked.rows(sa.select(Tagged.answer_id)))


FOUND = [("1", 4, "", "The LADO is known."), ("1", 12, "", "We ring the LADO.")]


def test_whoever_writes_while_words_are_looked_at_waits_for_nothing(asked: Round, other: Round) -> None:
    assert tag(asked, Finder(meanwhile=lambda: other.say("SCH", Given("1.2", "text", "Meanwhile."), minutes=3))) == 3
    assert other.cell("SCH", "1.2").words == {"text": "Meanwhile."}


def test_what_is_found_is_written_batch_by_batch(asked: Round, other: Round) -> None:
    with asked.database.write.begin() as db:
        row = {"submission_id": asked.submission(db, "CSC").id, "by": "agency", "question": "1.1", "prompt": "text"}
        row |= {"said_by": "Jo Park", "via": "import", "said_at": NOON, "value": "The LADO."}
        many = [row | {"source": f"letter:{number}"} for number in range(2 * AT_ONCE + 1)]
        numbers = db.scalars(sa.insert(Answer).returning(Answer.id), many).all()
    waiting = [Untagged(number, "CSC", "The LADO.") for number in numbers]
    seen: list[int] = []
    tag_answers(asked.database, waiting, Finder(meanwhile=lambda: seen.append(tagged(other))))
    assert seen == [0, AT_ONCE, 2 * AT_ONCE]


def test_two_taggers_at_once_find_everything_once(asked: Round, other: Round) -> None:
    both: list[int] = []
    assert tag(asked, Finder(meanwhile=lambda: both.append(tag(other, Finder())))) == 0
    assert (both, tags(asked)) == ([3], FOUND)


def test_what_a_person_decides_meanwhile_stands(asked: Round, other: Round) -> None:
    tag(asked, Finder("1"))

    def reject() -> None:
        with other.database.write.begin() as db:
            for number in db.scalars(sa.select(Tag.id)).all():
                decide(db, number, "rejected", "Jo Park")

    assert tag(asked, Finder("2", reject)) == 3
    assert tags(asked) == [("1", 4, "rejected", FOUND[0][3]), ("1", 12, "rejected", FOUND[1][3])]


GONE: dict[str, tuple[str, ...]] = {
    "its words are erased": ("UPDATE answers SET value = '' WHERE value LIKE 'The LADO%'",),
    "it is gone": (
        "UPDATE events SET answer_id = NULL",
        "DELETE FROM answers WHERE value LIKE 'The LADO%'",
    ),
}


@pytest.mark.parametrize("gone", GONE)
def test_of_an_answer_that_is_erased_meanwhile_nothing_is_kept(asked: Round, other: Round, gone: str) -> None:
    def erase() -> None:
        for each in GONE[gone]:
            other.tamper(each)

    faults = Faults()
    assert tag(asked, Finder(meanwhile=erase), faults) == 2
    assert (tags(asked), faults.found) == (FOUND[1:], {})


def test_an_answer_corrected_meanwhile_is_looked_at_in_the_next_round(asked: Round, other: Round) -> None:
    said = Given("1.1", "text", "Now the LADO is rung.")
    assert tag(asked, Finder(meanwhile=lambda: other.say("CSC", said, minutes=3))) == 3
    assert tag(asked, Finder()) == 1


def test_what_was_signed_is_looked_at_while_a_draft_stands_over_it(asked: Round) -> None:
    tag(asked, Finder("1"))
    asked.submit("CSC")
    asked.reopen("CSC", "a wrong word")
    asked.say("CSC", Given("1.1", "text", "A draft."), minutes=7)
    assert tag(asked, Finder("2")) == 4
    assert [each[0] for each in tags(asked)] == ["2", "2"]


def test_a_return_whose_words_break_the_tagger_costs_no_other(asked: Round) -> None:
    class Breaks(Finder):
        def tag_all(self, texts: Iterable[str]) -> Iterator[list[Found]]:
            told = list(texts)
            if any("The LADO" in each for each in told):
                raise ValueError("words")
            return super().tag_all(told)

    faults = Faults()
    assert tag(asked, Breaks(), faults) == 1
    assert list(faults.found) == ["the themes: CSC"]
