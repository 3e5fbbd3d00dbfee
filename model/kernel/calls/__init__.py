"""What the kernel does: one module for each family of system calls.

Read ``descriptors``, ``page_mapping``, ``mappings``, ``signals``, ``groups``,
``copying``, ``pinning``, ``delivery``, ``waiting``, ``contents``, ``pipes``, ``files``,
``locks``, ``semaphores``, ``revocation``, ``loading``, ``lifecycle``, where processes
start and fork, and last ``executing``, where one replaces its image.
``model.syscalls`` says which operation makes which call.
"""
