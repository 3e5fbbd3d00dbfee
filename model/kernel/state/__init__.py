"""What the kernel keeps, from small to large.

Read ``attributes``, ``open_files``, ``page_use``, ``pin``, ``semaphore``, ``process``,
``choices``, ``supply``, then ``kernel``, which holds all of them.
"""
