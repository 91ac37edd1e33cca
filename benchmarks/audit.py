"""An audit of any size in a record of its own, filled at once: what benchmarks measure on."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import islice

import sqlalchemy as sa

from config.questionnaire import Template, load_template
from intake.audits import open_audit, read_agencies
from storage.nouns import Answer, Audit, Submission
from storage.record import Database
from storage.record.trail import Speaker

KEY = "measured"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
JO = Speaker("Jo Park", "import", NOON)
SCALE = "".join(
    f'[[scale.rating]]\ncode = "{code}"\nlabel = "{label}"\ncounts_as = "{counts}"\ncolour = "{colour}"\n'
    for code, label, counts, colour in (
        ("2", "Good", "met", "#2e7d32"),
        ("1", "Fair", "not_met", "#f9a825"),
        ("0", "Poor", "not_met", "#c62828"),
    )
)
PROMPTS = (
    '[[prompt]]\nkey = "rating"\nkind = "rating"\ntext = "How well?"\nrequired = true\n'
    '[[prompt]]\nkey = "text"\nkind = "text"\ntext = "How do you know?"\n'
)
AT_ONCE = 5_000


def questionnaire(questions: int, a_standard: int = 10) -> Template:
    """So many questions, each with a rating and words."""
    parts = [f'key = "{KEY}"\ntitle = "A measured audit"\nyear = "2026"\n[scale]\n{SCALE}{PROMPTS}']
    for at in range(questions):
        standard, place = divmod(at, a_standard)
        if not place:
            parts.append(f'[[standard]]\nref = "{standard + 1}"\ntitle = "Standard {standard + 1} of what is asked"\n')
        text = f"Does your organisation do what paragraph {at + 1} of the guidance asks of it?"
        parts.append(f'[[standard.question]]\nref = "{standard + 1}.{place + 1}"\ntext = "{text}"\n')
    source = "".join(parts)
    return load_template(source.encode(), f"{KEY}.toml")


def fill(database: Database, template: Template, agencies: int, words: Iterator[str]) -> int:
    """Open it for so many agencies that have answered and signed every question; how many answers there are now."""
    table = "abbr,name,sector,partnerships,contact_name,contact_email,slack_user,role\n" + "".join(
        f"A{n:03},Agency number {n},council,p{n % 9},Lead {n},lead{n}@example.org,,lead\n" for n in range(agencies)
    )
    with database.write.begin() as db:
        open_audit(db, template, KEY, (None, date(2026, 6, 30)), read_agencies(table.encode()), {}, JO)
        db.flush()
        numbers = db.scalars(sa.select(Submission.id).join(Audit).order_by(Submission.id)).all()
        rows = _rows(template, numbers, words)
        while batch := list(islice(rows, AT_ONCE)):
            db.execute(sa.insert(Answer), batch)
        signed = {"signed_at": NOON, "submitted_at": NOON, "submitted_by": JO.name}
        db.execute(sa.update(Submission).values(signed).execution_options(synchronize_session=False))
    return agencies * len(template.questions) * 2


def _rows(template: Template, numbers: Sequence[int], words: Iterator[str]) -> Iterator[dict[str, object]]:
    for number in numbers:
        for at, question in enumerate(template.questions):
            said = {"submission_id": number, "by": "agency", "question": question.ref, "said_by": JO.name}
            said |= {"via": "import", "source": "filled", "said_at": NOON + timedelta(seconds=at)}
            yield said | {"prompt": "rating", "value": str((number + at) % 3)}
            yield said | {"prompt": "text", "value": next(words)}
