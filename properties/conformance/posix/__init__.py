"""What the POSIX suites assert, each as a program with its outcomes.

Read ``scope`` (what is left out, and why), ``examples``, then ``breaking``, which runs
them in a model with a line changed.
"""
