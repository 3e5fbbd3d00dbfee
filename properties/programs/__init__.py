"""Programs, lists of operations: how they are drawn, and how they are made smaller.

There is one generator. Read ``choosing`` (the one source of chance), ``draw`` (how
operands are chosen), ``drawing`` (an operation of each class), ``profiles`` (which
operations, in which order), ``generation`` (a program generated while a system runs
it), and ``campaign`` (many of them). Then ``addresses`` (which registers hold what a
relocation moves), ``transparent_programs`` (which programs cannot distinguish
memories), ``planting`` (a hostile start), ``families`` (parent and child merged into
one process), ``shrinking``, and ``hash_table`` and ``redis_snapshot``, a program that
is written rather than drawn.
"""
