"""Laws of memories: of one arbitrary place to act on, and one to look at afterwards.

Read ``places``, ``pte_capability_bits`` and ``tables``, ``acts`` (the operations as
values) and ``asking`` (their operands), ``relocation``, ``invariants`` (what makes a
lazy memory sound) and ``hypotheses`` (that it is so everywhere), then ``forking`` (lazy
against full copy), ``transparency`` (full copy against separate address spaces) and
``isolation``.
"""
