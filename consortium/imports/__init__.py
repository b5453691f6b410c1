"""Lists that people bring along as files: read, matched to columns, shown, and only then taken over."""
