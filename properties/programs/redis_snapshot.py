"""The program ``redis-snapshot``: a database that forks to save itself.

Process ``a`` builds a hash table as an in-memory database does: see ``hash_table``. It
forks ``b``, which walks every pointer and writes what it finds into a buffer of its
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
from properties.programs.hash_table import (
    BUCKET,
    ENTRY_REG,
    INSERTED,
    KEY_REG,
    LINK,
    NEXT,
    SEED,
    TABLE,
    TO_KEY,
    TO_VALUE,
    USUAL,
    VALUE_REG,
    WORD,
    Entry,
    Size,
    Table,
)

NAME = "redis-snapshot"

RECORD = 32
"""Bytes that the child writes for each entry."""

BUFFER, FIRST_WORD, SECOND_WORD = "c9", "c14", "c15"
"""The child's registers, besides those of the table."""


@attrs.frozen
class Snapshot:
    """What one run of the program showed."""

    observations: str
    """A digest of the outcome of every step."""
    steps: int
    pages_copied: int
    buffer_ok: bool


def _save(chains: list[list[Entry]], size: Size) -> Iterator[ops.Operation]:
    """The child: follow every pointer, and write what is found into the buffer."""
    yield ops.Mmap("b", BUFFER, size.entries * RECORD, "rw")
    written = 0
    for bucket, chain in enumerate(chains):
        yield ops.LoadCapability("b", ENTRY_REG, (TABLE, bucket * BUCKET))
        for _ in chain:
            yield from _save_entry(written * RECORD, size.value - WORD)
            written += 1


def _save_entry(record: int, far: int) -> Iterator[ops.Operation]:
    """Write one record, and go on to the next entry of the chain.

    Args:
        record: Where the record is in the buffer.
        far: Where a value holds its second word.
    """
    yield ops.LoadCapability("b", KEY_REG, (ENTRY_REG, TO_KEY))
    yield ops.LoadCapability("b", VALUE_REG, (ENTRY_REG, TO_VALUE))
    yield ops.LoadData("b", LINK, (KEY_REG, 0), WORD)
    yield ops.LoadData("b", FIRST_WORD, (VALUE_REG, 0), WORD)
    yield ops.LoadData("b", SECOND_WORD, (VALUE_REG, far), WORD)
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
    source = random.Random(SEED)  # noqa: S311  to be repeated, not secret
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
def _program(
    size: Size,
) -> tuple[tuple[ops.Operation, ...], tuple[tuple[int, int, int], ...]]:
    """The operations, and the records that the child must write, in its order."""
    table = Table(size)
    program = list(table.map())
    for _ in range(size.entries):
        program.extend(table.insert())
    chains = [[attrs.evolve(entry) for entry in chain] for chain in table.chains]
    program.append(ops.Fork("a", "b"))
    program.extend(_interleaved(_save(chains, size), _go_on(table)))
    records = tuple((entry.key, *entry.value) for chain in chains for entry in chain)
    return tuple(program), records


def operations(size: Size = USUAL) -> tuple[ops.Operation, ...]:
    """The program; always the same for a size."""
    return _program(size)[0]


def the_snapshot_is_the_table(system: System, size: Size = USUAL) -> None:
    """The child's buffer holds the table as it was at the moment of the fork."""
    _, records = _program(size)
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
    program = operations()
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
