"""Where the reader of a reply stands after each move, from the writer's own words to the signature."""

from collections.abc import Callable

import pytest

from intake.letters.questions.cursor import Cursor
from intake.letters.questions.place import Between, InForm, Named, Outside, ReadingPlace, Signed

Move = Callable[[Cursor], Cursor]


def code(ref: str) -> Move:
    return lambda at: at.enter(ref)


def words(*refs: str) -> Move:
    return lambda at: at.enter_text(refs)


def name(ref: str) -> Move:
    return lambda at: at.name(ref)


def heading(at: Cursor) -> Cursor:
    return at.turn()


def signature(at: Cursor) -> Cursor:
    return at.sign()


def leave(at: Cursor) -> Cursor:
    return at.leave()


def own_words(at: Cursor) -> Cursor:
    return at.leave_form()


def prompt(key: str) -> Move:
    return lambda at: at.at_prompt(key)


MOVES: dict[str, tuple[list[Move], ReadingPlace]] = {
    "nothing read yet": ([], Outside()),
    "a code in a letter of their own": ([code("1")], InForm("1", is_coded=True, within=False)),
    "our question below its code": ([code("1"), words("1")], InForm("1", is_coded=True, seen_text=True)),
    "our question without its code": ([words("2")], InForm("2", seen_text=True)),
    "words that two questions share, for the first time": ([words("1", "3")], InForm("1", seen_text=True)),
    "words that two questions share, once more": ([words("1"), words("1", "3")], InForm("3", seen_text=True)),
    "a code above another question's words": ([code("1"), words("2")], Between("?")),
    "a prompt of it": ([words("1"), prompt("rating")], InForm("1", "rating", seen_text=True)),
    "a prompt where no question stands": ([prompt("rating")], Outside()),
    "a question they named": ([name("4")], Named("4")),
    "a question they named inside our form": ([words("1"), name("4")], Named("4", within=True)),
    "the same, in their own words from there": ([words("1"), name("4"), own_words], Named("4")),
    "a heading of ours below a question": ([words("1"), heading], Between("1")),
    "a heading of ours below the name they gave": ([name("4"), heading], Outside()),
    "a heading of ours above the first question": ([heading], Between()),
    "past a question of ours, twice": ([words("1"), leave, leave], Between()),
    "past a question they named": ([name("4"), leave], Outside()),
    "the signature of a letter of their own": ([name("4"), signature], Signed(within=False)),
    "a signature inside our form": ([words("1"), signature], Signed(within=True)),
    "a heading of ours below the signature": ([signature, heading], Signed(within=True)),
    "a code below the signature": ([signature, code("2")], InForm("2", is_coded=True, within=False)),
}


@pytest.mark.parametrize("read", MOVES)
def test_the_reader_stands_where_its_last_move_led(read: str) -> None:
    moves, place = MOVES[read]
    cursor = Cursor({"1": 0, "2": 1, "3": 2, "4": 3})
    for move in moves:
        cursor = move(cursor)
    assert cursor.place == place


def test_a_move_leaves_the_cursor_before_it_as_it_was() -> None:
    before = Cursor({"1": 0}).enter("1")
    before.at_prompt("rating").sign()
    assert before.place == InForm("1", is_coded=True, within=False)
