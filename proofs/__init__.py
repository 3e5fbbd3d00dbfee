"""The laws for all inputs: the model's own text, executed symbolically and decided.

``symbolic``
    The engine: Python's operations on terms, all paths through a function, the solver.
    It knows nothing of capabilities.
``arbitrary``
    Any memory and any arguments, and what a proof takes as given.
``obligations``
    What a theorem is: a law, its domain, its cases.
``theorems``
    The laws that are proved, each with its domain.
``ledger``
    All of them, in chapters that rest on those before.
``deciding``
    How a case is proved, refuted and replayed, remembered, and asked of other solvers.
"""
