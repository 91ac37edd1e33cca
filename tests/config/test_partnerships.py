"""partnerships.toml, as a business manager writes it."""

from pathlib import Path

import pytest

from config.loading import Faulty
from config.partnerships import load_partnerships


def test_names_are_found_by_key(tmp_path: Path) -> None:
    file = tmp_path / "partnerships.toml"
    file.write_text('[[partnership]]\nkey = "anytown"\nname = "Anytown Safeguarding Children Partnership"\n')
    assert load_partnerships(file) == {"anytown": "Anytown Safeguarding Children Partnership"}


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
