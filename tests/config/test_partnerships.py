"""partnerships.toml, as a business manager writes it."""

from datetime import date
from pathlib import Path

import pytest

from config.partnerships import AT_RISK, PartnershipTable, at_risk, load_partnerships
from config.questionnaire import Faulty


def test_names_are_found_by_key(tmp_path: Path) -> None:
    file = tmp_path / "partnerships.toml"
    file.write_text('[[partnership]]\nkey = "anytown"\nname = "Anytown Safeguarding Children Partnership"\n')
    known = load_partnerships(file)
    assert {key: each.name for key, each in known.items()} == {"anytown": "Anytown Safeguarding Children Partnership"}
    assert known["anytown"].at_risk.startswith("If a child is at risk of harm now, call 999.")


def test_a_manager_and_the_local_words_on_a_child_at_risk_are_read(tmp_path: Path) -> None:
    file = tmp_path / "partnerships.toml"
    file.write_text(
        '[[partnership]]\nkey = "anytown"\nname = "Anytown"\nat_risk = "Call 999, or 01632 960 001."\n'
        '[[partnership.managers]]\nname = "Jo Bloggs"\nemail = "jo@anytown.example.org"\nslack_user = "U1"\n'
    )
    anytown = load_partnerships(file)["anytown"]
    assert anytown.at_risk == "Call 999, or 01632 960 001."
    assert [(each.name, each.email, each.slack_user) for each in anytown.managers] == [
        ("Jo Bloggs", "jo@anytown.example.org", "U1")
    ]


def test_no_file_names_nobody(tmp_path: Path) -> None:
    assert load_partnerships(tmp_path / "partnerships.toml") == {}


def test_every_fault_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "partnerships.toml"
    file.write_text('[[partnership]]\nkey = "Any Town"\nname = "Anytown"\n\n[[partnership]]\nkey = "b"\nnmae = "B"\n')
    with pytest.raises(Faulty) as told:
        load_partnerships(file)
    assert [(fault.line, fault.what, fault.write) for fault in told.value.faults] == [
        (
            2,
            "key is not written as it must be.",
            "Use small letters and digits, as in wandsworth-2022 for an audit and needs_to_happen for a prompt.",
        ),
        (5, "The key name is missing.", "Add name = … here."),
        (7, "The key nmae is not known here.", "Did you mean name?"),
    ]


def test_its_days_and_its_digest_are_read(tmp_path: Path) -> None:
    file = tmp_path / "partnerships.toml"
    file.write_text(
        '[[partnership]]\nkey = "glen"\nname = "Glen"\nnation = "scotland"\n'
        'digest = { every = "month", to = ["board@glen.example.org"], slack_channel = "C1" }\n'
        "[[partnership.school_holidays]]\nfirst = 2027-04-02\nlast = 2027-04-16\n"
    )
    glen = load_partnerships(file)["glen"]
    assert (glen.nation, glen.digest.every, glen.digest.to) == ("scotland", "month", ["board@glen.example.org"])
    assert [(each.first, each.last) for each in glen.school_holidays] == [(date(2027, 4, 2), date(2027, 4, 16))]


def test_an_unknown_nation_is_told(tmp_path: Path) -> None:
    file = tmp_path / "partnerships.toml"
    file.write_text('[[partnership]]\nkey = "a"\nname = "A"\nnation = "Anytownshire"\n')
    with pytest.raises(Faulty, match=r"nation has a word that is not known\. Write one of"):
        load_partnerships(file)


@pytest.mark.parametrize("name", ["keep_letters", "keep_leavers"])
def test_how_long_something_is_kept_is_told_by_example(tmp_path: Path, name: str) -> None:
    file = tmp_path / "partnerships.toml"
    file.write_text(f'[[partnership]]\nkey = "a"\nname = "A"\n{name} = "2 years"\n')
    with pytest.raises(Faulty, match=r"Write days, months or years: 90d, 6m or 2y\."):
        load_partnerships(file)


def test_what_partnerships_say_of_a_child_at_risk_stands_whole_under_the_name_of_each() -> None:
    east = PartnershipTable(key="east", name="East", at_risk="Call 999. Otherwise call East Council: 01632 960 001.")
    west, north = (PartnershipTable(key=key, name=key.title()) for key in ("west", "north"))
    assert at_risk([east, west, north]) == (
        "East: Call 999. Otherwise call East Council: 01632 960 001.",
        f"West and North: {AT_RISK}",
    )
    assert at_risk([east]) == ("Call 999. Otherwise call East Council: 01632 960 001.",)
    assert at_risk([]) == at_risk([west, north]) == (AT_RISK,)
