"""What a sentence means, by a sentence encoder trained for the themes; it is used where s11[encoder] is installed."""

from nlp.encoder.shipped import SHIPPED_ENCODER, Unloadable, encoder_version, is_installed, runtime

__all__ = [
    "SHIPPED_ENCODER",
    "Unloadable",
    "encoder_version",
    "is_installed",
    "runtime",
]
