"""The files that others made, where they lie beside the checkout; nothing where they do not."""

from pathlib import Path

_DATA = Path(__file__).parents[3] / "shared" / "data"


def given(*patterns: str) -> list[Path]:
    """The files that fit one of the patterns."""
    return sorted(path for pattern in patterns for path in _DATA.glob(pattern))
