"""What runners can do, each on the machine on which it runs."""

import ctypes
import functools
import os
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import attrs

from model import operations as ops

IO_URING_SETUP: Final = 425
"""The number of the call on every machine. Source: Linux, ``asm-generic/unistd.h``."""

_PARAMETERS: Final = 120
"""Bytes of what the call is given and fills in."""

OF_DEVICES: Final = (ops.Pin, ops.Unpin, ops.DeviceLoad, ops.DeviceStore)
"""The operations for which a runner needs a device."""


@attrs.frozen
class Abilities:
    """What a runner can do."""

    catches_faults: bool = True
    """Whether it can call handlers for faults."""
    lacks: Mapping[type[ops.Operation], str] = MappingProxyType({})
    """The operations that it does not have, each with the reason."""


EVERYTHING: Final = Abilities()
"""What a runner written in C can do on a kernel that allows it."""

WRITTEN_IN_PYTHON: Final = Abilities(
    catches_faults=False,
    lacks=MappingProxyType(
        {
            **dict.fromkeys(
                OF_DEVICES, "only the runner that is written in C has a device"
            ),
            **dict.fromkeys(
                (ops.Exec, ops.Vfork, ops.Spawn),
                "an interpreter cannot go on after it, as a program in C does",
            ),
        }
    ),
)
"""What a runner written in Python can do."""


@functools.cache
def abilities(runner: str) -> Abilities:
    """What a runner can do here; ``c`` or ``python``."""
    if runner != "c":
        return WRITTEN_IN_PYTHON
    if _has_device():
        return EVERYTHING
    reason = "this kernel lets nobody register buffers: io_uring is not to be had"
    return Abilities(lacks=MappingProxyType(dict.fromkeys(OF_DEVICES, reason)))


def _has_device() -> bool:
    """Whether the kernel has io_uring, and lets us use it."""
    library = ctypes.CDLL(None, use_errno=True)
    ring = library.syscall(IO_URING_SETUP, 1, ctypes.create_string_buffer(_PARAMETERS))
    if ring >= 0:
        os.close(ring)
    return bool(ring >= 0)
