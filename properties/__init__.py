"""What must hold, and how to sample it.

``laws`` says it, as plain functions that assert; ``strategies`` and ``machines`` sample
it; ``mutants`` are defects that the laws must catch.
"""
