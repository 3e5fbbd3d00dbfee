"""The laws of page tables that slots share, on tables that random acts have made."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from random import Random
from typing import Any

import pytest

from model.isa.faults import Fault
from model.memory.layout import TOY_LAYOUT
from optimized.page_tables import ROOTS, PageTables
from properties.laws.assumption import Unmet
from properties.laws.memory import page_tables as laws
from properties.laws.memory import table_counts as counts
from properties.laws.memory.hypotheses import assume_tables_sound
from properties.laws.memory.table_invariants import Way, assert_tables_are_sound
from tests.properties.test_shared_table_laws import PAGES, SLOTS, drawn

Operands = tuple[Any, ...]


def tables_met() -> Iterator[tuple[PageTables, Random]]:
    """The tables after each act of a few random programs."""
    for seed in range(12):
        program = drawn(TOY_LAYOUT, seed)
        for _ in range(25):
            with suppress(Fault):
                program.act().run(program.memory)
            tables = program.memory.pages
            assert isinstance(tables, PageTables)
            yield tables, program.random


def a_way(tables: PageTables, random: Random) -> Way:
    directories, leaves = tables.directory_frames.in_use(), tables.leaf_frames.in_use()
    return Way(
        slot=random.choice(SLOTS),
        page=random.choice(PAGES),
        other=random.choice(SLOTS),
        directory=random.choice([*directories]),
        leaf=random.choice([*leaves]),
    )


def counted(tables: PageTables, random: Random) -> counts.Counted:
    """What has no place among what is done is often the next number."""
    directories = [*tables.directory_frames.in_use()]
    leaves = [*tables.leaf_frames.in_use()]
    return counts.Counted(
        directory=random.choice(directories),
        leaf=random.choice(leaves),
        frame=random.choice([*tables.frames.in_use(), 0]),
        slot=random.choice(SLOTS),
        other_directory=random.choice(directories),
        other_leaf=random.choice(leaves),
    )


def a_page(_: PageTables, random: Random) -> Operands:
    return random.choice(SLOTS), random.choice(PAGES)


def an_entry(tables: PageTables, random: Random) -> Operands:
    """A page, and the entry that some slot has for it."""
    page = random.choice(PAGES)
    entry = tables.get(random.choice(SLOTS), page)
    return random.choice(SLOTS), page, entry


def two_slots(_: PageTables, random: Random) -> Operands:
    return tuple(random.sample(SLOTS, 2))


def a_slot(_: PageTables, random: Random) -> Operands:
    return (random.choice(SLOTS),)


def nothing(_: PageTables, __: Random) -> Operands:
    return ()


Draw = Callable[[PageTables, Random], Operands]

LAWS: dict[Callable[..., None], tuple[Draw, Callable[[PageTables, Random], object]]] = {
    laws.to_own_a_page_changes_nothing_that_is_seen: (a_page, a_way),
    laws.to_own_a_page_keeps_tables_sound: (a_page, a_way),
    laws.an_entry_that_is_set_is_one_slots_alone: (an_entry, a_way),
    laws.an_entry_that_is_set_keeps_tables_sound: (an_entry, a_way),
    laws.shared_tables_show_what_a_fork_makes: (two_slots, a_way),
    laws.to_share_keeps_tables_sound: (two_slots, a_way),
    laws.a_slot_that_is_cleared_shows_nothing: (a_slot, a_way),
    laws.to_clear_a_slot_keeps_tables_sound: (a_slot, a_way),
    laws.the_hardware_finds_what_is_seen: (nothing, a_way),
    counts.to_own_a_page_counts_what_it_adds: (a_page, counted),
    counts.to_share_counts_what_it_adds: (two_slots, counted),
    counts.to_clear_a_slot_counts_what_it_takes: (a_slot, counted),
}


@pytest.mark.parametrize("law", LAWS)
def test_laws_of_page_tables(law: Callable[..., None]) -> None:
    draw, look = LAWS[law]
    met = 0
    for tables, random in tables_met():
        for _ in range(3):
            operands = draw(tables, random)
            try:
                law(tables.copy(), *operands, look(tables, random))
            except Unmet:
                continue
            met += 1

    assert met > 30


@pytest.mark.parametrize("law", LAWS)
def test_laws_of_page_tables_say_nothing_of_tables_that_are_not_sound(
    law: Callable[..., None],
) -> None:
    """Two slots have a directory, and neither way to it is barred."""
    tables, random = next(tables_met())
    one, other = SLOTS[:2]
    tables.roots.set(ROOTS, other, tables.roots.get(ROOTS, one))
    draw, look = LAWS[law]

    with pytest.raises(Unmet):
        law(tables, *draw(tables, random), look(tables, random))


def test_tables_that_acts_have_made_are_sound() -> None:
    for tables, random in tables_met():
        assume_tables_sound(tables)
        assert_tables_are_sound(tables, a_way(tables, random))


def test_a_slot_leaves_nothing_of_another_generation_behind() -> None:
    left = 0
    for tables, random in tables_met():
        own, slot = tables.copy(), random.choice(SLOTS)
        seen = dict(own.cells(slot))
        left += not laws.is_of_one_generation(own, slot)
        own.leave_generation_behind(slot)

        assume_tables_sound(own)
        assert laws.is_of_one_generation(own, slot)
        assert seen == dict(own.cells(slot))

    assert left > 10
