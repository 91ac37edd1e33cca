"""Where a key of a TOML text stands: the line somebody is sent to must be the right one."""

import tomllib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.questionnaire import SHIPPED, line_of, locate
from config.questionnaire.lines import Path, TooDeep, statements

TEXT = '''# a comment = with an equals sign
key = "small"  # [not.a.header]
about = """
[[standard]]
ref = "not a key"
"quotes" inside, and two at the end"""""
note = \'\'\'
title = "not this one"\'\'\'
list = [
  "[scale]", # ]
  "ref = 1",
]

title = "here" # title = "not here"
[ scale ]   # [[scale]]
not_applicable = true
[[scale.rating]]
code = "A"
[[ scale . "rating" ]]
"code" = "B"
'label' = "C"
"co\\u006cour" = "D"
[[standard]]
ref = "1"
[[standard.question]]
ref = "1.1"
[[standard.question]]
ref = "1.2"
[[standard]]
[[standard.question]]
text.plain = "x"
["odd [name] = #1".inner]
"a.b" = 1
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("key",), 'key = "small"  # [not.a.header]'),
        (("note",), "note = '''"),
        (("title",), 'title = "here" # title = "not here"'),
        (("scale",), "[ scale ]   # [[scale]]"),
        (("scale", "not_applicable"), "not_applicable = true"),
        (("scale", "rating", 0, "code"), 'code = "A"'),
        (("scale", "rating", 1), '[[ scale . "rating" ]]'),
        (("scale", "rating", 1, "code"), '"code" = "B"'),
        (("scale", "rating", 1, "label"), "'label' = \"C\""),
        (("scale", "rating", 1, "colour"), '"co\\u006cour" = "D"'),
        (("standard", 0, "ref"), 'ref = "1"'),
        (("standard", 0, "question", 1, "ref"), 'ref = "1.2"'),
        (("standard", 1, "question", 0, "text", "plain"), 'text.plain = "x"'),
        (("standard", 1, "question", 0, "text"), 'text.plain = "x"'),
        (("odd [name] = #1",), '["odd [name] = #1".inner]'),
        (("odd [name] = #1", "inner", "a.b"), '"a.b" = 1'),
        (("list", 1), "list = ["),
    ],
)
def test_each_key_stands_where_it_is_written(path: Path, line: str) -> None:
    tomllib.loads(TEXT)
    assert TEXT.splitlines()[line_of(locate(TEXT), path) - 1] == line


def test_nothing_inside_a_string_counts_as_a_key() -> None:
    assert ("ref",) not in locate(TEXT)
    assert ("standard", 2) not in locate(TEXT)


def test_what_stands_nowhere_is_on_the_first_line() -> None:
    assert line_of(locate(TEXT), ("nowhere", 3)) == 1


def paths_of(value: Any, path: Path = ()) -> list[Path]:
    """Every path of the tables of a parsed text."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(each for key, child in inside for each in paths_of(child, (*path, key)))]


@pytest.mark.parametrize("audit", sorted(SHIPPED.glob("*.toml")), ids=lambda audit: audit.stem)
def test_every_key_of_a_shipped_audit_is_found_on_its_own_line(audit: Any) -> None:
    text = audit.read_text(encoding="utf-8")
    lines, written = locate(text), text.splitlines()
    for path in paths_of(tomllib.loads(text))[1:]:
        if isinstance(path[-1], str):
            assert path[-1] in written[line_of(lines, path) - 1]


@settings(max_examples=200)
@given(st.text(alphabet="ab.=[]{}\"'#\\ \n", max_size=60))
def test_any_text_can_be_located_and_every_key_of_good_toml_is_found(text: str) -> None:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        list(statements(text))
        return
    assert all((key,) in locate(text) for key in table)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("\n\na = [[[[[[[[[[1]]]]]]]]]]", 3),
        ("\n[a.a.a.a.a.a.a.a.a.a.a]", 2),
        ('a = """\n\n"""\na.a.a.a.a.a.a.a.a.a = 1', 4),
    ],
)
def test_nesting_past_any_use_is_named_by_its_line(text: str, line: int) -> None:
    with pytest.raises(TooDeep) as raised:
        locate(text)
    assert raised.value.line == line


def test_dots_and_brackets_in_words_are_only_words() -> None:
    assert locate('text = "a.b.c.d.e.f.g.h.i.j.k [[[[[[[[[[["') == {("text",): 1}
