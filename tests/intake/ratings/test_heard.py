"""One table of what people answer where a rating is asked, and what is heard in each place it may stand."""

import tomllib
from pathlib import Path

TABLE = tomllib.loads((Path(__file__).parent / "heard.toml").read_text(encoding="utf-8"))
PLACES = ("typed", "box", "cell", "words")
ROWS = [
    (audit, reply, dict(zip(PLACES, said.split(), strict=True)))
    for audit, table in TABLE.items()
    for reply, said in table.items()
]


def test_the_table_says_one_thing_a_cell_and_seldom_asks() -> None:
    """A table that asks everything back would never be wrong, and never be of use."""
    said = [each for _, _, row in ROWS for each in row.values()]
    assert len(ROWS) >= 300
    assert said.count("ask") * 4 <= len(said)
