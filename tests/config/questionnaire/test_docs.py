"""docs/audits.md must not promise what the loader does not keep."""

import re
from pathlib import Path

from config.questionnaire import SHIPPED, Kind, NudgePlan, load_folder, load_template
from config.questionnaire.shape import (
    AuditTable,
    NudgesTable,
    PromptTable,
    QuestionTable,
    RatingTable,
    ReminderTable,
    ScaleTable,
    StandardTable,
)

PAGE = (Path(__file__).parents[3] / "docs" / "audits.md").read_text(encoding="utf-8")


def example() -> bytes:
    found = re.search(r"```toml\n(.+?)```", PAGE, re.DOTALL)
    assert found
    return found[1].encode()


def test_the_example_loads_and_says_what_the_page_says() -> None:
    audit = load_template(example(), "docs/audits.md")
    assert (audit.key, audit.meets_at, audit.support_below) == ("our-audit-2027", 0.8, 0.6)
    gaps = audit.by_ref["1.2"].yes_no
    assert gaps
    assert gaps.good == "no"
    assert [prompt.key for prompt in audit.by_ref["1.1"].prompts] == ["rating", "text"]
    assert not audit.by_ref["1.2"].asked_of("police")


def test_the_plan_of_nudges_it_shows_is_the_one_we_use() -> None:
    plan = next(block for block in re.findall(r"```toml\n(.+?)```", PAGE, re.DOTALL) if "[nudges]" in block)
    ours = load_template(example(), "docs/audits.md").nudges
    assert load_template(example() + plan.encode(), "docs/audits.md").nudges == ours == NudgePlan()


def test_every_key_is_explained() -> None:
    after = PAGE.split("## Every key")[1]
    tables = (
        AuditTable,
        NudgesTable,
        ReminderTable,
        ScaleTable,
        RatingTable,
        PromptTable,
        StandardTable,
        QuestionTable,
    )
    keys = {name for table in tables for name in table.model_fields}
    headings = {"nudges", "scale", "rating", "standard", "question", "prompt"}
    assert {key for key in keys - headings if f"`{key}`" not in after} == set()
    assert {kind for kind in Kind if f'`"{kind}"`' not in after} == set()


def test_every_shipped_audit_is_listed_with_its_number_of_questions() -> None:
    for key, audit in load_folder(SHIPPED).items():
        line = next(line for line in PAGE.splitlines() if line.startswith(f"| `{key}`"))
        assert re.search(rf"\b{len(audit.questions)}\b", line)
