"""The names and numbers that POSIX defines: programs and the kernel use the same ones.

Read ``attribute`` (what a process has for which fork has a rule of its own),
``signal_numbers`` (the signals, and how wait statuses are encoded), ``arguments``
(choices between a few words) and ``targets`` (which processes a call is about).
"""
