"""The kernel: μprocesses and their lives, over any memory that keeps the protocol."""
