"""What a text is about: themes found by patterns and a classifier."""

from nlp.themes.tags import SHIPPED_MODEL, ThemeTag, version_in_use, version_of

__all__ = [
    "SHIPPED_MODEL",
    "ThemeTag",
    "version_in_use",
    "version_of",
]
