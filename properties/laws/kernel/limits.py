"""The two limits of transparency: what one address space cannot do as separate ones
can.

The laws here speak of whole systems; ``transparency`` says the same of one granule.
Both laws hold where every process has an address space of its own. In one address space
both are FALSE, and are kept as expected refutations: programs that rely on them are
outside the class for which a fork is what POSIX says.
"""

from model import operations as ops
from model.outcomes import Derived, Number
from model.system import System, step
from properties.laws.assumption import assume
from properties.laws.kernel.refinement import view

CHILD = "child"
"""The name of the child that these laws fork."""


def who_follows_a_pointer_in_shared_memory_arrives_at_home(
    system: System, name: str, register: str
) -> None:
    """Who follows a pointer that it finds in shared memory arrives in its own memory.

    FALSE in one address space: there the pointer would name the memory of the process
    that stored it, so shared memory does not admit it.
    """
    memory, process = system.memory, system.processes[name]
    place = memory.place(process.slot)
    pointer = process.registers[register]
    assume(pointer.tag & pointer.bounds.within(memory.layout.region(place)))
    assume(register != "c0")
    mapped = step(system, ops.Mmap(name, "c30", 1, "rw", "shared"))
    assume(isinstance(mapped, Derived))
    _fork(system, name)
    step(system, ops.StoreCapability(name, register, ("c30", 0)))
    for who in (name, CHILD):
        found = step(system, ops.LoadCapability(who, "c29", ("c30", 0)))
        assert isinstance(found, Derived), f"{who}: {found}"
        here = memory.place(system.processes[who].slot)
        seen = view(memory.layout, found.capability, here)
        meant = view(memory.layout, pointer, place)
        assert seen == meant, f"{who} finds {found.capability}, and {pointer} was meant"


def an_address_used_as_data_is_the_same_in_the_child(
    system: System, name: str, register: str
) -> None:
    """The address of something is the same number for parent and child.

    FALSE in one address space, because the child's copy is at another address.
    """
    assume(register != "c0")
    mapped = step(system, ops.Mmap(name, "c30", 1, "rw"))
    assume(isinstance(mapped, Derived))
    _fork(system, name)
    parents, childs = (_as_number(system, who, register) for who in (name, CHILD))
    assert parents == childs, f"{childs:#x} in the child, {parents:#x} in its parent"


def _fork(system: System, name: str) -> None:
    """Fork a child.

    Raises:
        Unmet: The fork does not succeed.
    """
    assume(isinstance(step(system, ops.Fork(name, CHILD)), Number))


def _as_number(system: System, name: str, register: str) -> int:
    """The address in a register, stored and loaded as a number."""
    size = system.memory.layout.format.granule // 2
    step(system, ops.StoreData(name, ("c30", 0), size, register))
    loaded = step(system, ops.LoadData(name, "c29", ("c30", 0), size))
    assert isinstance(loaded, Number), f"{name}: {loaded}"
    return loaded.value
