"""The specification: CHERI capabilities, one address space, and fork inside it.

Read it as a book, in this order:

1. ``isa``: words, permissions and how they are stored, object types, faults, what a
   format is and which there are, mantissas, encoding, representability, capability,
   derivation, sealing, building, authority, jumps. Values, and pure functions on them.
2. ``memory``: layout, tables, tagged memory, page table, relocation, the capability
   bits of page-table entries; then the protocol of a memory.
3. ``memories``: ``full_copy``, the reference that copies at once; and ``separate``, an
   address space for each process.
4. ``kernel``: written once over that protocol. ``state`` is what it keeps, ``calls``
   what it does; ``syscalls`` says which call is which.
5. ``operations``, ``outcomes``, ``system``, ``trace``: the language of programs, the
   one step that runs an operation and catches its fault, and the one replay.

The model is plain Python on plain integers. It imports attrs and the standard
library, and knows nothing of solvers, samplers or speed.
"""
