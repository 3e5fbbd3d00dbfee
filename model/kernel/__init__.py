"""The kernel: what POSIX says, over any memory that keeps the protocol."""
