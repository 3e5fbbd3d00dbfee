"""What POSIX gives a name or a number: the words of programs and of the kernel alike.

Read ``attribute`` (what a process has that fork treats in its own way) and
``signal_numbers`` (the signals, and how wait statuses are encoded).
"""
