"""The specification: CHERI capabilities, one address space, and fork inside it.

Read it as a book, in this order:

0. ``posix``: the names and numbers that POSIX gives, to look things up in.
1. ``isa``: what a capability is, what may be made of it and what it allows. Values, and
   pure functions on them; one text for every format, and one page for each format.
2. ``memory``: layout, tables, tagged memory, page table, relocation, the capability
   bits of page-table entries; then the protocol of a memory.
3. ``memories``: ``full_copy``, the reference, which copies eagerly; and ``separate``,
   an address space for each process.
4. ``kernel``: written once over that protocol. ``state`` is what it keeps, ``calls``
   what it does; ``syscalls`` says which operation makes which call, with those that
   map memory in ``mapping_syscalls``.
5. ``library``: code that a program is linked with, and that runs with its authority.
6. ``operations``, ``outcomes``, ``expectations``, ``language``: programs as text. Then
   ``system``, the one step that runs an operation and catches its fault, and ``trace``,
   the one replay.

The model is plain Python on plain integers. It imports attrs and the standard
library, and knows nothing of solvers, samplers or speed.
"""
