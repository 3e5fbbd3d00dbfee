"""Which system is under test: a layout, and a policy or a mutant of one."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from types import MappingProxyType
from typing import TypeVar

import attrs

from model.isa.formats import MORELLO128
from model.kernel.state import image as images
from model.kernel.state.choices import (
    Choices,
    OnFault,
    Placement,
    lowest,
    scattered,
)
from model.kernel.state.image import Image, Part
from model.kernel.state.kernel import PID_MAX
from model.kernel.state.supply import Resource
from model.memories.full_copy import FullCopyMemory
from model.memories.separate import SeparateMemory
from model.memory.layout import LAYOUTS, Layout
from model.memory.memory_system import MemorySystem
from model.system import System, boot
from optimized.lazy_memory import LazyMemory
from optimized.memories import lazy_memory
from optimized.policies import POLICIES, SOUND
from optimized.policy import Observation, Policy
from properties.machines.spurious import spurious_memory
from properties.mutants import MUTANTS
from properties.mutants.changing import in_force
from properties.mutants.mutant import Mutant
from properties.names import unknown
from properties.programs.planting import plant

Thing = TypeVar("Thing")

FULL_COPY = "full-copy"
"""The name of the reference policy."""

SEPARATE = "separate"
"""The name of the memory with an address space for each process."""

MEMORIES = (SEPARATE, FULL_COPY, *SOUND)
"""What must agree, by name: POSIX, the reference and the lazy memories."""

DEFAULT = next(iter(SOUND))
"""The policy if none is named: that of the paper."""

NAMES = (SEPARATE, FULL_COPY, *POLICIES)
"""Every policy by name."""


AS_GIVEN = "given"
"""The start with what the kernel gives, and nothing else."""

PLANTED = "planted"
"""The start with strays, as ``planting`` has it."""

STARTS = (AS_GIVEN, PLANTED)
"""Every start by name."""


LOWEST, RANDOM = "lowest", "random"
"""The placements by name; a random one has a number besides, ``random:7``."""

EXACT, SPURIOUS = "exact", "spurious"
"""The kinds of hardware by name; the other traps capability loads needlessly now and
then, as a number says: ``spurious:7``."""


PLENTY, SCARCE = "plenty", "scarce"
"""The supplies by name. In a scarce one forks soon fail half-way, and pids come round.
"""

SCARCITY = MappingProxyType(
    {Resource.PROCESS: 4, Resource.SLOT: 4, Resource.TABLE: 4, Resource.PAGE: 24}
)
"""What a scarce supply has left at the start."""

PLAIN_IMAGE, WHOLE_IMAGE = "plain", "whole"

IMAGES = MappingProxyType({PLAIN_IMAGE: images.PLAIN, WHOLE_IMAGE: images.WHOLE})
"""The images by name; others are written as sizes, ``text=1,heap=16``."""


class UnknownNameError(ValueError):
    """There is no policy, mutant, format, placement or hardware of that name."""


@attrs.frozen
class Setup:
    """The configuration of one system under test, as names."""

    policy: str = DEFAULT
    mutant: str | None = None
    format: str = MORELLO128.name
    faults_kill: bool = False
    """Whether a fault ends the process that causes it, as on a traditional system."""
    start: str = AS_GIVEN
    """What the first process holds: what the kernel gives, or strays besides."""
    placement: str = LOWEST
    """The slot that a new process gets: the lowest free one, or any, by a number."""
    image: str = PLAIN_IMAGE
    """The parts of the first process's memory, by a name or by their sizes."""
    hardware: str = EXACT
    """When the hardware raises the load barrier: where it must, or needlessly, too."""
    supply: str = PLENTY
    """How much there is of what a kernel can run out of."""

    def memory(self, *, metered: bool = False) -> MemorySystem:
        """A fresh memory of this setup, which counts its work if it is lazy and asked.

        Raises:
            UnknownNameError: A name is unknown; the message has near matches.
        """
        layout = _lookup("format", LAYOUTS, self.format)
        other = None if self.defect is None else self.defect.policy
        if other is not None and other.name == self.policy:
            return self._lazy(other(layout), metered=metered)
        if self.policy == FULL_COPY:
            return FullCopyMemory(layout)
        if self.policy == SEPARATE:
            return SeparateMemory(layout)
        if self.policy not in POLICIES:
            raise UnknownNameError(unknown("policy", self.policy, NAMES))
        return self._lazy(POLICIES[self.policy](layout), metered=metered)

    def _lazy(self, policy: Policy, *, metered: bool) -> LazyMemory:
        """A lazy memory on the hardware of this setup; what is spurious is not counted.

        Raises:
            UnknownNameError: There is no such hardware.
        """
        if self.hardware == EXACT:
            return lazy_memory(policy, metered=metered)
        seed = _seed(SPURIOUS, self.hardware)
        if seed is None:
            raise UnknownNameError(
                f"no hardware {self.hardware!r}; there are {EXACT} and {SPURIOUS}:N"
            )
        return spurious_memory(policy, seed)

    @property
    def defect(self) -> Mutant | None:
        """The mutant of this setup, if it has one.

        Raises:
            UnknownNameError: There is no such mutant; the message has near matches.
        """
        return None if self.mutant is None else _lookup("mutant", MUTANTS, self.mutant)

    def in_force(self) -> AbstractContextManager[None]:
        """Run the model as the mutant has it, as long as the context lasts."""
        return in_force(self.defect)

    def boot(self, *, metered: bool = False) -> System:
        """A fresh system of this setup, with its first μprocess.

        Raises:
            UnknownNameError: A name is unknown; the message has near matches.
        """
        if self.start not in STARTS:
            raise UnknownNameError(unknown("start", self.start, STARTS))
        on_fault = OnFault.SIGNAL if self.faults_kill else OnFault.REPORT
        choices = Choices(placement_of(self.placement), on_fault=on_fault)
        memory = self.memory(metered=metered)
        system = boot(memory, image_of(self.image, memory.layout), choices)
        if self.start == PLANTED:
            plant(system)
        if self.supply not in (PLENTY, SCARCE):
            raise UnknownNameError(unknown("supply", self.supply, (PLENTY, SCARCE)))
        if self.supply == SCARCE:
            system.kernel.supply.left.update(SCARCITY)
            system.kernel.last_pid = PID_MAX - 3
        return system


def placement_of(name: str) -> Placement:
    """The placement of this name: ``lowest``, or ``random:`` and a number.

    Raises:
        UnknownNameError: There is none.
    """
    if name == LOWEST:
        return lowest
    seed = _seed(RANDOM, name)
    if seed is None:
        raise UnknownNameError(f"no placement {name!r}; there are lowest and random:N")
    return scattered(seed)


def image_of(name: str, layout: Layout) -> Image:
    """The image of this name, or with these sizes in pages: ``text=1,heap=16``.

    A part that is not named has no pages. The image without a name of its parts fits
    any region, because its heap is made smaller.

    Raises:
        UnknownNameError: There is no such image or part, a size is no number, or the
            region has no room for so many pages.
    """
    if name in IMAGES:
        image = IMAGES[name]
    else:
        image = Image(**dict.fromkeys(Part, 0) | dict(_sizes(name)))
    pages, room = sum(attrs.astuple(image)), layout.region_pages
    if name != PLAIN_IMAGE and (
        pages > room or image.parts(layout)[Part.HEAP].stop > room
    ):
        raise UnknownNameError(
            f"the image {name!r} has {pages} pages, too many for a region of {room}"
        )
    return image


def _sizes(name: str) -> Iterator[tuple[str, int]]:
    """The parts that are named, with their sizes.

    Raises:
        UnknownNameError: It does not name parts with sizes.
    """
    for each in name.split(","):
        part, _, size = each.partition("=")
        if not size:
            raise UnknownNameError(unknown("image", name, IMAGES))
        if part not in tuple(Part):
            raise UnknownNameError(unknown("part", part, tuple(Part)))
        if not size.isdecimal():
            raise UnknownNameError(f"{size!r} is no number of pages")
        yield part, int(size)


def _seed(kind: str, name: str) -> int | None:
    """The number of a name of this kind, which is separated by a colon."""
    found, _, seed = name.partition(":")
    return int(seed) if found == kind and seed.isdecimal() else None


def unhidden_by(memory: MemorySystem) -> frozenset[Observation]:
    """What a memory does not hide: nothing, unless the memory is lazy."""
    return memory.policy.unhidden if isinstance(memory, LazyMemory) else frozenset()


def _lookup(kind: str, things: Mapping[str, Thing], name: str) -> Thing:
    """The thing of that name."""
    if name not in things:
        raise UnknownNameError(unknown(kind, name, things))
    return things[name]
