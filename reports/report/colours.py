"""Text that can be read on any colour an audit may choose."""

BLACK, WHITE = "#000000", "#ffffff"
PLAIN = "#f3f2f1"


def contrast(one: str, other: str) -> float:
    """The WCAG 2 contrast of two colours written "#rrggbb": 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def ink(fill: str) -> str:
    """Black or white, whichever reads better on the fill; the better one is always over 4.5."""
    return max((WHITE, BLACK), key=lambda text: contrast(text, fill))


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
