"""What is measured, and against what; the command decides how it is shown."""
