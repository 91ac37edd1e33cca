"""The words that somebody wrote themselves in a reply. Pure."""

from collections.abc import Collection

from intake.letters import greets, is_disclaimer, lines_of_text, signs_off, without_threads


def own_words(words: str, sent: Collection[str], name: str) -> list[str]:
    """The lines a person of this name wrote: without what they quote of what we `sent`, and without how they close."""
    names = frozenset([name.lower(), *name.lower().split()])
    known = {line.strip("> \t") for body in sent for line in body.splitlines() if len(line.strip("> \t")) > 12}
    lines = without_threads(lines_of_text(words), lambda text: text.strip() in known)
    kept: list[str] = []
    for line in lines:
        if line.depth or line.label or line.text.strip() in known or is_disclaimer(line.text):
            continue
        if kept and signs_off(line.text, names):
            break
        if line.text.strip() or kept:
            kept.append(line.text.strip())
    if kept and greets(kept[0]):
        kept = kept[1:]
    return "\n".join(kept).strip().splitlines()
