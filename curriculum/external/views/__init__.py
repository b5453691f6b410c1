"""Pages about programmes outside the school."""
