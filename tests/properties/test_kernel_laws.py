"""The laws of the kernel, on what programs leave behind in every memory."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import product

import pytest

from model import language
from model import operations as ops
from model.isa.faults import SyscallError
from model.kernel.state.image import Image
from model.kernel.state.kernel import PID_MAX
from model.kernel.state.open_files import RegularFile
from model.kernel.state.supply import AT_START, Resource
from model.memory.layout import LAYOUTS, MORELLO_LAYOUT, TOY_LAYOUT
from model.memory.page_table import PTE
from model.outcomes import Failed, Number
from model.system import System, boot, step
from model.trace import difference, observe
from properties.laws.assumption import Unmet
from properties.laws.kernel import asking, beginning, failing, protocol
from properties.laws.kernel import bookkeeping as laws
from properties.machines.kernel_programs import (
    failure_after,
    points_of_failure,
    total_of,
)
from properties.machines.setups import FULL_COPY, SEPARATE, Setup, placement_of
from properties.mutants import MUTANTS
from properties.mutants.changing import in_force
from properties.mutants.mutant import Mutant, Program
from properties.programs.generation import can_run
from tests.properties.made_up import LENGTH, made_up

POLICIES = (SEPARATE, FULL_COPY, "copa")

policies = pytest.mark.parametrize("policy", POLICIES)

Check = Callable[[System, ops.Operation], None]


def run(system: System, *lines: str) -> None:
    for line in lines:
        operation = language.parse(line)
        assert operation is not None
        step(system, operation)


def calls(system: System, number: int, length: int = LENGTH) -> Iterator[ops.Call]:
    """A random program on a system; it stops before every system call."""
    for operation in made_up(system, number, length):
        if isinstance(operation, ops.Call):
            yield operation
        else:
            step(system, operation)


def supplied(policy: str, pages: int | None = None) -> System:
    """A fresh system in which so many pages are left."""
    system = Setup(policy).boot()
    if pages is not None:
        system.kernel.supply.left[Resource.PAGE] = pages
    return system


@pytest.mark.parametrize("placement", ["lowest", "random:1", "random:2"])
def test_a_slot_that_is_chosen_is_free(placement: str) -> None:
    """With nothing taken, with all but one, and with all."""
    users, place = list(TOY_LAYOUT.user_slots), placement_of(placement)
    for pid, free in enumerate(users):
        others = [slot for slot in users if slot != free]
        for taken in ([], others, users, users[: pid + 1], users[pid:]):
            laws.a_slot_that_is_chosen_is_free(place, TOY_LAYOUT, taken, pid)


def keep_books(programs: int, policy: str, pages: int | None = None) -> None:
    """Check the invariants after every system call."""
    for number in range(programs):
        system = supplied(policy, pages)
        total = total_of(system)
        for call in calls(system, number):
            step(system, call)
            for law in laws.INVARIANTS:
                law(system)
            laws.supply_is_accounted_for(system, total)


@pytest.mark.parametrize("heap_pages", [4, 1, 1000])
@pytest.mark.parametrize("form", LAYOUTS)
@policies
def test_the_first_process_begins_as_it_is_said(
    policy: str, form: str, heap_pages: int
) -> None:
    system = boot(Setup(policy, format=form).memory(), Image(heap=heap_pages))
    beginning.the_first_process_has_what_it_is_given(system)
    beginning.text_is_executed_and_all_else_is_written(system)
    beginning.all_that_is_gone_at_the_start_is_used(system)


@pytest.mark.parametrize("pages", [None, 7])
@policies
def test_the_books_are_kept(policy: str, pages: int | None) -> None:
    keep_books(25, policy, pages)


def fail_without_a_trace(programs: int, policy: str, pages: int | None) -> int:
    """Check every call of many programs; how many failed."""
    failed = 0
    for number in range(programs):
        system = supplied(policy, pages)
        for call in calls(system, number):
            try:
                failing.a_call_that_fails_changes_nothing(system, call)
            except Unmet:
                continue
            failed += 1
    return failed


@pytest.mark.parametrize("pages", [None, 3])
@policies
def test_a_call_that_fails_changes_nothing(policy: str, pages: int | None) -> None:
    assert fail_without_a_trace(25, policy, pages) > 100


@policies
def test_a_call_never_faults(policy: str) -> None:
    for number in range(25):
        system = supplied(policy)
        for call in calls(system, number):
            failing.a_call_never_faults(system, call)


POWERS = (0, 7, 12, 13, 16, 20, 30, 40, 63, 64, 80)
"""Lengths next to these powers of two are in every room that there is, or in none."""

MAPPINGS = ("mmap c5 {} rw", "mmap c5 {} r shared", "mmapat c6 c1 {} rw")


@pytest.mark.parametrize("form", LAYOUTS)
@policies
def test_a_mapping_has_the_bytes_that_were_asked_for(policy: str, form: str) -> None:
    setup = Setup(policy, format=form)
    for power, more, line in product(POWERS, (-1, 0, 1), MAPPINGS):
        call = language.parse("a " + line.format((1 << power) + more))
        assert isinstance(call, ops.Call)
        with suppress(Unmet):
            asking.a_mapping_has_the_bytes_that_were_asked_for(setup.boot(), call)


@pytest.mark.parametrize("form", LAYOUTS)
@policies
def test_a_mapping_is_as_low_as_it_fits(policy: str, form: str) -> None:
    """Of a process that has given up some of its first pages, one after the other."""
    setup, met = Setup(policy, format=form), 0
    page = 1 << LAYOUTS[form].page_bits
    for left, length in product(range(4), (1, page, 2 * page, 3 * page)):
        system = setup.boot()
        for line in ("a munmap pcc", f"a mmap c5 {page} rw", "a munmap c2")[:left]:
            operation = language.parse(line)
            assert operation is not None
            step(system, operation)
        call = language.parse(f"a mmap c6 {length} rw")
        assert isinstance(call, ops.Call)
        with suppress(Unmet):
            asking.a_mapping_is_as_low_as_it_fits(system, call)
            met += 1
    assert met > 1


@policies
def test_a_name_is_given_once(policy: str) -> None:
    met = 0
    for number in range(10):
        system = supplied(policy)
        for call in calls(system, number):
            step(system, call)
        names = [*system.kernel.processes, *system.kernel.zombies]
        for forking, name in product(list(system.processes), names):
            with suppress(Unmet):
                asking.a_name_is_given_once(system, ops.Fork(forking, name))
                met += 1
    assert met > 20


@pytest.mark.parametrize(
    "line", ["load c5 c1-1 1", "load c5 c1+0x7fff 8", "store c1-16 8 1"]
)
@policies
def test_a_fault_of_bounds_names_the_access(policy: str, line: str) -> None:
    access = language.parse(f"a {line}")
    assert isinstance(access, ops.LoadData | ops.StoreData)
    asking.a_fault_of_bounds_names_the_access_and_the_bounds(supplied(policy), access)


@pytest.mark.parametrize(
    "lines",
    [
        ("a open f rw+creat+append", "a ftruncate 0 4096", "a write 0 c1 8"),
        ("a open f rw+creat", "a mmapfile c5 8192 rw shared 0", "a ftruncate 0 8192"),
        (
            *("a open f rw+creat", "a mmapfile c5 16384 rw shared 0"),
            *("a lseek 0 12288 set", "a write 0 c1 8"),
        ),
        ("a mmap c5 4096 rw shared", "a mmapat c6 c5 12288 rw"),
        (
            *("a open f rw+creat", "a ftruncate 0 65536", "a mmap c5 16384 rw"),
            "a mmapfile c6 16384 rw private 0 0 c5",
        ),
        (
            *("a open f rw+creat", "a ftruncate 0 4096"),
            "a mmapfile c5 4096 r private 0",
        ),
    ],
    ids=lambda lines: lines[-1],
)
def test_a_call_for_which_there_are_no_pages_changes_nothing(
    lines: tuple[str, ...],
) -> None:
    system = supplied(FULL_COPY)
    run(system, *lines[:-1])
    system.kernel.supply.left[Resource.PAGE] = 0
    call = language.parse(lines[-1])
    assert isinstance(call, ops.Call)

    failing.a_call_that_fails_changes_nothing(system, call)


@policies
def test_a_lock_that_has_to_be_waited_for_changes_nothing(policy: str) -> None:
    system = supplied(policy)
    run(system, "a open f rw+creat", "a open f rw", "a flock 0 sh", "a flock 1 sh")
    call = language.parse("a flock 0 ex")
    assert isinstance(call, ops.Call)

    failing.a_call_that_fails_changes_nothing(system, call)


@policies
def test_files_that_grow_under_mappings_have_the_pages_that_they_need(
    policy: str,
) -> None:
    system = supplied(policy)
    total = total_of(system)
    for line in (
        *("a open f rw+creat", "a mmapfile c5 16384 rw shared 0", "a ftruncate 0 5"),
        *("a ftruncate 0 9000", "a ftruncate 0 100", "a ftruncate 0 12288"),
    ):
        run(system, line)
        laws.files_are_counted(system)
        laws.supply_is_accounted_for(system, total)
        mapped = system.memory.mapped_pages(system.processes["a"].slot)
        file = system.kernel.names["f"]
        assert isinstance(file, RegularFile)
        assert len(list(mapped)) == 6 + len(file.pages)


@policies
def test_a_first_fork_can_fail_at_nine_points(policy: str) -> None:
    system = supplied(policy)

    assert 9 == points_of_failure(system, "a")
    assert "child" in system.processes


@policies
def test_a_fork_fails_at_every_point_in_turn_and_changes_nothing(policy: str) -> None:
    forked = 0
    for number in range(30):
        system = supplied(policy)
        for call in calls(system, number):
            step(system, call)
        running = [p for p in system.processes.values() if can_run(p)]
        for process in running[:2]:
            private = [
                use
                for use in process.pages.values()
                if use.is_private and use.inheritance != "none"
            ]
            points = points_of_failure(system, process.name)
            if "child" in system.processes:
                assert 3 + len(private) == points
                forked += 1
                run(system, "child exit", f"{process.name} waitpid child nohang")
    assert forked > 15


@pytest.mark.parametrize("last", [0, 3, PID_MAX - 3, PID_MAX - 1])
def test_pids_are_given_in_turn(last: int) -> None:
    given = 0
    for number in range(20):
        system = supplied(FULL_COPY)
        for call in calls(system, number, LENGTH // 2):
            step(system, call)
        system.kernel.last_pid = last or system.kernel.last_pid
        for process in list(system.processes)[:2]:
            try:
                failing.pids_are_given_in_turn(system, process, f"child-of-{process}")
            except Unmet:
                continue
            given += 1
    assert given > 10


def test_a_fork_that_fails_for_good_changes_nothing() -> None:
    system = supplied(FULL_COPY, pages=5)
    before = observe(system)

    assert Failed("ENOMEM") == step(system, ops.Fork("a", "b"))
    assert "" == difference(observe(system), before)


BOOKS = [
    (mutant, by)
    for mutant in MUTANTS.values()
    for by in mutant.killed_by
    if isinstance(by, Program)
]


@pytest.mark.parametrize(("mutant", "by"), BOOKS, ids=[m.id for m, _ in BOOKS])
@policies
def test_books_that_are_not_kept_are_caught_by_their_law(
    policy: str, mutant: Mutant, by: Program
) -> None:
    assert failure_after(by, policy) is None

    with in_force(mutant):
        assert failure_after(by, policy) is not None


DIFFERENCES = {
    "a lseek 0 1 set": "description 0, offset: 1, not 0",
    "a dup 0": "process a, descriptor 1: .*, not nothing",
    "a setfd 0 cloexec": "process a, descriptor 0, cloexec: ",
    "a setlk 0 w 0 4": "file 0, locks",
    "a ftruncate 0 3": "file 0, size: 3, not 0",
    "a sigmask block USR1": "process a, signals, mask: 1024, not 0",
    "a sigaction USR2 pcc": "process a, signals, 12",
    "a set nice 1": "process a, attributes, nice: 1, not 0",
    "a semopen s 1": "process a, semaphore s",
    "a mmap c5 1 rw": "process a, use of page 6",
    "a minherit c1 none": "process a, use of page 2, inheritance: ",
    "a kill b TERM": "process b: nothing, not ",
    "a unlink f": "names, f",
}


@pytest.mark.parametrize(("line", "where"), DIFFERENCES.items())
def test_kernels_that_differ_are_told_apart(line: str, where: str) -> None:
    one, other = supplied(FULL_COPY), supplied(SEPARATE)
    for system in (one, other):
        run(system, "a open f rw+creat", "a sigaction USR2 pcc+16", "a fork b")
    laws.kernels_agree(one, other)
    run(one, line)

    with pytest.raises(AssertionError, match=where):
        laws.kernels_agree(one, other)


def test_an_observation_of_a_system_does_not_change_with_it() -> None:
    system = supplied("copa")
    run(system, "a open f rw+creat", "a storecap c1 c1")
    before = observe(system)
    assert "" == difference(before, observe(system))

    assert Number(8) == step(system, ops.Write("a", 0, ("c1", 64), 8))
    assert "" != difference(before, observe(system))


def test_a_supply_can_refuse_one_taking_of_many() -> None:
    supply = failing.Refusing(spared=2)
    supply.take(Resource.PROCESS)
    supply.take(Resource.PAGE)

    with pytest.raises(SyscallError):
        supply.take(Resource.PAGE)

    assert AT_START[Resource.PAGE] - 1 == supply.left[Resource.PAGE]


def test_the_kernel_keeps_to_the_protocol() -> None:
    for number in range(40):
        system = boot(protocol.StrictMemory(MORELLO_LAYOUT))
        for operation in made_up(system, number):
            protocol.the_kernel_keeps_to_the_protocol(system, operation)


def test_what_the_protocol_does_not_allow_is_told() -> None:
    memory = protocol.StrictMemory(MORELLO_LAYOUT)
    memory.map(1, 0, PTE())
    memory.map(0, 7, PTE())
    memory.map(1, 1, PTE(), 7)
    refused: list[Callable[[], None]] = [
        lambda: memory.map(1, 0, PTE()),
        lambda: memory.map(1, 2, PTE(), 8),
        lambda: memory.map(0, 8, PTE(), 7),
        lambda: memory.protect(2, 0, PTE()),
        lambda: memory.unmap(0, 7),
        lambda: memory.fork(0, 3),
        lambda: memory.fork(2, 1),
    ]
    for act in refused:
        with pytest.raises(AssertionError):
            act()
