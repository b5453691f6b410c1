"""Pages about courses that school and partners develop together."""
