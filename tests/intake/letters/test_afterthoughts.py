"""What is said once more of answers is heard the same below a list, in the whole letter and in a later one."""

import tomllib
from pathlib import Path

import pytest

from intake.letters.mime import BodyPart
from tests.intake.letters.test_own_ways import read, shown

SAID = tomllib.loads((Path(__file__).parent / "afterthoughts.toml").read_text(encoding="utf-8"))
LISTS = {
    "barnsley-2021": "1.1 Met\n1.2 Met - chart on wall\n1.3 Met",
    "wandsworth-2022": "3.1 Green\n3.2 Green - chart on wall\n4.1 Green",
    "section-11": "1.1 3\n1.2 3 - chart on wall\n2.1 3",
}
ROWS = [(audit, said) for audit in LISTS for said in SAID["again"][audit]]
HELD = [  # the question, what we have of it, and what a later letter would make of it
    ("wandsworth-2022", "3.1", "2", "Green", "1", "Amber"),
    ("wandsworth-2022", "5.2", "3", "Blue", "0", "Red"),
    ("barnsley-2021", "1.1", "met", "Met", "partial", "Partially Met"),
    ("section-11", "2.1", "2", "In place", "1", "Partly in place"),
]
ALONE = [(audit, said, "\n\n") for audit, said in ROWS]  # right below an answer a line may be its evidence
ALONE += [(audit, said, "\n") for audit, said in ROWS if said.startswith(tuple(SAID["opens"]))]
QUIET = [(audit, said) for audit in LISTS for said in SAID["not_again"][audit]]


def ratings(audit: str, letter: str) -> set[str]:
    refs = [line.split()[0] for line in LISTS[audit].split("\n")]
    found = shown(read({"audit": audit}, BodyPart("plain", letter + "\n")), dict.fromkeys(refs, ""))
    return {found[ref] for ref in refs}


@pytest.mark.parametrize(("audit", "said", "gap"), ALONE)
def test_a_rating_said_again_of_no_number_has_the_list_asked(audit: str, said: str, gap: str) -> None:
    assert ratings(audit, f"{LISTS[audit]}{gap}{said}") == {"ask"}


@pytest.mark.parametrize(("audit", "said"), ROWS)
def test_so_it_does_with_a_signature_below(audit: str, said: str) -> None:
    assert ratings(audit, f"{LISTS[audit]}\n\n{said}\n\nKind regards\nJo Bloggs") == {"ask"}


@pytest.mark.parametrize(("audit", "said"), QUIET)
def test_words_that_only_hold_a_rating_ask_nothing(audit: str, said: str) -> None:
    assert "ask" not in ratings(audit, f"{LISTS[audit]}\n\n{said}")


def later(held: tuple[str, ...], said: str) -> str:
    """What becomes of a rating that a letter of ours shows, when a later one says this of it."""
    audit, ref, have, old, _, new = held
    told = {"audit": audit, "recorded": {ref: have}}
    form = read(told, BodyPart("plain", said.format(q=ref, old=old, new=new) + "\n"))
    return shown(form, {ref: ""})[ref]


@pytest.mark.parametrize("held", HELD, ids=lambda held: held[0] + held[1])
@pytest.mark.parametrize("said", SAID["made"])
def test_an_ordinary_correction_is_made(said: str, held: tuple[str, ...]) -> None:
    assert later(held, said) == held[4]


@pytest.mark.parametrize("held", HELD, ids=lambda held: held[0] + held[1])
@pytest.mark.parametrize("said", SAID["asked"])
def test_a_change_that_is_refused_doubted_or_anothers_is_asked(said: str, held: tuple[str, ...]) -> None:
    assert later(held, said) == "ask"
