import pytest

from model.isa.capability import null
from model.isa.faults import SyscallError
from model.isa.registers import REGISTERS
from model.kernel.calls import lifecycle
from model.kernel.calls.delivery import end
from model.kernel.calls.mappings import DATA
from model.memories.full_copy import FullCopyMemory
from model.memory.layout import LAYOUTS, MORELLO_LAYOUT, TOY_LAYOUT, Layout, Location
from model.memory.shared_authority import kernel_entry, otype_authority
from model.memory.tagged_memory import granule_of
from model.system import System, boot
from optimized.lazy_memory import LazyMemory
from optimized.policies.copa import CoPA


@pytest.fixture(params=["full-copy", "copa"])
def system(request: pytest.FixtureRequest) -> System:
    if request.param == "copa":
        return boot(LazyMemory(CoPA(TOY_LAYOUT)))
    return boot(FullCopyMemory(TOY_LAYOUT))


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_the_first_process_starts_with_its_memory_and_no_more(layout: Layout) -> None:
    registers = boot(FullCopyMemory(layout)).processes["a"].registers
    region, page = layout.region(1), layout.page_size

    assert (region.base, region.base + page) == (
        registers["pcc"].base,
        registers["pcc"].top,
    )
    assert (region.base + page, page) == (
        registers["csp"].base,
        registers["csp"].length,
    )
    assert region.base + 2 * page == registers["c1"].base
    assert otype_authority(layout) == registers["c2"]
    assert kernel_entry(layout) == registers["c3"]
    assert region == registers["c4"].bounds


def test_every_other_register_starts_as_null() -> None:
    registers = boot(FullCopyMemory(MORELLO_LAYOUT)).processes["a"].registers
    given = {"pcc", "csp", "c1", "c2", "c3", "c4"}

    rest = {registers[name] for name in REGISTERS if name not in given}
    assert {null(MORELLO_LAYOUT.format)} == rest
    assert set(REGISTERS) == registers.keys()


def test_the_kernel_is_entered_through_a_sealed_entry(system: System) -> None:
    entry = system.processes["a"].registers["c3"]

    assert entry.tag
    assert entry.is_sentry


def test_text_can_be_read_and_not_written(system: System) -> None:
    assert not system.memory.pte(1, 0).writable
    assert not system.processes["a"].registers["pcc"].has(DATA)


def test_parent_and_child_differ_in_the_result_of_fork(system: System) -> None:
    parent = system.processes["a"]
    child = lifecycle.fork(system.kernel, parent, "b")

    assert (2, 3) == (parent.pid, child.pid)
    assert 3 == parent.registers["c0"].address
    assert 0 == child.registers["c0"].address


def test_the_child_has_the_registers_at_their_place_in_its_region(
    system: System,
) -> None:
    parent = system.processes["a"]
    child = lifecycle.fork(system.kernel, parent, "b")
    distance = TOY_LAYOUT.displacement(parent.slot, child.slot)

    for name in ("pcc", "csp", "c1", "c4"):
        here, there = parent.registers[name], child.registers[name]
        assert here.base + distance == there.base
        assert here.length == there.length
    assert parent.registers["c3"] == child.registers["c3"]


def test_forks_of_forks_see_what_their_grandparent_stored(system: System) -> None:
    heap = system.processes["a"].registers["c1"]
    at = TOY_LAYOUT.locate(heap.base)
    system.memory.store_capability(at, granule_of(heap))
    child = lifecycle.fork(system.kernel, system.processes["a"], "b")
    end(system.kernel, system.processes["a"], 0)
    grandchild = lifecycle.fork(system.kernel, child, "c")

    there = Location(grandchild.slot, at.page, at.granule)
    expected = granule_of(grandchild.registers["c1"])
    assert expected == system.memory.load_capability(there)


def test_a_slot_is_given_again_and_starts_without_what_it_held(
    system: System,
) -> None:
    first = lifecycle.fork(system.kernel, system.processes["a"], "b")
    system.memory.store(Location(first.slot, 2, 0), 0, 1, 9)
    end(system.kernel, first, 0)
    again = lifecycle.fork(system.kernel, system.processes["a"], "c")

    assert first.slot == again.slot
    assert first.pid < again.pid
    assert 0 == system.memory.peek(Location(again.slot, 2, 0)).data


def test_without_a_free_slot_fork_fails_and_changes_nothing(system: System) -> None:
    for name in "bcde":
        lifecycle.fork(system.kernel, system.processes["a"], name)
    registers = dict(system.processes["a"].registers)

    with pytest.raises(SyscallError) as caught:
        lifecycle.fork(system.kernel, system.processes["a"], "f")

    assert "EAGAIN" == caught.value.errno
    assert registers == system.processes["a"].registers
    assert 6 == system.kernel.last_pid


def test_the_end_of_a_parent_is_not_the_end_of_its_child(system: System) -> None:
    child = lifecycle.fork(system.kernel, system.processes["a"], "b")
    end(system.kernel, system.processes["a"], 0)

    assert ["b"] == list(system.processes)
    assert [0, 1, 2] == list(system.memory.mapped_pages(child.slot))
    assert [] == list(system.memory.mapped_pages(1))
