"""What the kernel does: one module for each family of system calls.

Read ``descriptors``, ``page_mapping``, ``mappings``, ``signals``, ``groups``,
``copying``, ``pinning``, ``delivery``, ``waiting``, ``contents``, ``pipes``, ``files``,
``locks``, ``semaphores``, ``revocation``, and last ``lifecycle``, where processes start
and fork.
``model.syscalls`` says which operation makes which call.
"""
