"""Thousands of answered forms made at random from a known truth, and what the reader makes of each.

python -m torture.letters [HOW MANY] [SEED] prints what was answered, read, misread and asked about. A rating, a yes or
no, or an N/A that was never written, or read as another, is a misread; so is one that is written and read otherwise.
"""

import html
import random
import re
import sys
import textwrap
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from email.message import EmailMessage

from config.letters import open_letters
from config.questionnaire import RATING, SHIPPED, YES_NO, Kind, Template, load_folder
from intake.forms import asks
from intake.letters import Form
from intake.letters.mime.parse import read_letter
from intake.letters.pipeline import read_form
from intake.mail.outward.invitation import Invitation, Invitee, invitation

SENTENCES = (
    "We have a named lead who reports to the board each quarter.",
    "All 24 staff were trained in May 2025.",
    "On 3 May the head wrote: every child is asked.",
    "From: our HR team, who keep the list of checks.",
    "-- see attached",
    "> 90% trained",
    "2 of our 5 policies are under review, and 1 is late.",
    "Good practice is shared at team meetings.",
    "It is not good that 3 teams have no link worker; see [notes] below.",
    "The policy was last read in 1.5 hours by 2/3 of us",
    "Supervision is 1:1 and monthly.",
    "Children told us they want to be heard; we changed the rota.",
    "Met with the LADO on 12 June. Red folder kept in the office.",
    "No concerns at present",
    "We reached 1.2 million people with the leaflet.",
    "Partially done: two of the four audits are left.",
    "See policy.pdf, page 4.",
    "1. We train everyone\n2. We check it each year",
    "- induction\n- refreshers every 2 years",
    "1-1 supervision is monthly.",
    "Here is what we do:\n1. Good links with schools\n2. No gaps in cover\n3. Yes, a youth forum",
    "Scores of our own audit:\nMarch: 2\nJune: 3",
    "Policy v2.1, section 3.2, page 4",
    "Submit yearly reports to the board.",
)


@dataclass
class Truth:
    """What one letter says, by question and prompt."""

    said: dict[tuple[str, str], str] = field(default_factory=dict)
    aside: set[str] = field(default_factory=set)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    lines: dict[str, dict[str, str]] = field(default_factory=dict)  # by question and prompt, as written
    keys: dict[str, tuple[str, ...]] = field(default_factory=dict)


def spelt(rng: random.Random, template: Template, code: str) -> str:
    rating = template.scale.by_code[code]
    label = rating.label
    ways = [label, label.lower(), label.upper(), f"{label}."]
    if len(rating.code) < 3:
        ways += [
            code,
            code,
            f"{code}.",
            f"{code} - {label}",
            f"{label} ({code})",
            f"{code} {label}",
            f"*{code}*",
            f"{label}/{code}",
        ]
        ways += [
            f"{code} \u2013 {label}",
            f"{code}\u00a0-\u00a0{label}",
            f"Rating: {code}",
            f"We rate ourselves {label}",
        ]
    else:
        ways += [*rating.aliases, f"Our rating: {label}", f"\u201c{label}\u201d"]
    return rng.choice(ways)


def truth(rng: random.Random, template: Template, sector: str, share: float) -> Truth:
    made = Truth()
    for ref, keys in asks(template, sector):
        if rng.random() > share:
            continue
        question = template.by_ref[ref]
        lines: dict[str, str] = {}
        made.keys[ref] = keys
        if RATING in keys and template.scale.not_applicable and rng.random() < 0.06:
            made.aside.add(ref)
            lines[RATING] = rng.choice(
                ["N/A", "n/a", "N/A because we have no such service", "Not applicable - we are too small"]
            )
            made.lines[ref] = lines
            continue
        for key in keys:
            prompt = question.prompt(key)
            assert prompt is not None
            if key == RATING:
                code = rng.choice([each.code for each in template.scale.given])
                made.said[ref, key] = code
                lines[key] = spelt(rng, template, code)
            elif key == YES_NO:
                made.said[ref, key] = rng.choice(["yes", "no"])
                lines[key] = rng.choice(
                    [made.said[ref, key], made.said[ref, key].capitalize(), made.said[ref, key].upper() + "."]
                )
            elif prompt.kind is Kind.TEXT and rng.random() < 0.6:
                lines[key] = made.texts[ref, key] = rng.choice(SENTENCES)
        made.lines[ref] = lines
    return made


# How people answer. Each style gives the body as plain text; `boxes` styles write at the prompts.


def at_prompts(rng: random.Random, sent: str, made: Truth, template: Template, put: Callable[[str, str], str]) -> str:
    """The form with an answer at each prompt, on its line or below it; `put` shows ours and theirs."""
    out, ref = [], ""
    labels: dict[str, str] = {}
    same_line = rng.random() < 0.5
    for line in sent.split("\n"):
        code = re.match(r"\[([\w.-]+)\]", line)
        if code:
            ref = code[1]
            labels = {prompt.text: prompt.key for prompt in template.by_ref[ref].prompts}
        key = next((key for text, key in labels.items() if ref and line.startswith(text)), None)
        answer = made.lines.get(ref, {}).get(key or "")
        if key is None or not answer:
            out.append(put(line, ""))
            continue
        if same_line and "\n" not in answer and not answer.startswith((">", "--")):
            out.append(put(line, answer + "\0"))
        else:
            out.extend([put(line, ""), put("", answer)])
    return "\n".join(out)


def edited(rng: random.Random, sent: str, made: Truth, template: Template) -> str:
    return at_prompts(
        rng,
        sent,
        made,
        template,
        lambda ours, theirs: f"{ours} {theirs[:-1]}" if theirs.endswith("\0") else ours or theirs,
    )


def _inline(mark: str) -> Callable[[random.Random, str, Truth, Template], str]:
    def style(rng: random.Random, sent: str, made: Truth, template: Template) -> str:
        width = rng.choice([0, 0, 72, 76])

        def put(ours: str, theirs: str) -> str:
            wrapped = textwrap.wrap(ours, width - len(mark)) if width and len(ours) > width else [ours]
            quoted = "\n".join(f"{mark}{each}".rstrip() for each in wrapped)
            if theirs.endswith("\0"):
                return f"{quoted}\n{theirs[:-1]}"
            return theirs if theirs else quoted

        return at_prompts(rng, sent, made, template, put)

    return style


def after_question(mark: str) -> Callable[[random.Random, str, Truth, Template], str]:
    """One answer below the whole question, its rating first, as people do who pay no attention to boxes."""

    def style(rng: random.Random, sent: str, made: Truth, template: Template) -> str:
        out: list[str] = []
        waiting = ""
        for line in [*sent.split("\n"), "[end]"]:
            code = re.match(r"\[([\w.-]+)\]", line)
            ends = code or line in {each.title for each in template.standards} or line.startswith("Thank you")
            if ends and waiting:
                out.append(free(rng, waiting, made))
                out.append("")
                waiting = ""
            if line != "[end]":
                out.append(f"{mark}{line}")
            if code and code[1] in made.lines:
                waiting = code[1]
        return "\n".join(out)

    return style


def free(rng: random.Random, ref: str, made: Truth) -> str:
    """One answer in their own order: yes or no, rating, words at once."""
    lines = made.lines[ref]
    head = rng.choice([" - ", ", ", " "]).join(lines[key].rstrip(".") for key in (YES_NO, RATING) if key in lines)
    texts = [key for key in lines if key not in (RATING, YES_NO)]
    for key in texts[1:]:
        made.texts.pop((ref, key), None)
    if not texts:
        return head
    words = lines[texts[0]]
    if not head:
        made.texts.pop((ref, texts[0]))  # nobody can tell which box was meant
        return words
    made.texts.pop((ref, texts[0]))
    made.texts[ref, next(key for key in made.keys[ref] if key not in (RATING, YES_NO))] = words
    return (
        head
        + rng.choice(
            [". ", " - ", "\n", "\n\n", ": "]
            if re.match(r"[A-Z][a-z]", words) and words[:4] not in ("Part", "Good", "Met ")
            else ["\n", "\n\n"]
        )
        + words
    )


def top_posted(rng: random.Random, sent: str, made: Truth, template: Template) -> str:
    named = rng.choice(
        ["{}", "Q{}:", "{}:", "{}.", "Question {}:", "Question no. {}:", "{})", "[{}]", "({})", "{} -", "Q{} -"]
    )
    out = [rng.choice(["Hi Sam,", "Hello", "Dear Sam", "Please see our answers below."]), ""]
    for ref in made.lines:
        is_plain = template.by_ref[ref].ref.isdigit() and named == "{}"
        said = free(rng, ref, made)
        name = ("Q{}:" if is_plain and not re.match(r"[\dA-Z]", said) else named).format(ref)
        if re.match(r"\d+[.)] ", said) or said.startswith(("-", ">")):
            name = f"Question {ref}:"
        out.extend([f"{name} {said}", *([""] if rng.random() < 0.5 else [])])
    out += [
        "",
        rng.choice(["Kind regards", "Many thanks,", "Thanks", "Best wishes"]),
        "Jo Bloggs",
        "Safeguarding Lead",
        "01234 567890",
        "",
    ]
    quoted = rng.choice(["", "outlook", "gmail"])
    if quoted == "outlook":
        out += [OUTLOOK, sent]
    elif quoted:
        out += [GMAIL, *(f"> {line}" for line in sent.split("\n"))]
    return "\n".join(out)


HEADER = "From: Anytown Partnership {}audit@anytown.example.org{}\nSent: 01 March 2030 09:12\nTo: {}\nSubject: Audit\n"
OUTLOOK = "________________________________\n" + HEADER.format("<", ">", "Jo Bloggs <jo@surgery.example.org>")
ORIGINAL = "-----Original Message-----\n" + HEADER.format("[mailto:", "]", "Jo Bloggs")
GMAIL = "On Fri, 1 Mar 2030 at 09:12, Anytown Partnership <\naudit@anytown.example.org> wrote:\n"


def topped(
    header: str, style: Callable[[random.Random, str, Truth, Template], str]
) -> Callable[[random.Random, str, Truth, Template], str]:
    def whole(rng: random.Random, sent: str, made: Truth, template: Template) -> str:
        return (
            f"Hi,\n\nPlease see my answers below.\n\nKind regards\nJo\n\n{header}\n{style(rng, sent, made, template)}"
        )

    return whole


STYLES: dict[str, Callable[[random.Random, str, Truth, Template], str]] = {
    "edited in place": edited,
    "inline >": topped(GMAIL, _inline("> ")),
    "inline > bare": _inline("> "),
    "inline >>": _inline(">> "),
    "inline |": _inline("| "),
    "outlook inline": topped(OUTLOOK, edited),
    "original message inline": topped(ORIGINAL, edited),
    "after question, quoted": topped(GMAIL, after_question("> ")),
    "after question, outlook": topped(OUTLOOK, after_question("")),
    "after question, unmarked": after_question(""),
    "top-posted": top_posted,
}


PARAGRAPH = '<p class="MsoNormal"><span style="color:{}">{}<o:p></o:p></span></p>'
OUTLOOK_PAGE = (
    '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{{margin:0}}</style></head>'
    '<body lang="EN-GB"><div class="WordSection1">{}</div></body></html>'
)


def as_html(rng: random.Random, text: str, kind: str) -> str:
    """The text as a mail program's HTML."""
    lines = text.split("\n")
    escaped = [html.escape(line) or "&nbsp;" for line in lines]
    if kind == "outlook":
        colours = ["red", "#1F497D", "black"]
        return OUTLOOK_PAGE.format("\n".join(PARAGRAPH.format(rng.choice(colours), each) for each in escaped))
    if kind == "apple":
        body = "".join(f"<div>{'<br>' if each == '&nbsp;' else each}</div>" for each in escaped)
        return f'<html><body style="word-wrap: break-word;">{body}</body></html>'
    if kind == "quotes":  # what stood behind > is in blockquotes
        return f'<div dir="ltr">{"".join(map(quoted_line, lines))}</div>'
    return f'<div dir="ltr">{"<br>".join(escaped)}</div>'


def quoted_line(line: str) -> str:
    if line.startswith("> ") and not line.startswith("> 90% "):
        return f"<blockquote type=cite><div>{html.escape(line[2:])}</div></blockquote>"
    return f"<div>{html.escape(line) or '<br>'}</div>"


def mailed(rng: random.Random, text: str) -> bytes:
    """The letter on the wire: plain, HTML or both, in one of the encodings and charsets in use."""
    letter = EmailMessage()
    letter["From"], letter["To"] = "Jo Bloggs <jo@surgery.example.org>", "audit@anytown.example.org"
    letter["Subject"], letter["Message-ID"] = "RE: Section 11 audit", f"<{rng.random()}@surgery.example.org>"
    charset = rng.choice(["utf-8", "windows-1252", "utf-8"])
    if rng.random() < 0.4:
        text = text.replace("'", "\u2019")
    text = text.encode(charset, "replace").decode(charset)
    cte = rng.choice(["quoted-printable", "base64", "8bit" if charset == "utf-8" else "quoted-printable"])
    form = rng.choice(["plain", "html", "both"])
    if form != "html":
        letter.set_content(text, charset=charset, cte=cte)
    if form != "plain":
        kinds = ["outlook", "apple", "gmail"] + (["quotes"] if "\n> " in text else [])
        page = as_html(rng, text, rng.choice(kinds))
        if form == "both":
            letter.add_alternative(page, subtype="html", charset=charset, cte=cte if cte != "8bit" else "base64")
        else:
            letter.set_content(page, subtype="html", charset=charset, cte=cte if cte != "8bit" else "base64")
    return letter.as_bytes()


def plain(words: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", words.replace("\u2019", "'").lower()))


def compare(made: Truth, form: Form, tally: Counter[str]) -> list[str]:
    """What differs between what was said and what was read."""
    faults = []
    read = {(each.question, each.prompt): each for each in form.answers}
    whole = "".join("".join(plain(words).split()) for lines in made.lines.values() for words in lines.values())
    for (ref, key), value in made.said.items():
        tally["answers"] += 1
        got = read.pop((ref, key), None)
        if got is None:
            asked = any(each.question == ref for each in form.not_understood)
            tally["asked back" if asked else "not read"] += 1
            faults.append(f"{'asked' if asked else 'lost'} {ref} {key} {made.lines[ref][key]!r}")
        elif got.value != value or got.not_applicable:
            tally["MISREAD"] += 1
            faults.append(f"MISREAD {ref} {key} {made.lines[ref]!r} as {got.value!r}")
        else:
            tally["read"] += 1
    for ref in made.aside:
        tally["answers"] += 1
        got = read.pop((ref, RATING), None)
        tally["read" if got and got.not_applicable else "not read"] += 1
        if not (got and got.not_applicable):
            faults.append(f"lost N/A {ref} {made.lines[ref]} {got}")
    for (ref, key), words in made.texts.items():
        tally["texts"] += 1
        got = read.pop((ref, key), None)
        same = got is not None and plain(got.value) == plain(words)
        tally["texts read" if same else "texts otherwise"] += 1
        if not same:
            faults.append(f"text {ref} {key} {words!r} as {got.value if got else None!r}")
    for (ref, key), got in read.items():
        if key not in (RATING, YES_NO) and "".join(plain(got.value).split()) in whole:
            continue  # words whose box nobody can tell
        role = "MISREAD" if key in (RATING, YES_NO) else "texts nobody wrote"
        tally[role] += 1
        faults.append(f"{role} {ref} {key} {got.value!r}")
    return faults


def say(*words: str) -> None:
    sys.stdout.write(" ".join(words) + "\n")


def main(count: int, seed: int, only: str) -> int:
    audits, letters = load_folder(SHIPPED), open_letters()
    tally: Counter[str] = Counter()
    by_style: dict[str, Counter[str]] = {}
    sent: dict[str, Invitation] = {}
    for number in range(count):
        rng = random.Random(seed + number)
        key = rng.choice(sorted(audits))
        template = audits[key]
        style = rng.choice(sorted(name for name in STYLES if only in name))
        if key not in sent:
            invited = Invitee(
                "Jo Bloggs",
                "Example Surgery",
                "health",
                "Anytown Partnership",
                date(2030, 3, 29),
                "Call 999.",
                "Sam Roe",
            )
            sent[key] = invitation(letters, template, invited, "k7d2-9mq4")
        made = truth(rng, template, "health", rng.choice([0.2, 0.7, 1.0]))
        body = STYLES[style](rng, sent[key].text, made, template)
        raw = mailed(rng, body)
        mine: Counter[str] = Counter()
        form = read_form(read_letter(raw), sent[key].sent, template, "health")
        for fault in compare(made, form, mine):
            say(f"{seed + number} {key} {style}: {fault}")
        tally += mine
        by_style.setdefault(style, Counter()).update(mine)
    for style, each in sorted(by_style.items()):
        say(f"{style:28}", ", ".join(f"{name} {each[name]}" for name in sorted(each)))
    say(f"{count} letters:", ", ".join(f"{name} {tally[name]}" for name in sorted(tally)))
    return 1 if tally["MISREAD"] else 0


if __name__ == "__main__":
    given = [*sys.argv[1:], *("200", "1", "")[len(sys.argv) - 1 :]]
    sys.exit(main(int(given[0]), int(given[1]), given[2]))
