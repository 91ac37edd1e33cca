"""Documentation is tested: what exists is documented, and what a document shows runs."""

import ast
import re
import shlex
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main
from typer.core import TyperGroup

from cli.main import PARTS, app, load
from config.settings import PREFIX, Settings
from tests.cli.conftest import S11, s11
from tests.intake.audits.workbooks.build import workbook

__all__ = ["s11"]

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def fences(document: Path, language: str) -> list[str]:
    return [body for name, body in FENCE.findall(document.read_text()) if name == language]


def commands(group: TyperGroup, before: str = "s11") -> Iterator[str]:
    context = typer.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, TyperGroup):
            yield from commands(command, f"{before} {name}")
        else:
            yield f"{before} {name}"


def everything_written() -> str:
    return "\n".join(document.read_text() for document in DOCUMENTS)


def test_every_command_is_documented() -> None:
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    written = everything_written()
    assert [name for name in commands(group) if name not in written] == []


def test_the_help_says_of_each_command_what_it_says_itself() -> None:
    assert {name: part.says for name, part in PARTS.items()} == {
        name: load(name).get_short_help_str(limit=1000) for name in PARTS
    }


def test_every_setting_is_documented_and_in_the_example() -> None:
    names = {PREFIX + field.upper() for field in Settings.model_fields}
    for document in (ROOT / "docs" / "settings.md", ROOT / ".env.example"):
        assert set(re.findall(r"\bS11_[A-Z0-9_]+\b", document.read_text())) == names, document


def test_every_audit_and_letter_is_documented() -> None:
    written = everything_written()
    kept = [*(ROOT / "config" / "audits").glob("*.toml"), *(ROOT / "config" / "letters").glob("*.j2")]
    named = [path.stem if path.suffix == ".toml" else path.name for path in kept if not path.name.startswith("_")]
    assert [name for name in named if name not in written] == []


def test_every_link_between_documents_leads_somewhere() -> None:
    for document in [*DOCUMENTS, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]:
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text()):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_every_file_and_module_that_a_document_names_is_there() -> None:
    """A document that sends its reader to a room that has moved sends them nowhere."""
    astray: dict[str, str] = {}
    own = "config|storage|nlp|intake|reports|bot|cli|tests|docs|deploy|peers|benchmarks|torture"
    pages = [
        *DOCUMENTS,
        ROOT / "CONTRIBUTING.md",
        *(ROOT / "docs" / "decisions").glob("*.md"),
        *ROOT.glob("tests/*/*.md"),
    ]
    for page in pages:
        named = re.findall(
            rf"(?<![\w./-])(?:{own})[/.][\w./-]+", "\n".join(re.findall(r"`([^`\n]+)`", page.read_text()))
        )
        astray |= {name: page.name for name in named if not is_there(name)}
    assert astray == {}


@pytest.mark.parametrize("page", ["promises.md", "threats.md"])
def test_every_promise_and_every_threat_names_tests_that_there_are(page: str) -> None:
    """A row without a test promises nothing, and one whose test was renamed promises what nobody looks at."""
    lines = (ROOT / "docs" / page).read_text().splitlines()
    rows = [line.split(" | ") for line in lines if re.match(r"\| (?!what |promise |-)", line)]
    assert len(rows) > 15
    assert [row[0] for row in rows if not re.search(r"`(?:tests|torture)/", row[1]) or not all(row)] == []
    named = {each for row in rows for each in re.findall(r"`(tests/\S+?)::(\w+)`", row[1])}
    astray = [f"{file}::{name}" for file, name in named if f"def {name}(" not in (ROOT / file).read_text()]
    assert sorted(astray) == []
    assert [row[0] for row in rows if re.match(r"open\b", row[-1])] == []


def is_there(name: str) -> bool:
    """A path, a module, or something in a module; KEY stands for any audit, NAME for any channel."""
    name = name.replace("KEY", "*").replace("NAME", "*")
    if "/" in name:
        return (ROOT / name).exists() or any(ROOT.glob(f"{name.rstrip('.')}*"))
    parts = name.split(".")
    modules = [ROOT.joinpath(*parts[:length]) for length in (len(parts), len(parts) - 1)]
    return any(module.is_dir() or module.with_suffix(".py").exists() for module in modules)


@pytest.mark.xdist_group("demo")
def test_the_picture_shown_is_the_programs_own(demo_twice: tuple[Path, list[str]]) -> None:
    """After a change of the picture: make demo, then copy var/demo/report/heat-map.png over docs/heat-map.png."""
    drawn = (demo_twice[0] / "home" / "demo" / "report" / "heat-map.png").read_bytes()
    assert drawn == (ROOT / "docs" / "heat-map.png").read_bytes()


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(each, marks=[pytest.mark.xdist_group("demo")] * ("s11 demo" in each.read_text()))
        for each in DOCUMENTS
    ],
    ids=lambda path: path.name,
)
def test_every_command_a_document_shows_runs(
    document: Path, s11: S11, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if "s11 demo" in document.read_text():  # it runs once more where it ran before, which is quicker
        shutil.copytree(request.getfixturevalue("demo_twice")[0] / "home", tmp_path / "home")
    if "s11 init" not in document.read_text():  # whoever reads that page has made a record
        assert s11("init").code == 0
    for text in fences(document, "csv"):
        (tmp_path / ("agencies.csv" if text.startswith("abbr") else "ratings.csv")).write_text(text)
    for text in fences(document, "toml"):
        if text.startswith("[[partnership]]"):
            (tmp_path / "home" / "config").mkdir(parents=True, exist_ok=True)
            (tmp_path / "home" / "config" / "partnerships.toml").write_text(text)
    (tmp_path / "my-audit.toml").write_bytes((ROOT / "config" / "audits" / "section-11.toml").read_bytes())
    (tmp_path / "questionnaire.xlsx").write_bytes(workbook("= Audit\nNo. | Question\n1.1 | Is a lead named?"))
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for line in filter(None, "\n".join(fences(document, "sh")).splitlines()):
        program, *words = shlex.split(line)
        if program == "make":
            assert set(words) <= targets, line
        elif program == "s11":
            told = s11(*words)
            assert told.code == 0, f"{line}: {told.err}"
        else:
            assert program in ("git", "cd"), f"{line} is nothing this test knows how to run."


def test_every_folder_stands_in_the_table_with_its_sentence() -> None:
    """Whoever looks for a room finds its folder by what it says of itself."""
    told = {
        init.parent.relative_to(ROOT).as_posix(): ast.get_docstring(ast.parse(init.read_text()))
        for top in ("config", "storage", "nlp", "intake", "reports", "bot")
        for init in (ROOT / top).glob("*/**/__init__.py")
        if "migrations" not in init.parts
    }
    table = re.findall(r"^\| `([\w/]+/[\w/]+)` \| (.*) \|$", (ROOT / "CONTRIBUTING.md").read_text(), re.MULTILINE)
    assert dict(table) == told


def test_every_test_that_a_document_names_is_there() -> None:
    named = {
        found for document in DOCUMENTS for found in re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", document.read_text())
    }
    assert len(named) > 20
    gone = [f"{path}::{name}" for path, name in sorted(named) if f"def {name}(" not in (ROOT / path).read_text()]
    assert gone == []


ALARM = re.compile(r"(?:Check|Finding|SlackFinding)\(\s*\"([a-z ]+)\"|_read\(\"([a-z ]+)\"")


def test_the_page_of_the_server_says_what_each_line_of_the_doctor_is_about() -> None:
    kept = [*(ROOT / "cli").glob("*.py"), ROOT / "bot/slack/doctor.py", *(ROOT / "storage/evidence").rglob("*.py")]
    lines = {one or other for path in kept for one, other in ALARM.findall(path.read_text())}
    assert {"record", "slack way in", "public address", "backup", "evidence lock"} <= lines
    written = (ROOT / "docs" / "server.md").read_text()
    assert [line for line in sorted(lines) if f"`{line}`" not in written] == []


def test_every_unit_runs_as_its_own_user_with_nothing_it_does_not_need() -> None:
    """One file says it, for every unit whose name begins with s11-; a unit that it does not reach is root's."""
    units = [*(ROOT / "deploy").glob("*.service")]
    assert units
    assert [unit.name for unit in units if not unit.name.startswith("s11-")] == []
    told = [line for unit in units for line in unit.read_text().splitlines()]
    assert [
        line for line in told if re.match(r"(User|NoNewPrivileges|ProtectSystem|CapabilityBoundingSet)\b", line)
    ] == []
    hardened = (ROOT / "deploy" / "s11-.service.d" / "hardened.conf").read_text()
    assert {"User=s11", "ProtectSystem=strict", "NoNewPrivileges=yes", "CapabilityBoundingSet="} <= set(
        hardened.splitlines()
    )


def test_the_container_has_every_folder_of_the_program() -> None:
    written = (ROOT / "deploy" / "Containerfile").read_text()
    packed = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"]["find"]["include"]
    assert [each for each in packed if f"COPY {each.rstrip('*')} {each.rstrip('*')}\n" not in written] == []


def test_the_container_takes_every_lock_that_running_may_need() -> None:
    """By the build argument that docs/server.md names; each is copied before it is installed."""
    written = (ROOT / "deploy" / "Containerfile").read_text()
    locks = sorted(path.name for path in ROOT.glob("requirements*.lock") if "dev" not in path.name)
    assert "ARG LOCKS=requirements.lock\n" in written
    assert f'LOCKS="{" ".join(reversed(locks))}"' in (ROOT / "docs" / "server.md").read_text()
    (copied,) = re.findall(r"^COPY (requirements.*) \./$", written, re.MULTILINE)
    assert sorted(copied.split()) == locks


def test_every_part_that_is_started_is_a_command() -> None:
    procfile = re.findall(r"^\w+: s11 (\w+)$", (ROOT / "Procfile").read_text(), re.MULTILINE)
    composed = re.findall(r"^    command: \[(\w+)\]$", (ROOT / "deploy" / "compose.yaml").read_text(), re.MULTILINE)
    assert len(procfile) == len((ROOT / "Procfile").read_text().splitlines())
    assert set(composed) == {*procfile, "init"}  # honcho stops every part when one ends, as init does
    assert set(procfile) <= set(PARTS)
