"""Laws of whole systems.

Read ``looking`` (an observation disturbs nothing and misses nothing), ``bookkeeping``,
``declarations`` (what operations say that they do), ``faults``, ``refinement`` (two
systems that run one program), and ``limits``, which is what one address space cannot
hide.
"""
