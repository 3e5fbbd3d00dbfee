"""Programs too long to write by hand, each made by a generator."""
