"""Ids as they come from outside: in addresses, forms and links."""

from collections.abc import Iterable

LONGEST = 18  # digits; more may not fit into an id


def ids_in(values: Iterable[object]) -> list[int]:
    """Those of the values that can be an id, in their order; what cannot be one is nobody's."""
    texts = map(str, values)
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) <= LONGEST]
