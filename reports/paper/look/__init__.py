"""How a paper looks in Word: its type and its partnership's colour."""

from reports.paper.look.styles import dress, made

__all__ = ["dress", "made"]
