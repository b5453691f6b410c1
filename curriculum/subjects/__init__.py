"""Subjects (과목) of each curriculum generation and the competency units that they teach."""
