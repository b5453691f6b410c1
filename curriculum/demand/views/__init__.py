"""Pages of job analyses, surveys, and of demand against teaching."""
