"""The two memories of the specification, both of the protocol ``memory_system``.

``full_copy`` is one address space that copies at once; ``separate`` is what POSIX was
written for, an address space for each process.
"""
