"""The words of operands as numbers for a runner; sets of words are sums of them."""

from typing import Final

PROTECTION: Final = {"none": 0, "r": 1, "rw": 3}
SHARED: Final = {"private": 0, "shared": 4}
WHENCE: Final = {"set": 0, "cur": 1, "end": 2, "invalid": 3}
LOCK: Final = {"r": 0, "w": 1, "u": 2}
HOW: Final = {"block": 0, "unblock": 1, "setmask": 2}
INHERITANCE: Final = {"copy": 0, "none": 1, "wipe": 2}
OPEN: Final = {
    "r": 1,
    "w": 2,
    "rw": 4,
    "creat": 8,
    "excl": 16,
    "trunc": 32,
    "append": 64,
    "nonblock": 128,
    "cloexec": 256,
    "directory": 512,
}
WAIT: Final = {
    "nohang": 1,
    "untraced": 2,
    "stopped": 2,
    "continued": 4,
    "exited": 8,
    "nowait": 16,
    "invalid": 64,
}
CLOEXEC: Final = {"cloexec": 1, "invalid": 64}
PIPE: Final = {"cloexec": 1, "nonblock": 2}
STATUS: Final = {"append": 1, "nonblock": 2}

FLOCKS: Final = {"sh": 1, "ex": 2, "un": 8, "sh+nb": 5, "ex+nb": 6, "invalid": 16}
"""The operations of flock as numbers. Source: Linux on all machines."""
