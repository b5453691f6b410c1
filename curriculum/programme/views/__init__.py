"""Pages about programme tables."""
