"""Pages of students: the roster, one student's tabs, and the student's own page."""
