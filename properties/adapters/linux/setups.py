"""Which model is compared with the kernel, and how programs are run."""

import mmap
import os
import sys
from contextlib import AbstractContextManager
from typing import Final

import attrs

from model.memory.layout import MORELLO_LAYOUT
from model.system import System
from properties.machines.setups import Setup
from properties.mutants import MUTANTS
from properties.mutants.changing import in_force
from properties.mutants.mutant import Mutant

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
    def defect(self) -> Mutant | None:
        """The mutant of this setup, if it has one."""
        return None if self.mutant is None else MUTANTS[self.mutant]

    @property
    def memory_name(self) -> str:
        """The memory that the model runs over: the mutant may say which."""
        defect = self.defect
        if defect is None:
            return self.memory
        if defect.oracle is not None:
            return defect.oracle.memory
        return self.memory if defect.policy is None else defect.policy.name

    @property
    def system(self) -> Setup:
        """The system to compare; a fault ends the process that causes it."""
        return Setup(self.memory_name, self.mutant, faults_kill=True)

    def boot(self) -> System:
        """A fresh system, with its first μprocess."""
        return self.system.boot()

    def in_force(self) -> AbstractContextManager[None]:
        """Run the model as the mutant has it, as long as the context lasts."""
        return in_force(self.defect)


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
    """The name, release and machine of the running kernel."""
    about = os.uname()
    return f"{about.sysname} {about.release} {about.machine}"
