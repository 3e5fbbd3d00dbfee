"""The kernel: what POSIX specifies, over any memory that implements the protocol."""
