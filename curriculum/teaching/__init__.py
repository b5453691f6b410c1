"""What is taught, who takes part, and what each student has shown."""
