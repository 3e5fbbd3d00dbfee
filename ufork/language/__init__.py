"""The reference of the language: every verb, operand and outcome, with an example.

``examples`` reads the examples of verbs, and ``document`` makes the page of them and of
the classes of operations.
"""
