"""The two memories of the specification; both implement the protocol ``memory_system``.

``full_copy`` is one address space, copied eagerly at fork; ``separate`` is what POSIX
was written for, an address space for each process.
"""
