"""What teachers and instructors do: one function per verb."""
