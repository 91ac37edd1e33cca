"""What a sentence means, by a sentence encoder trained for the themes; it is used where s11[encoder] is installed."""

from nlp.encoder.shipped import SHIPPED_ENCODER, encoder_fault, encoder_version, is_installed, is_usable

__all__ = [
    "SHIPPED_ENCODER",
    "encoder_fault",
    "encoder_version",
    "is_installed",
    "is_usable",
]
