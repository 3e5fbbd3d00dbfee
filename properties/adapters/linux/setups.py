"""Which model is held against the kernel, and how programs are run."""

import mmap
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Final

import attrs

from model.memory.layout import MORELLO_LAYOUT
from model.memory.memory_system import MemorySystem
from model.system import System, boot
from optimized.lazy_memory import LazyMemory
from properties.machines.setups import Setup
from properties.mutants.lines import in_force
from properties.mutants.oracle import ORACLE_MUTANTS, OracleMutant

PROFILES: Final = ("linux", "posix")
"""What is asked of the kernel: what Linux does, or anything that POSIX allows."""

RUNNERS: Final = ("c", "python")
"""What runs the programs on real processes."""


@attrs.frozen
class OracleSetup:
    """The configuration of a run of the oracle, as names."""

    seed: int = 0
    memory: str = "separate"
    profile: str = "linux"
    mutant: str | None = None
    runner: str = "c"

    @property
    def defect(self) -> OracleMutant | None:
        """The mutant of that name."""
        return None if self.mutant is None else ORACLE_MUTANTS[self.mutant]

    def boot(self) -> System:
        """A fresh system, with its first μprocess; a fault ends who causes it."""
        system = boot(self._memory())
        system.kernel.faults_kill = True
        return system

    def _memory(self) -> MemorySystem:
        """A fresh memory."""
        defect = self.defect
        if defect is not None and defect.policy is not None:
            return LazyMemory(defect.policy(MORELLO_LAYOUT))
        return Setup(self.memory if defect is None else defect.memory).memory()

    @contextmanager
    def in_force(self) -> Iterator[None]:
        """The model as the setup has it, as long as the context lasts."""
        defect = self.defect
        change = None if defect is None else defect.change
        with nullcontext() if change is None else in_force(change):
            yield


def obstacle() -> str | None:
    """Why there can be no oracle here, if there can be none."""
    if not hasattr(os, "fork"):
        return "this platform has no fork"
    if not sys.platform.startswith("linux"):
        return f"it is the Linux kernel, and this is {sys.platform}"
    if MORELLO_LAYOUT.page_size != mmap.PAGESIZE:
        return f"its pages have {mmap.PAGESIZE} bytes, and those of the model 4096"
    return None


def kernel_release() -> str:
    """Which kernel is the judge."""
    about = os.uname()
    return f"{about.sysname} {about.release} {about.machine}"
