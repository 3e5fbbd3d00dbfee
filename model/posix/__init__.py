"""What POSIX gives a name or a number: the words of programs and of the kernel alike.

Read ``attribute`` (what a process has that fork treats in its own way),
``signal_numbers`` (the signals, and how wait statuses are encoded), ``arguments``
(choices between a few words) and ``targets`` (which processes a call is about).
"""
