"""The law of malloc, free and realloc, which follows a program in books of its own.

Source:
    C23, memory management functions. What C leaves undefined, such as giving back what
    was not given, is refused here.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import attrs

from model import operations as ops
from model.isa.capability import Capability
from model.isa.permissions import Permission
from model.memory.tagged_memory import Granule
from model.outcomes import Derived, Done, Failed, Outcome
from model.system import System, step

GRANULE: Final = 16
"""Bytes; blocks have whole granules, so that each can hold capabilities."""

BLOCKS: Final = 126
"""How many blocks there can be, in use or free, if the allocator's state has a page."""

EXACT: Final = 4096
"""Up to this length, in bytes, bounds are exactly those that were asked for."""

ALLOWED: Final = (
    *(Permission.LOAD, Permission.STORE, Permission.LOAD_CAP, Permission.STORE_CAP),
    Permission.GLOBAL,
)
"""What a program may do with a block."""

Contents = list[Granule]


@attrs.define
class Books:
    """What one process has allocated; blocks are numbers of bytes, by address."""

    heap: range
    """The addresses of the heap."""
    used: dict[int, int] = attrs.field(factory=dict)
    free: dict[int, int] = attrs.field(factory=dict)
    """The blocks that were given back."""

    @property
    def left(self) -> int:
        """The bytes of the heap that were never given."""
        ends = (at + size for at, size in (self.used | self.free).items())
        return self.heap.stop - max(ends, default=self.heap.start)

    def moved(self, distance: int) -> "Books":
        """The same at other addresses."""
        used, free = (
            {at + distance: size for at, size in blocks.items()}
            for blocks in (self.used, self.free)
        )
        heap = range(self.heap.start + distance, self.heap.stop + distance)
        return Books(heap, used, free)


@attrs.frozen
class _Call:
    """One call of a program's library, before it is made."""

    operation: ops.LibraryCall
    books: Books
    length: int
    """The bytes that are asked for; 0 if none are."""
    held: Capability | None
    """The pointer that is given, if one is."""
    contents: dict[int, Contents]
    """What is in the blocks in use."""

    @property
    def block(self) -> int | None:
        """The address of the block that is given, if it is in use."""
        held = self.held
        if held is None or not held.tag or held.is_sealed:
            return None
        return held.base if held.base in self.books.used else None

    @property
    def is_null(self) -> bool:
        """Whether a pointer is given, and is NULL."""
        return self.held is not None and not self.held.tag and self.held.bits == 0

    @property
    def needed(self) -> int:
        """The bytes of the granules that are needed, one at least."""
        return max(1, -(-self.length // GRANULE)) * GRANULE


def allocations_are_as_c_says(system: System, program: Sequence[ops.Operation]) -> None:
    """What malloc gives is inside the heap, as long as was asked for, and apart from
    all that is in use; nothing in use changes, and realloc takes along what was there.
    What is given back can be had again, and only what was given can be given back. All
    this holds in a child from the fork on, whatever its parent does.

    The law is about programs that leave the GOT and the allocator's state alone.
    """
    heap = system.processes["a"].registers["c1"]
    books = {"a": Books(range(heap.base, heap.top))}
    for operation in program:
        if isinstance(operation, ops.LibraryCall):
            _assert_as_c_says(system, operation, books[operation.process])
            continue
        step(system, operation)
        if isinstance(operation, ops.Fork) and operation.child in system.processes:
            books[operation.child] = _inherited(system, operation, books)


def _inherited(system: System, fork: ops.Fork, books: Mapping[str, Books]) -> Books:
    """The books of a child: those of its parent, where its own region has them."""
    memory, processes = system.memory, system.processes
    slots = (processes[name].slot for name in (fork.process, fork.child))
    here, there = map(memory.place, slots)
    return books[fork.process].moved(there - here << memory.layout.slot_bits)


def _assert_as_c_says(system: System, operation: ops.LibraryCall, books: Books) -> None:
    """Make one call, and see to it."""
    name = operation.process
    source = getattr(operation, "source", None)
    held = None if source is None else system.processes[name].registers[source]
    contents = {at: _contents(system, name, at, n) for at, n in books.used.items()}
    length = getattr(operation, "length", 0)
    call = _Call(operation, books, length, held, contents)
    block, outcome = call.block, step(system, operation)
    if held is not None and block is None and not call.is_null:
        assert outcome == Failed("EINVAL"), f"{operation}: {outcome}"
    elif isinstance(operation, ops.Free):
        assert outcome == Done(), f"{operation}: {outcome}"
    elif isinstance(outcome, Derived):
        _assert_given(call, outcome.capability)
        if block is not None:
            at, size = outcome.capability.base, GRANULE * len(contents[block])
            now = _contents(system, name, at, size)
            assert now == contents[block], f"{operation} lost what was in the block"
    else:
        assert outcome == Failed("ENOMEM"), f"{operation}: {outcome}"
        _assert_full(call)
    if block is not None and _is_given_back(operation, block, outcome):
        books.free[block] = books.used.pop(block)
    for at in contents.keys() & books.used.keys():
        now = _contents(system, name, at, GRANULE * len(contents[at]))
        assert now == contents[at], f"{operation} changed the block at {at:#x}"


def _is_given_back(operation: ops.LibraryCall, block: int, outcome: Outcome) -> bool:
    """Whether a call gave back the block that was in use."""
    if isinstance(outcome, Derived):
        return outcome.capability.base != block
    return isinstance(operation, ops.Free)


def _assert_given(call: _Call, given: Capability) -> None:
    """What is given is right, and is in the books from now on."""
    books, base, length = call.books, given.base, given.length
    assert given.tag
    assert given.address == base
    assert base % GRANULE == 0
    assert base in books.heap
    assert given.top <= books.heap.stop
    assert all(map(given.has, ALLOWED))
    assert not given.has(Permission.EXECUTE)
    rounding = 0 if call.length <= EXACT else call.length // 512
    assert call.length <= length <= call.length + rounding, f"{length} bytes"
    if base == call.block:
        assert call.needed <= books.used[base], "the block is too short"
        return
    assert call.block is None or books.used[call.block] < call.needed, "it is moved"
    size = books.free.pop(base, 0)
    if not size:
        assert not [n for n in books.free.values() if n >= call.needed], "none is free"
        size = max(call.needed, length)
    assert size >= call.needed, "the block is too short"
    for at, taken in (books.used | books.free).items():
        apart = base + size <= at or at + taken <= base
        assert apart, f"{base:#x} is in the block at {at:#x}"
    books.used[base] = size


def _assert_full(call: _Call) -> None:
    """Nothing that is free is long enough, and nothing new can be had; no length is
    below 0.
    """
    books = call.books
    if call.length < 0:
        return
    assert not [n for n in books.free.values() if n >= call.needed], "one is free"
    blocks = len(books.used) + len(books.free)
    is_too_long = call.needed > books.left - call.length // 512
    assert is_too_long or blocks == BLOCKS, f"{books.left} bytes left"


def _contents(system: System, name: str, address: int, size: int) -> Contents:
    """The granules of a block."""
    memory, slot = system.memory, system.processes[name].slot
    places = range(address, address + size, GRANULE)
    return [memory.peek(memory.locate(slot, place)) for place in places]
