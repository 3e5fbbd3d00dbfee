"""Laws of memories: each acts on one arbitrary place and then looks at another.

Read ``places``, ``pte_capability_bits`` and ``pte_texts``, ``tables``, ``bulk`` (what
is decided once for many), ``acts`` (the operations as values) and ``asking`` (their
operands), ``relocation``, ``invariants`` (what makes a lazy memory sound),
``withholding`` (the same of one entry, by policy) and ``hypotheses`` (that it is sound
everywhere), ``asserting``, then ``forking`` (lazy against full copy), ``pinning`` (what
devices hold), ``transparency`` (full copy against separate address spaces) and
``isolation``.
Of page tables that slots share, ``table_invariants`` says what makes them sound,
``page_tables`` what they show and ``table_counts`` what they count, each of one way;
``shared_tables`` says it of whole memories. ``metering`` is about what copying costs,
and ``unshared`` about what must cost nothing.
"""
