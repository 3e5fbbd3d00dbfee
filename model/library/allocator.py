"""The allocator of a program: malloc, free and realloc.

Its state is in the image of the process, and holds capabilities to itself and to the
heap, which fork must relocate like all others. A *record* stands for one block of the
heap, and is in one of two lists: that of the blocks in use, or that of the free ones.
Blocks are never split or joined. The code reaches everything from the GOT, with no
authority but what is stored there.

A program can store what it likes to the state of its own allocator. It then gets what
the lists say, or a fault; it gets no authority that it did not have.

Source:
    C23, memory management functions; the lists are like those of tinyalloc, which the
    prototype of μFork uses.
"""

from collections.abc import Iterator

from model.isa.capability import Capability
from model.isa.derivation import set_address, set_bounds
from model.isa.faults import SyscallError
from model.isa.representability import exact_bounds
from model.isa.words import round_up
from model.kernel.state.image import Part
from model.library.code import Code

FREE, USED, RECORDS, ROOM, FIRST_RECORD = range(5)
"""The granules of the state: the heads of the two lists, and capabilities that point to
where the next record and the next block can be made, all untagged at first; then the
records."""

NEXT, RECORD_SIZE = 1, 2
"""A record is two granules: the capability to its block, and from ``NEXT`` that to the
next record of the list."""


class Allocator:
    """The allocator that a GOT leads to.

    Law:
        ``allocations_are_as_c_says``
    """

    def __init__(self, code: Code, got: Capability) -> None:
        parts = list(Part)
        self._code = code
        self._state = code.load(code.granule(got, parts.index(Part.ALLOCATOR)))
        self._heap = code.load(code.granule(got, parts.index(Part.HEAP)))

    def malloc(self, length: int) -> Capability:
        """A block of at least so many bytes, with bounds of that length.

        The bounds are rounded up if they cannot be represented, and the block with
        them. What the block holds is left as it is.

        Raises:
            SyscallError: ENOMEM, the heap has no room, or the state none for a record.
        """
        return set_bounds(self._take(length), length)[0]

    def free(self, pointer: Capability) -> None:
        """Give back the block that begins where the bounds of a pointer begin.

        NULL is no block, and is not given back.

        Raises:
            SyscallError: EINVAL, no block in use begins there. C leaves open what
                happens then; an allocator that looks at its lists can tell.
        """
        if pointer.tag or pointer.bits:
            link, record = self._record_of(pointer)
            self._code.store(link, self._code.load(self._next(record)))
            self._push(FREE, record)

    def realloc(self, pointer: Capability, length: int) -> Capability:
        """The block of a pointer, if it has so many bytes, or a larger one.

        The larger one holds what the block held, and the block is given back.

        Raises:
            SyscallError: EINVAL, no block in use begins there; ENOMEM, as ``malloc``.
        """
        if not (pointer.tag or pointer.bits):
            return self.malloc(length)
        _, record = self._record_of(pointer)
        block = self._code.load(record)
        if self._needed(length) <= block.length:
            return set_bounds(block, length)[0]
        larger = self._take(length)
        for index in range(block.length // block.format.granule):
            held = self._code.load(self._code.granule(block, index))
            self._code.store(self._code.granule(larger, index), held)
        self.free(pointer)
        return set_bounds(larger, length)[0]

    def _take(self, length: int) -> Capability:
        """The first block of the free ones that is long enough, or a new one.

        It is in use now.
        """
        needed = self._needed(length)
        for link, record in self._records(FREE):
            block = self._code.load(record)
            if needed <= block.length:
                self._code.store(link, self._code.load(self._next(record)))
                break
        else:
            block, record = self._new_block(needed), self._new_record()
            self._code.store(record, block)
        self._push(USED, record)
        return block

    def _needed(self, length: int) -> int:
        """How many bytes a block must have: whole granules, at least one.

        Raises:
            SyscallError: ENOMEM, more than the heap has.
        """
        form = self._heap.format
        whole = max(form.granule, round_up(length, form.granule))
        if length < 0 or whole > self._heap.length:
            raise SyscallError("ENOMEM")
        return exact_bounds(form, whole)[0]

    def _new_block(self, length: int) -> Capability:
        """A block of this length, which bounds can represent, that never was given."""
        at = self._code.granule(self._state, ROOM)
        room = self._code.load(at)
        if not room.tag:
            room = self._heap
        _, step = exact_bounds(room.format, length)
        base = round_up(room.value, step)
        if base + length > room.top:
            raise SyscallError("ENOMEM")
        self._code.store(at, set_address(room, base + length))
        return set_bounds(set_address(room, base), length)[0]

    def _new_record(self) -> Capability:
        """A record that is in no list."""
        at = self._code.granule(self._state, RECORDS)
        free = self._code.load(at)
        if not free.tag:
            free = self._code.granule(self._state, FIRST_RECORD)
        size = RECORD_SIZE * free.format.granule
        if free.value + size > free.top:
            raise SyscallError("ENOMEM")
        self._code.store(at, self._code.granule(free, RECORD_SIZE))
        return set_bounds(free, size)[0]

    def _records(self, head: int) -> Iterator[tuple[Capability, Capability]]:
        """Each record of a list, after the place of the pointer that leads to it.

        Raises:
            SyscallError: EINVAL, the list does not end.
        """
        link = self._code.granule(self._state, head)
        for _ in range(self._state.length // self._state.format.granule):
            record = self._code.load(link)
            if not record.tag:
                return
            yield link, record
            link = self._next(record)
        raise SyscallError("EINVAL")

    def _record_of(self, pointer: Capability) -> tuple[Capability, Capability]:
        """The record of the block in use that begins where the pointer's bounds do.

        Before it comes the place of the pointer that leads to it.
        """
        if pointer.tag and not pointer.is_sealed:
            for link, record in self._records(USED):
                if self._code.load(record).base == pointer.base:
                    return link, record
        raise SyscallError("EINVAL")

    def _next(self, record: Capability) -> Capability:
        """The place of the pointer to the next record."""
        return self._code.granule(record, NEXT)

    def _push(self, head: int, record: Capability) -> None:
        """Put a record at the head of a list."""
        at = self._code.granule(self._state, head)
        self._code.store(self._next(record), self._code.load(at))
        self._code.store(at, record)
