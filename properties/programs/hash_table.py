"""A hash table in memory, as a database has it, and the operations that make it so.

Buckets, chained entries, keys and values are each reached through a capability bounded
to just that object.
"""

import random
from collections.abc import Iterator

import attrs

from model import operations as ops

SEED = "redis-snapshot"
"""The seed of what is in the table, and of what happens to it."""

ENTRIES, INSERTED = 1024, 64
"""Entries before the fork, and entries that the parent adds after it."""

HOT = 96
"""The entries that the parent writes to: a few, as in real databases."""

WORD, BUCKET, KEY, VALUE, ENTRY = 8, 16, 16, 128, 48
"""Bytes of a word, and of each object; values may be longer than ``VALUE``."""

NEXT, TO_KEY, TO_VALUE = 0, 16, 32
"""Where an entry holds its capabilities."""

TABLE, ENTRIES_ARENA, KEYS, VALUES = "c5", "c6", "c7", "c8"
"""The registers that lead to the buckets, and to a place for each kind of object."""

ENTRY_REG, KEY_REG, VALUE_REG, LINK = "c10", "c11", "c12", "c13"
"""The registers that lead to one object."""


@attrs.frozen
class Size:
    """How large the table is."""

    entries: int = ENTRIES
    """Entries at the fork; there is a bucket for every two."""
    value: int = VALUE
    """Bytes of a value, which has a word at its beginning and one at its end."""

    @property
    def buckets(self) -> int:
        """How many buckets there are."""
        return self.entries // 2

    @property
    def bytes(self) -> int:
        """Bytes of all objects at the fork, and of the buckets."""
        return self.entries * (ENTRY + KEY + self.value) + self.buckets * BUCKET


USUAL = Size()
"""The table of the script."""


@attrs.define(eq=False)
class Entry:
    """What the generator knows of one entry."""

    number: int
    key: int
    value: tuple[int, int]


class Table:
    """The hash table as it should be, and the operations that make it so."""

    def __init__(self, size: Size) -> None:
        self._source = random.Random(SEED)  # noqa: S311  to be repeated, not secret
        self._size = size
        self.chains: list[list[Entry]] = [[] for _ in range(size.buckets)]
        """The entries of each bucket, the first of the chain first."""
        self._made = 0

    def map(self) -> Iterator[ops.Operation]:
        """Map the buckets and a place for each kind of object."""
        room, value = self._size.entries + INSERTED, self._size.value
        yield ops.Mmap("a", TABLE, self._size.buckets * BUCKET, "rw")
        yield ops.Mmap("a", ENTRIES_ARENA, room * ENTRY, "rw")
        yield ops.Mmap("a", KEYS, room * KEY, "rw")
        yield ops.Mmap("a", VALUES, room * value, "rw")

    def insert(self) -> Iterator[ops.Operation]:
        """Put a new entry at the head of its chain."""
        entry = Entry(self._made, self._word(), (self._word(), self._word()))
        self._made += 1
        bucket = entry.key % self._size.buckets
        head = (TABLE, bucket * BUCKET)
        yield from _allocate(KEY_REG, KEYS, entry.number, KEY)
        yield ops.StoreData("a", (KEY_REG, 0), WORD, entry.key)
        yield from _allocate(VALUE_REG, VALUES, entry.number, self._size.value)
        yield from self._write_value(entry)
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
        yield from walk_to(chain[0].key % self._size.buckets, place)
        yield ops.LoadCapability("a", VALUE_REG, (ENTRY_REG, TO_VALUE))
        chain[place].value = (self._word(), self._word())
        yield from self._write_value(chain[place])

    def delete(self) -> Iterator[ops.Operation]:
        """Unlink an entry from its chain."""
        chain, place = self._hot()
        bucket = chain[0].key % self._size.buckets
        yield from walk_to(bucket, place)
        yield ops.LoadCapability("a", LINK, (ENTRY_REG, NEXT))
        if place == 0:
            yield ops.StoreCapability("a", LINK, (TABLE, bucket * BUCKET))
        else:
            yield from walk_to(bucket, place - 1)
            yield ops.StoreCapability("a", LINK, (ENTRY_REG, NEXT))
        del chain[place]

    def _write_value(self, entry: Entry) -> Iterator[ops.Operation]:
        """Write both words of a value."""
        first, second = entry.value
        yield ops.StoreData("a", (VALUE_REG, 0), WORD, first)
        yield ops.StoreData("a", (VALUE_REG, self._size.value - WORD), WORD, second)

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


def walk_to(bucket: int, place: int) -> Iterator[ops.Operation]:
    """Follow a chain to one of its entries."""
    yield ops.LoadCapability("a", ENTRY_REG, (TABLE, bucket * BUCKET))
    for _ in range(place):
        yield ops.LoadCapability("a", ENTRY_REG, (ENTRY_REG, NEXT))
