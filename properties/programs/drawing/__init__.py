"""Drawers: one for each operation, whatever the profile of the program.

A drawer says which operands an operation takes; ``programs.draw`` chooses them. Read
``accesses``, ``allocations``, ``derivations``, ``mappings``, ``files`` and
``processes``; ``drawer`` has the forms that several of them share.
"""
