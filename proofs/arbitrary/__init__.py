"""Any memory, any arguments: what a proof about memories ranges over. Trusted.

Read ``tables`` (containers of which nothing is known), ``lazy_memories`` and
``copied_memories`` (what is assumed of them), ``contracts`` and ``opaque`` (what a
proof takes as given), ``arguments``, then ``counterexamples``, which makes what a
solver found plain again.
"""
