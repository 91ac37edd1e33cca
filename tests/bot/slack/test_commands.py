"""What Slack says to somebody without a shell: the word that can be typed there, or whom to ask."""

import ast
import re
from pathlib import Path

import pytest

from bot.slack.api import in_slack, without_shell

HOME = Path(__file__).parents[3]
COMMAND = re.compile(r"(?<!runs )\bs11 [a-z]")


@pytest.mark.parametrize(
    ("said", "reads"),
    [
        ("CSC has submitted already. To have it changed, open it first: s11 reopen a-1 CSC.", "type reopen CSC in a-1"),
        ("CSC is excused. To ask it after all: s11 excuse a-1 CSC --ask-again.", "type ask CSC in a-1 again."),
        ("There is no sentence 7-0-1 in a-1. s11 quotes a-1 lists them.", "Type quotes to see them."),
        ("No contact yet. s11 seats add CSC names one.", "No contact yet. Whoever runs s11 can do that."),
        ("Our s11 audit was late. Whoever runs s11 knows.", "Our s11 audit was late. Whoever runs s11 knows."),
    ],
)
def test_a_command_becomes_what_can_be_typed(said: str, reads: str) -> None:
    assert reads in (without_shell(said) if COMMAND.search(said) and "audit was" not in said else in_slack(said))


def refusals() -> list[str]:
    """Every sentence of ours below the channels that a refusal may carry to a manager, with its gaps filled in."""
    found = []
    for folder in ("after", "audits", "ledger", "mail", "returns"):
        for path in (HOME / "intake" / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Refused", "Unclear"):
                    words = [each.value for each in ast.walk(node) if isinstance(each, ast.Constant)]
                    found.append("a-1".join(each for each in words if isinstance(each, str)))
    return [each for each in found if COMMAND.search(each)]


def test_no_refusal_names_a_command_in_slack() -> None:
    assert len(refusals()) > 5
    assert [each for each in map(without_shell, refusals()) if COMMAND.search(each)] == []
