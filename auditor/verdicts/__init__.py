"""Verdicts: whether anybody had approved it at that moment."""
