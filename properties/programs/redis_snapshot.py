"""The program ``redis-snapshot``: a database that forks to save itself.

Process ``a`` builds a hash table as an in-memory database does: buckets, chained
entries, keys and values, each reached through a capability bounded to just that object.
It forks ``b``, which walks every pointer and writes what it finds into a buffer of its
own, while ``a`` goes on overwriting, inserting and deleting. The buffer must be the
table as it was at the moment of the fork, as Redis's background save promises.
"""

import hashlib
import random
from collections.abc import Iterator
from functools import cache

import attrs

from model import operations as ops
from model.isa.capability import Capability
from model.memory.tagged_memory import read_bytes
from model.outcomes import Derived, Faulted, Outcome
from model.system import System, step
from properties.machines.setups import Setup

NAME = "redis-snapshot"

ENTRIES, BUCKETS, INSERTED = 1024, 512, 64
"""Entries before the fork, buckets, and entries that the parent adds after it."""

HOT = 96
"""The entries that the parent writes to: a few, as in real databases."""

WORD, KEY, VALUE, ENTRY, RECORD = 8, 16, 128, 48, 32
"""Bytes of a word, and of each object; a record is what the child writes per entry."""

NEXT, TO_KEY, TO_VALUE = 0, 16, 32
"""Where an entry holds its capabilities."""

FAR = VALUE - WORD
"""Where a value holds its second word; its first is at 0."""

TABLE, ENTRIES_ARENA, KEYS, VALUES, BUFFER = "c5", "c6", "c7", "c8", "c9"
ENTRY_REG, KEY_REG, VALUE_REG, LINK, FIRST_WORD, SECOND_WORD = (
    "c10",
    "c11",
    "c12",
    "c13",
    "c14",
    "c15",
)


@attrs.define(eq=False)
class Entry:
    """What the generator knows of one entry."""

    number: int
    key: int
    value: tuple[int, int]


@attrs.frozen
class Snapshot:
    """What one run of the program showed."""

    observations: str
    """A digest of the outcome of every step."""
    steps: int
    pages_copied: int
    buffer_ok: bool


class Table:
    """The hash table as it should be, and the operations that make it so."""

    def __init__(self) -> None:
        self._source = random.Random(NAME)  # noqa: S311  to be repeated, not secret
        self.chains: list[list[Entry]] = [[] for _ in range(BUCKETS)]
        """The entries of each bucket, the first of the chain first."""
        self._made = 0

    def map(self) -> Iterator[ops.Operation]:
        """Map the buckets and a place for each kind of object."""
        room = ENTRIES + INSERTED
        yield ops.Mmap("a", TABLE, BUCKETS * 16, "rw")
        yield ops.Mmap("a", ENTRIES_ARENA, room * ENTRY, "rw")
        yield ops.Mmap("a", KEYS, room * KEY, "rw")
        yield ops.Mmap("a", VALUES, room * VALUE, "rw")

    def insert(self) -> Iterator[ops.Operation]:
        """Put a new entry at the head of its chain."""
        entry = Entry(self._made, self._word(), (self._word(), self._word()))
        self._made += 1
        bucket = entry.key % BUCKETS
        head = (TABLE, bucket * 16)
        yield from _allocate(KEY_REG, KEYS, entry.number, KEY)
        yield ops.StoreData("a", (KEY_REG, 0), WORD, entry.key)
        yield from _allocate(VALUE_REG, VALUES, entry.number, VALUE)
        yield from _write_value(entry)
        yield from _allocate(ENTRY_REG, ENTRIES_ARENA, entry.number, ENTRY)
        yield ops.StoreCapability("a", KEY_REG, (ENTRY_REG, TO_KEY))
        yield ops.StoreCapability("a", VALUE_REG, (ENTRY_REG, TO_VALUE))
        yield ops.LoadCapability("a", LINK, head)
        yield ops.StoreCapability("a", LINK, (ENTRY_REG, NEXT))
        yield ops.StoreCapability("a", ENTRY_REG, head)
        self.chains[bucket].insert(0, entry)

    def overwrite(self) -> Iterator[ops.Operation]:
        """Give an entry, found through its chain, another value."""
        chain, place = self._hot()
        yield from _walk_to(chain[0].key % BUCKETS, place)
        yield ops.LoadCapability("a", VALUE_REG, (ENTRY_REG, TO_VALUE))
        chain[place].value = (self._word(), self._word())
        yield from _write_value(chain[place])

    def delete(self) -> Iterator[ops.Operation]:
        """Unlink an entry from its chain."""
        chain, place = self._hot()
        bucket = chain[0].key % BUCKETS
        yield from _walk_to(bucket, place)
        yield ops.LoadCapability("a", LINK, (ENTRY_REG, NEXT))
        if place == 0:
            yield ops.StoreCapability("a", LINK, (TABLE, bucket * 16))
        else:
            yield from _walk_to(bucket, place - 1)
            yield ops.StoreCapability("a", LINK, (ENTRY_REG, NEXT))
        del chain[place]

    def _hot(self) -> tuple[list[Entry], int]:
        """One of the entries that the parent writes to: its chain and place in it."""
        places = [
            (chain, place)
            for chain in self.chains
            for place, entry in enumerate(chain)
            if entry.number < HOT
        ]
        return self._source.choice(places)

    def _word(self) -> int:
        """A random word."""
        return self._source.getrandbits(8 * WORD)


def _allocate(
    register: str, arena: str, number: int, size: int
) -> Iterator[ops.Operation]:
    """A capability for just the object of this number; untagged if not exact."""
    yield ops.SetOffset("a", register, arena, number * size)
    yield ops.SetBoundsExact("a", register, register, size)


def _write_value(entry: Entry) -> Iterator[ops.Operation]:
    """Write both words of a value."""
    first, second = entry.value
    yield ops.StoreData("a", (VALUE_REG, 0), WORD, first)
    yield ops.StoreData("a", (VALUE_REG, FAR), WORD, second)


def _walk_to(bucket: int, place: int) -> Iterator[ops.Operation]:
    """Follow a chain to one of its entries."""
    yield ops.LoadCapability("a", ENTRY_REG, (TABLE, bucket * 16))
    for _ in range(place):
        yield ops.LoadCapability("a", ENTRY_REG, (ENTRY_REG, NEXT))


def _save(chains: list[list[Entry]]) -> Iterator[ops.Operation]:
    """The child: follow every pointer, and write what is found into the buffer."""
    yield ops.Mmap("b", BUFFER, ENTRIES * RECORD, "rw")
    written = 0
    for bucket, chain in enumerate(chains):
        yield ops.LoadCapability("b", ENTRY_REG, (TABLE, bucket * 16))
        for _ in chain:
            yield from _save_entry(written * RECORD)
            written += 1


def _save_entry(record: int) -> Iterator[ops.Operation]:
    """Write one record, and go on to the next entry of the chain."""
    yield ops.LoadCapability("b", KEY_REG, (ENTRY_REG, TO_KEY))
    yield ops.LoadCapability("b", VALUE_REG, (ENTRY_REG, TO_VALUE))
    yield ops.LoadData("b", LINK, (KEY_REG, 0), WORD)
    yield ops.LoadData("b", FIRST_WORD, (VALUE_REG, 0), WORD)
    yield ops.LoadData("b", SECOND_WORD, (VALUE_REG, FAR), WORD)
    for word, register in enumerate((LINK, FIRST_WORD, SECOND_WORD)):
        at = (BUFFER, record + word * WORD)
        yield ops.StoreData("b", at, WORD, register)
    yield ops.LoadCapability("b", ENTRY_REG, (ENTRY_REG, NEXT))


def _go_on(table: Table) -> Iterator[ops.Operation]:
    """The parent after the fork: overwrite, insert and delete."""
    for _ in range(INSERTED):
        for _ in range(4):
            yield from table.overwrite()
        yield from table.insert()
        yield from table.delete()


def _interleaved(
    one: Iterator[ops.Operation], other: Iterator[ops.Operation]
) -> Iterator[ops.Operation]:
    """Both streams, in an order that looks like that of a scheduler."""
    source = random.Random(NAME)  # noqa: S311  to be repeated, not secret
    streams = [one, other]
    while streams:
        # The child has about four times as much to do.
        stream = streams[0] if source.random() < 0.8 else streams[-1]  # noqa: PLR2004
        for operation in (next(stream, None) for _ in range(source.randrange(1, 9))):
            if operation is None:
                streams.remove(stream)
                break
            yield operation


@cache
def _program() -> tuple[tuple[ops.Operation, ...], tuple[tuple[int, int, int], ...]]:
    """The operations, and the records that the child must write, in its order."""
    table = Table()
    program = list(table.map())
    for _ in range(ENTRIES):
        program.extend(table.insert())
    chains = [[attrs.evolve(entry) for entry in chain] for chain in table.chains]
    program.append(ops.Fork("a", "b"))
    program.extend(_interleaved(_save(chains), _go_on(table)))
    records = tuple((entry.key, *entry.value) for chain in chains for entry in chain)
    return tuple(program), records


def operations() -> tuple[ops.Operation, ...]:
    """The program; always the same."""
    return _program()[0]


def the_snapshot_is_the_table(system: System) -> None:
    """The child's buffer holds the table as it was at the moment of the fork."""
    _, records = _program()
    child = system.processes.get("b")
    assert child is not None, "there is no child"  # noqa: S101  a law asserts
    buffer = child.registers[BUFFER]
    for number, expected in enumerate(records):
        found = _record(system, buffer, number)
        assert found == expected, (  # noqa: S101  a law asserts
            f"record {number} is {_hex(found)}, and the table held {_hex(expected)}"
        )


def _record(system: System, buffer: Capability, number: int) -> tuple[int, ...]:
    """One record of the buffer, looked at without touching it."""
    memory, first = system.memory, buffer.base + number * RECORD
    granule = memory.layout.format.granule
    return tuple(
        read_bytes(memory.peek(memory.layout.locate(at)), at % granule, WORD)
        for at in range(first, first + 3 * WORD, WORD)
    )


def _hex(words: tuple[int, ...]) -> str:
    """A record for an error message."""
    return " ".join(f"{word:#x}" for word in words)


def measure(setup: Setup) -> Snapshot:
    """Run the program on a fresh system, and look at everything it can observe."""
    system, digest, faults = setup.boot(), hashlib.sha256(), 0
    program, _ = _program()
    for operation in program:
        outcome = step(system, operation)
        faults += isinstance(outcome, Faulted)
        digest.update(_observed(outcome).encode())
    try:
        the_snapshot_is_the_table(system)
    except AssertionError:
        right = False
    else:
        right = faults == 0
    copied = system.memory.pages_copied
    return Snapshot(digest.hexdigest(), len(program), copied, right)


def _observed(outcome: Outcome) -> str:
    """All that the program can tell of a step; the bits of a capability included."""
    if isinstance(outcome, Derived):
        return f"{outcome.capability.tag:d}{outcome.capability.bits:x}\n"
    if isinstance(outcome, Faulted):
        return f"{outcome.fault.kind}\n"
    return f"{outcome}\n"
