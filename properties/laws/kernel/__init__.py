"""Laws of whole systems.

Read ``snapshots`` (all that a system keeps, as values), ``bookkeeping``, ``faults``,
``refinement`` (two systems that run one program), and ``limits``, which is what one
address space cannot hide.
"""
