"""The library of a program: code that runs with the program's own authority.

``code`` is what such code does to memory: loads and stores of one process.
``allocator`` is malloc, free and realloc. The kernel has no part in them.
"""
