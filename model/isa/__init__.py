"""Capabilities as the instruction set sees them: values, and pure functions on them.

Nothing here has state. One text serves every format: where formats differ, a field of
``Format`` says how. Read the modules in this order.

``words``, ``permissions``, ``permission_coding``, ``otypes``
    Arithmetic on words; what a capability may allow, and how a format stores that; what
    an object type means.
``faults``
    What the machine raises, one class for each cause.
``jump_rules``, ``capability_bits``, ``names``, ``format``
    One format as data: what its fields are, how wide, and what its numbers mean.
``mantissas``, ``encoding``, ``representability``
    The bounds field: taken apart, as bounds around an address, and where the address
    may go.
``capability``, ``derivation``
    The capability, and what may be made of it.
``formats``
    The formats, one page for each family.
``authority``, ``sealing``
    The checks before an access, and seals.
``building``, ``jumps``, ``fields``
    ISA only, because the machine does not run them yet: capabilities from bits, jumps,
    and names for people.

As in Sail, ``&`` and ``|`` combine conditions, and both sides are computed; ``and`` and
``or`` are used where the right side depends on what the left side has established.
"""
