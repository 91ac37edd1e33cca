"""Letters are ours unless a deployment writes its own, and no letter can reach what it was not given."""

from pathlib import Path

import pytest

from config.letters import SHIPPED, FaultyLetter, open_letters


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "greeting.j2").write_text("Dear {{ name }},\n", encoding="utf-8")
    (tmp_path / "greeting.html.j2").write_text("<p title='{{ name }}'>{{ name }}</p>", encoding="utf-8")
    return tmp_path


def test_a_letter_holds_its_facts_and_keeps_its_last_line(folder: Path) -> None:
    assert open_letters(folder).render("greeting", name="Tom & Jo") == "Dear Tom & Jo,\n"


def test_a_page_escapes_its_facts(folder: Path) -> None:
    page = open_letters(folder).render("greeting.html", name="<b>'&")
    assert page == "<p title='&lt;b&gt;&#39;&amp;'>&lt;b&gt;&#39;&amp;</p>"


def test_a_page_shows_each_line_of_what_somebody_wrote_on_its_own(folder: Path) -> None:
    (folder / "said.html.j2").write_text("<p>{{ said | on_lines }}</p>", encoding="utf-8")
    assert open_letters(folder).render("said.html", said="We ask <all>.\nEach term.") == (
        "<p>We ask &lt;all&gt;.<br>Each term.</p>"
    )


@pytest.mark.parametrize("name", ["{{ 7*7 }}", "{% include 'x' %}", "{# gone #}"])
def test_a_fact_is_never_a_letter(folder: Path, name: str) -> None:
    assert open_letters(folder).render("greeting", name=name) == f"Dear {name},\n"


def test_a_fact_left_out_is_an_error_and_not_a_gap(folder: Path) -> None:
    with pytest.raises(FaultyLetter, match=r"greeting\.j2 cannot be written: UndefinedError in line 1"):
        open_letters(folder).render("greeting")


@pytest.mark.parametrize("reach", ["{{ name.__class__.__mro__ }}", "{{ (1).__class__.__base__ }}"])
def test_a_letter_cannot_reach_behind_its_facts(folder: Path, reach: str) -> None:
    (folder / "sly.j2").write_text(reach, encoding="utf-8")
    with pytest.raises(FaultyLetter, match=r"sly\.j2 cannot be written: SecurityError in line 1"):
        open_letters(folder).render("sly", name="Jo")


def test_a_letter_cannot_leave_its_folders(folder: Path) -> None:
    (folder / "greedy.j2").write_text("{% include '../secret.j2' %}", encoding="utf-8")
    (folder.parent / "secret.j2").write_text("secret", encoding="utf-8")
    with pytest.raises(FaultyLetter, match=r"greedy\.j2 cannot be written: TemplateNotFound in line 1"):
        open_letters(folder).render("greedy")


def test_a_deployments_letter_replaces_ours(tmp_path: Path) -> None:
    ours = open_letters(tmp_path / "not there").render("_report.js")
    assert ours == (SHIPPED / "_report.js.j2").read_text(encoding="utf-8")
    (tmp_path / "_report.js.j2").write_text("// theirs", encoding="utf-8")
    assert open_letters(tmp_path).render("_report.js") == "// theirs"


def test_a_letter_that_is_changed_is_written_anew(tmp_path: Path) -> None:
    for words in ("Dear all", "Dear both"):
        (tmp_path / "ours.j2").write_text(words)
        assert open_letters(tmp_path).render("ours") == words
