"""Programs, lists of operations: how they are drawn, and how they are made smaller.

Read ``choosing`` (the one source of chance), ``addresses`` (which registers hold what
a relocation moves), the drawers of ``process_drawing``, ``mapping_drawing`` and
``file_drawing``, ``generation`` (one operation of any class),
``transparent_programs`` (which programs cannot tell memories apart), ``families``
(forks that collapse), ``shrinking``, and ``redis_snapshot``, a program that is written
rather than drawn.
"""
