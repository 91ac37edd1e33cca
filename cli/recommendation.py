"""s11 recommendation: what the partnership recommends after a round, numbered."""

from secrets import token_hex
from typing import Annotated

import typer

from cli import post, wiring
from cli.options import UNNAMED, By, Key, Partnership
from intake.actions import NewRecommendation, add_recommendation
from intake.ledger import Saying
from reports.actions import priorities_of, recommended
from reports.figures import submissions_of

app = typer.Typer(help="What the partnership recommends.", no_args_is_help=True, rich_markup_mode=None)


@app.command()
def add(
    key: Key,
    words: Annotated[str, typer.Argument(help="What is recommended, as the report prints it.")],
    owner: Annotated[str, typer.Option(help="The group that owns it.")] = "",
    refs: Annotated[str, typer.Option(help="The questions whose answers it rests on: 4.3, 4.4")] = "",
    priorities: Annotated[str, typer.Option(help="Keys of priorities in partnerships.toml, parted by commas.")] = "",
    partnership: Partnership = None,
    by: By = UNNAMED,
) -> None:
    """Keep a recommendation under the next number; the report prints it as it is written here.

    Example: s11 recommendation add section-11 "Train every governor." --owner "Training group" --refs 4.3
    """
    using = wiring.settings()
    tables = post.stationery(using).partnerships
    with wiring.writing(using) as db:
        audit, template = wiring.audit_of(db, key)
        keys = sorted({one.key for each in submissions_of(db, audit, partnership) for one in each.partnerships})
        known = [each.key for each in priorities_of(tables, keys)]
        saying = Saying(wiring.speaker(using, by, "command line"), f"recommendation:{token_hex(8)}", "partnership")
        new = NewRecommendation(words, owner, refs, priorities, partnership or "")
        number = add_recommendation(db, audit, template, new, known, saying).number
    wiring.say(f"Recommendation {number} is kept.")


@app.command("list")
def list_(key: Key, partnership: Partnership = None) -> None:
    """Show the recommendations with their groups, the questions they rest on and the priorities they serve."""
    using = wiring.settings()
    with wiring.reading(using) as db:
        audit, _ = wiring.audit_of(db, key)
        submissions_of(db, audit, partnership)  # an unknown one is refused
        found = recommended(db, audit, partnership)
    for each in found:
        wiring.say(f"{each.number}. {each.words}")
        told = [("Owner", each.owner), ("Questions", ", ".join(each.refs)), ("Priorities", ", ".join(each.priorities))]
        wiring.say("\n".join(f"   {name}: {said}" for name, said in told if said) or "   Nobody owns it yet.")
    if not found:
        wiring.say(f"Nothing is recommended. s11 recommendation add {key} keeps the first.")
