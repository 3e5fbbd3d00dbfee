"""What the kernel does: one module for each family of system calls.

Read ``descriptors``, ``page_mapping``, ``mappings``, ``signals``, ``groups``,
``delivery``, ``waiting``, ``copying``, ``contents``, ``pipes``, ``files``, ``locks``,
``semaphores``, ``loading``, ``lifecycle``, where processes start and fork, and last
``executing``, where one replaces its image.
``model.syscalls`` says which operation makes which call.
"""
