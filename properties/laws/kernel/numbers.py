"""The numbers that the kernel's laws rest on, so that the model's do not judge itself.

Source:
    Linux, ``pid_max``, ``pipe(7)``, ``RLIMIT_NOFILE`` and ``RLIMIT_NPROC`` as they are
    by default; POSIX.1-2024, ``fork``, errors.
"""

from collections import defaultdict
from types import MappingProxyType
from typing import Final

from model.kernel.state.supply import Resource
from model.posix.attribute import Attribute

INIT: Final = 1
"""The pid of the process that every other descends from."""

PIDS: Final = 32_768
"""No pid is this great."""

PIPE_BUF, PIPE_CAPACITY = 4096, 65_536
"""How many bytes are written to a pipe at once, and how many it holds."""

ERRORS: Final = MappingProxyType(
    {
        Resource.PROCESS: "EAGAIN",
        Resource.SLOT: "EAGAIN",
        Resource.TABLE: "ENOMEM",
        Resource.PAGE: "ENOMEM",
    }
)
"""The error of a fork that lacks a resource."""

AT_START: Final = defaultdict[Attribute, int](
    int,
    {
        Attribute.OPEN_MAX: 1024,
        Attribute.PROCESSES_MAX: 32_768,
        Attribute.THREADS: 1,
    },
)
"""The attributes of the first process; all others are 0."""
