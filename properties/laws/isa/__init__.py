"""Laws of one capability: its encoding, what is derived from it, what it allows.

Read ``encoding``, ``representability``, ``permissions``, ``derivation``, ``sealing``,
``authority``, ``jumps``, then ``displacement``, which says what a fork needs of a
format.
"""
