"""The programme table (편성표): editing, checking against the rules of the entry year, approving."""
