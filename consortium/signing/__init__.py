"""The one signing engine: a frozen text, its parties, and how each of them signed it."""
