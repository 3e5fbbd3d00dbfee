"""What is measured, and against what. How it is shown is not known here."""
