import pytest

from model.isa import faults
from model.kernel.calls.mappings import DATA
from model.kernel.calls.page_mapping import pages_root
from model.memory.layout import KERNEL_SLOT, TOY_LAYOUT, Location
from model.memory.page_table import PTE
from model.memory.relocation import relocate
from model.memory.tagged_memory import ZERO, Granule, granule_of
from optimized.frames import FramePool
from optimized.lazy_memory import LazyMemory
from optimized.policies import POLICIES
from optimized.policies.copa import CoPA
from optimized.policies.naive_cow import NaiveCoW
from optimized.policy import Policy

OWN = pages_root(TOY_LAYOUT, 1, 0, 1, DATA)
POINTER = granule_of(OWN)
DATUM = Granule(tag=False, data=7)
HERE, THERE, BEYOND = (Location(slot, 0, 0) for slot in (1, 2, 3))


def memory_with(granule: Granule, policy: type[Policy] = CoPA) -> LazyMemory:
    """One page in slot 1 with one granule in it."""
    memory = LazyMemory(policy(TOY_LAYOUT))
    memory.map(1, 0, PTE())
    memory.store_capability(HERE, granule)
    return memory


def moved(slot: int) -> Granule:
    """What the owner of a slot finds where slot 1 has ``POINTER``."""
    return granule_of(relocate(TOY_LAYOUT, OWN, 1, slot))


def references(memory: LazyMemory) -> list[int]:
    """How many pages map each frame in use."""
    assert isinstance(memory.frames, FramePool)
    return [known.references for known in memory.frames.in_use().values()]


def test_a_fork_copies_nothing() -> None:
    memory = memory_with(POINTER)
    memory.fork(1, 2)

    assert 0 == memory.pages_copied
    assert [2] == references(memory)


def test_a_peek_shows_the_child_s_view_and_disturbs_nothing() -> None:
    memory = memory_with(POINTER)
    memory.fork(1, 2)
    before = memory.pages.get(2, 0)

    assert moved(2) == memory.peek(THERE)
    assert before == memory.pages.get(2, 0)
    assert (0, [2]) == (memory.pages_copied, references(memory))


def test_loading_a_capability_gives_the_child_its_own_page() -> None:
    memory = memory_with(POINTER)
    memory.fork(1, 2)

    assert moved(2) == memory.load_capability(THERE)
    assert (1, [1, 1]) == (memory.pages_copied, references(memory))


def test_loading_a_capability_copies_nothing_for_the_parent() -> None:
    memory = memory_with(POINTER)
    memory.fork(1, 2)

    assert POINTER == memory.load_capability(HERE)
    assert [2] == references(memory)


def test_loading_an_untagged_granule_copies_nothing() -> None:
    memory = memory_with(DATUM)
    memory.fork(1, 2)

    assert DATUM == memory.load_capability(THERE)
    assert [2] == references(memory)


def test_a_data_load_of_a_pointer_shows_the_bytes_it_had_at_home() -> None:
    memory = memory_with(POINTER)
    memory.fork(1, 2)

    assert POINTER.data == memory.load(THERE).data
    assert POINTER.data != memory.peek(THERE).data


@pytest.mark.parametrize("writer", [HERE, THERE])
def test_either_side_that_writes_gets_its_own_page(writer: Location) -> None:
    memory = memory_with(POINTER)
    memory.fork(1, 2)
    memory.store(writer, 0, 1, 9)

    other = HERE if writer == THERE else THERE
    assert moved(other.slot) == memory.peek(other)
    assert 9 == memory.peek(writer).data & 0xFF
    assert 1 == memory.pages_copied


def test_the_last_that_shares_a_frame_takes_it_over() -> None:
    memory = memory_with(POINTER)
    memory.fork(1, 2)
    memory.exit(1)

    assert moved(2) == memory.load_capability(THERE)
    assert (0, [1]) == (memory.pages_copied, references(memory))


def test_a_fork_of_a_fork_shares_one_frame_among_three() -> None:
    memory = memory_with(POINTER)
    memory.fork(1, 2)
    memory.fork(2, 3)

    assert [3] == references(memory)
    assert moved(3) == memory.load_capability(BEYOND)
    assert moved(2) == memory.peek(THERE)


def test_a_grandchild_outlives_both() -> None:
    memory = memory_with(POINTER)
    memory.fork(1, 2)
    memory.fork(2, 3)
    memory.exit(1)
    memory.exit(2)

    assert moved(3) == memory.load_capability(BEYOND)


def test_a_read_only_page_stays_so_in_the_child() -> None:
    memory = LazyMemory(CoPA(TOY_LAYOUT))
    memory.map(1, 0, PTE(writable=False))
    memory.fork(1, 2)

    with pytest.raises(faults.WriteProtected):
        memory.store(THERE, 0, 1, 1)
    assert PTE(writable=False) == memory.pte(2, 0)
    assert [2] == references(memory)


def test_an_unmapped_page_leaves_the_frame_to_those_that_share_it() -> None:
    memory = memory_with(DATUM)
    memory.fork(1, 2)
    memory.unmap(1, 0)

    assert ZERO == memory.peek(HERE)
    assert DATUM == memory.peek(THERE)
    with pytest.raises(faults.NotMapped):
        memory.load(HERE)


def test_a_frame_used_again_holds_zeros() -> None:
    memory = memory_with(DATUM)
    memory.exit(1)
    memory.map(2, 0, PTE())

    assert ZERO == memory.peek(THERE)


def test_naive_copy_on_write_hands_the_child_the_parent_s_pointer() -> None:
    memory = memory_with(POINTER, NaiveCoW)
    memory.fork(1, 2)

    assert POINTER == memory.load_capability(THERE)


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
@pytest.mark.parametrize(("writer", "other"), [(HERE, THERE), (THERE, HERE)])
def test_data_stored_after_a_fork_is_the_writers_alone(
    policy: type[Policy], writer: Location, other: Location
) -> None:
    memory = memory_with(DATUM, policy)
    memory.fork(1, 2)
    memory.store(writer, 0, 1, 9)

    assert DATUM == memory.load(other)


SHARED = 3
"""A page of the kernel's slot."""


def shared_memory() -> LazyMemory:
    """Page 0 of slot 1 shows a page of the kernel's."""
    memory = LazyMemory(CoPA(TOY_LAYOUT))
    memory.map(KERNEL_SLOT, SHARED, PTE())
    memory.map(1, 0, PTE(capability_store=False), shows=SHARED)
    return memory


def test_shared_memory_stays_shared_over_a_fork() -> None:
    memory = shared_memory()
    memory.fork(1, 2)
    memory.store(THERE, 0, 1, 9)

    assert 9 == memory.load(HERE).data == memory.peek(THERE).data
    assert SHARED == memory.shows(2, 0)
    assert (0, [1]) == (memory.pages_copied, references(memory))


def test_a_page_that_shows_another_has_no_frame_to_give_back() -> None:
    memory = shared_memory()
    memory.fork(1, 2)
    memory.unmap(1, 0)
    memory.exit(2)

    assert [1] == references(memory)
    assert [] == memory.populated(2)


@pytest.mark.parametrize("slot", [1, 2])
def test_a_shared_frame_that_is_made_writable_is_copied_all_the_same(slot: int) -> None:
    memory = memory_with(POINTER)
    memory.protect(1, 0, PTE(writable=False))
    memory.fork(1, 2)
    memory.protect(slot, 0, PTE())
    memory.store(Location(slot, 0, 0), 0, 1, 9)

    other = HERE if slot == 2 else THERE
    assert moved(other.slot) == memory.peek(other)
    assert 1 == memory.pages_copied


def test_a_protected_page_of_a_child_still_traps() -> None:
    memory = memory_with(POINTER)
    memory.fork(1, 2)
    memory.protect(2, 0, PTE(writable=False))

    assert moved(2) == memory.load_capability(THERE)
    with pytest.raises(faults.WriteProtected):
        memory.store(THERE, 0, 1, 9)


def test_a_page_of_its_own_gets_its_bits_at_once() -> None:
    memory = memory_with(DATUM)
    memory.protect(1, 0, PTE(writable=False))
    memory.protect(1, 0, PTE())

    assert PTE() == memory.pages.get(1, 0).pte == memory.pte(1, 0)
