"""Whether a text tells of a child in danger now, so that its writer reads whom to call."""


def tells_of_danger(text: str) -> bool:
    """Whether the words may be of a child who is in danger now: whoever writes them must read whom to call."""
    from nlp.danger.sentence import (
        tells,
    )  # its patterns take a tenth of a second to compile; most commands read no words

    return tells(text)


__all__ = ["tells_of_danger"]
