"""What may stand in a cell of a table that other programs open."""

RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def neutral(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula: a leading apostrophe shows it as text."""
    bare = text.lstrip(" \u00a0\u200b\ufeff")
    return f"'{text}" if bare.startswith(RISKY) and bare != "-" else text
