"""Hypothesis strategies, named with the plural of what they make.

``capabilities`` are single values, ``programs`` are what the machines run, ``memories``
are what is left when a program has run, and places to look at in it.
"""
