"""Laws of one capability: its encoding, what is derived from it, what it allows.

Read ``codings``, ``texts`` and ``permission_texts``, what the architectures say, in the
laws' own words, and ``extent``, which reads bounds by that; then ``encoding``,
``representability``, ``permissions``, ``derivation``, ``sealing``, ``authority``,
``malformed``, ``granting``, ``jumps``, ``displacement``, which says what a fork needs
of a format, and ``fast_bounds``, which ties the faster computation of bounds to all
that. ``naming`` and ``notation`` are about what people read.
"""
