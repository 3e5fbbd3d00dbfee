"""The memories of the proofs, on plain keys and values, are those that run."""

from collections.abc import Callable
from random import Random

import attrs
import pytest

from model.memories.full_copy import FullCopyMemory
from model.memory.layout import TOY_LAYOUT, Location
from model.memory.page_table import PRIVATE, PTE
from model.memory.tables import SparseTable, Table
from model.memory.tagged_memory import Granule
from optimized.entries import ABSENT, Entry
from optimized.frames import FREE, Change, Frame, FramePool, FrameTable, Row
from proofs.arbitrary.copied_memories import FlatSetting
from proofs.arbitrary.tables import ReadLog, SymbolicFrames, SymbolicTable
from proofs.symbolic import EngineLimit, Returned, explore, merged, natural
from properties.laws.memory.tables import (
    a_change_reaches_the_mapped_frames_and_no_other,
    a_clearing_empties_what_is_chosen_and_no_more,
    an_overlay_is_its_function_at_every_cell,
)

ROWS = range(3)
CELLS = [(page, granule) for page in range(2) for granule in range(2)]
FRAMES = range(6)
STEPS = 12
SHOWN = 9
"""A page of the kernel's; whoever shows it maps no frame, whatever the entry says."""
SEEDS = range(10)

Numbers = Table[tuple[int, int], int]

seeds = pytest.mark.parametrize("seed", SEEDS)


def sparse() -> Numbers:
    return SparseTable(0)


def symbolic() -> Numbers:
    return SymbolicTable(0, lambda _row, _cell: 0)


def doubled(value: int) -> int:
    return 2 * value


def opposite(value: int) -> int:
    return -value


def zero(value: int) -> int:
    return 0 * value


CHANGES: tuple[Callable[[int], int], ...] = (doubled, opposite, zero)
"""Each leaves the default alone."""


def on_the_first_page(cell: tuple[int, int]) -> bool:
    return cell[0] == 0


CHOICES: tuple[Callable[[tuple[int, int]], bool] | None, ...] = (
    None,
    on_the_first_page,
)
"""What is cleared of a row: all of it, or a page."""

KINDS = (*("set",) * 3, *("overlay",) * 2, "clear", "copy")


def change_somehow(random: Random, table: Numbers) -> Numbers:
    """Change a table, or go on with a copy of it; the same for the same numbers."""
    row, other, cell = random.choice(ROWS), random.choice(ROWS), random.choice(CELLS)
    match random.choice(KINDS):
        case "set":
            table.set(row, cell, random.randrange(4))
        case "overlay":
            table.overlay(row, other, random.choice(CHANGES))
        case "clear":
            table.clear(row, random.choice(CHOICES))
        case _:
            kept, table = table, table.copy()
            kept.set(row, cell, 99)
    return table


def after_many_changes(seed: int, table: Numbers) -> Numbers:
    random = Random(seed)
    for _ in range(STEPS):
        table = change_somehow(random, table)
    return table


@seeds
def test_the_same_changes_make_the_same_tables(seed: int) -> None:
    plain = after_many_changes(seed, sparse())
    lifted = after_many_changes(seed, symbolic())

    for row in ROWS:
        for cell in CELLS:
            assert plain.get(row, cell) == lifted.get(row, cell)


@pytest.mark.parametrize("table", [sparse, symbolic])
@seeds
def test_overlays_are_functions_of_either_table(
    table: Callable[[], Numbers], seed: int
) -> None:
    random = Random(seed)
    an_overlay_is_its_function_at_every_cell(
        after_many_changes(seed, table()),
        random.choice(ROWS),
        random.choice(ROWS),
        random.choice(CHANGES),
        random.choice(CELLS),
    )


@pytest.mark.parametrize("chosen", CHOICES)
@pytest.mark.parametrize("table", [sparse, symbolic])
@seeds
def test_clearing_is_a_choice_of_cells_of_either_table(
    table: Callable[[], Numbers],
    chosen: Callable[[tuple[int, int]], bool] | None,
    seed: int,
) -> None:
    random = Random(seed)
    a_clearing_empties_what_is_chosen_and_no_more(
        after_many_changes(seed, table()),
        random.choice(ROWS),
        chosen,
        (random.choice(ROWS), random.choice(CELLS)),
        0,
    )


def pool() -> FrameTable:
    return FramePool()


def symbolic_frames() -> FrameTable:
    return SymbolicFrames(lambda _frame: FREE)


def shared_once_more(frame: Frame) -> Frame:
    return attrs.evolve(frame, references=frame.references + 1)


def left(frame: Frame) -> Frame:
    return attrs.evolve(frame, references=frame.references - 1)


def page_of(frame: int) -> int:
    """The one page at which a frame may be mapped."""
    return frame % 3


def mappings(
    random: Random, frames: FrameTable, table: Table[int, Entry]
) -> Table[int, Entry]:
    """Frames mapped by some slots, and counted as often."""
    for frame in FRAMES:
        page, references = page_of(frame), 0
        for slot in ROWS:
            free = not table.get(slot, page).pte.mapped
            if free and random.random() < 1 / 2:
                shows = random.choice((PRIVATE, PRIVATE, SHOWN))
                table.set(slot, page, Entry(frame, PTE(), PTE(), shows))
                references += shows == PRIVATE
        frames.set(frame, Frame(references, random.choice(ROWS), page))
    return table


def entries() -> Table[int, Entry]:
    return SparseTable(ABSENT)


def symbolic_entries() -> Table[int, Entry]:
    return SymbolicTable(ABSENT, lambda _row, _cell: ABSENT)


Tables = tuple[FrameTable, Table[int, Entry]]


def world(seed: int, frames: FrameTable, table: Table[int, Entry]) -> Tables:
    return frames, mappings(Random(seed), frames, table)


def in_use(frames: FrameTable) -> dict[int, Frame]:
    """What is known of the frames that something refers to; no more is ever used."""
    known = {frame: frames.get(frame) for frame in FRAMES}
    return {frame: known for frame, known in known.items() if known.references > 0}


@seeds
def test_the_same_changes_make_the_same_frames(seed: int) -> None:
    plain, pages = world(seed, pool(), entries())
    lifted, lifted_pages = world(seed, symbolic_frames(), symbolic_entries())
    random = Random(seed)
    for _ in range(3):
        slot, change = random.choice(ROWS), random.choice((shared_once_more, left))
        plain, lifted = plain.copy(), lifted.copy()
        plain.change_mapped(Row(pages, slot), change)
        lifted.change_mapped(Row(lifted_pages, slot), change)
        pages.clear(slot)
        lifted_pages.clear(slot)

    assert in_use(plain) == in_use(lifted)


WORLDS = {
    "plain": (pool, entries),
    "symbolic frames": (symbolic_frames, entries),
    "symbolic": (symbolic_frames, symbolic_entries),
}
"""A pool runs through the cells of a table, so a symbolic table has symbolic frames."""


@pytest.mark.parametrize("kind", WORLDS)
@pytest.mark.parametrize("change", [shared_once_more, left])
@seeds
def test_a_change_reaches_the_mapped_frames(
    kind: str, change: Change, seed: int
) -> None:
    frames, table = WORLDS[kind]
    made, pages = world(seed, frames(), table())
    random = Random(seed)
    a_change_reaches_the_mapped_frames_and_no_other(
        made, pages, random.choice(ROWS), change, random.choice(FRAMES)
    )


def test_the_cells_of_a_symbolic_table_have_no_end() -> None:
    with pytest.raises(EngineLimit, match="the cells of row 1"):
        symbolic().cells(1)


def test_a_read_is_logged_once_for_each_term() -> None:
    log, other = ReadLog(), ReadLog()
    page = natural("page", 4)
    for key in ((1, page), (1, page), (1, (page, 2)), (1, (page, 2))):
        log.add(*key)
    other.add(1, page)
    other.include(log)

    assert [(1, page), (1, (page, 2))] == log.keys == other.keys


def looked_at_twice() -> bool:
    """Whether a look at a memory, executed once and merged, sees a store."""
    base = FlatSetting({}, layout=TOY_LAYOUT, kind=FullCopyMemory).base()
    assert isinstance(base, FullCopyMemory)
    at = Location(1, 2, 3)
    before = merged(FullCopyMemory.peek)(base, at)
    base.granules.set(1, (2, 3), Granule(tag=False, data=before.data + 1))
    after = merged(FullCopyMemory.peek)(base, at)
    assert base.shows(1, 2) == PRIVATE
    return after.data == before.data


def test_a_look_at_a_memory_is_not_remembered_when_it_changes() -> None:
    found = [path.outcome for path in explore(looked_at_twice)]
    values = [outcome.value for outcome in found if isinstance(outcome, Returned)]

    assert values
    assert {False} == set(values)
