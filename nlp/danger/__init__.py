"""Whether a text tells of a child in danger now, so that its writer reads whom to call."""

from nlp.danger.sentence import tells_of_danger

__all__ = ["tells_of_danger"]
