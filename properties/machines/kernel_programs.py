"""Programs after which a law of the kernel's state is checked, to kill its mutants."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from model import language
from model import operations as ops
from model.kernel.state.kernel import PID_MAX
from model.kernel.state.supply import Resource
from model.memory.layout import MORELLO_LAYOUT
from model.system import System, boot, step
from optimized.lazy_memory import LazyMemory
from properties.laws import confinement
from properties.laws.assumption import Unmet
from properties.laws.kernel import (
    allocating,
    asking,
    beginning,
    bookkeeping,
    crossing,
    executing_fates,
    failing,
    fates,
    images,
    lending,
    looking,
    protocol,
    remapping,
    revoking,
    signalled,
    transfers,
    words,
)
from properties.laws.memory import metering, shared_tables
from properties.machines.setups import FULL_COPY, Setup
from properties.mutants.mutant import Program

FAILED_FORK: Final = failing.a_fork_that_fails_changes_nothing.__name__
FAILED_CALL: Final = failing.a_call_that_fails_changes_nothing.__name__
LAST: Final[Mapping[str, Callable[..., None]]] = {
    law.__name__: law
    for law in (
        asking.a_fault_of_bounds_names_the_access_and_the_bounds,
        asking.a_mapping_has_the_bytes_that_were_asked_for,
        asking.a_mapping_is_as_low_as_it_fits,
        asking.a_name_is_given_once,
        crossing.a_child_finds_its_parents_memory_and_no_other,
        crossing.a_read_puts_what_there_was_where_its_process_finds_it,
        crossing.a_status_is_stored_where_its_process_finds_it,
        crossing.a_write_takes_what_its_process_finds,
        crossing.memory_that_is_new_holds_zeros,
        failing.a_call_never_faults,
        failing.a_call_that_fails_changes_nothing,
        failing.a_size_out_of_range_is_refused,
        failing.who_does_not_run_does_nothing,
        looking.an_instruction_changes_no_more_than_its_reach,
        protocol.the_kernel_keeps_to_the_protocol,
        revoking.a_revocation_leaves_no_way_in,
        remapping.what_is_not_needed_is_as_new,
        remapping.what_is_inherited_shared_holds_what_it_held,
        remapping.what_is_remapped_is_what_was_there,
        signalled.a_signal_that_becomes_ignored_is_dropped,
        signalled.a_signal_reaches_whom_it_is_sent_to,
        signalled.a_stopped_process_gets_only_what_ends_or_continues_it,
        signalled.the_lowest_signal_acts_first,
        transfers.a_new_descriptor_has_the_flag_that_was_asked,
        transfers.at_the_end_of_a_file_nothing_is_read,
        transfers.an_offset_goes_where_it_is_asked_to,
        transfers.a_message_is_received_whole_or_not_at_all,
        transfers.what_is_cut_off_comes_back_as_zeros,
    )
}
"""The laws of one operation, which are checked of the last line."""

OF_TABLES: Final[Mapping[str, Callable[[LazyMemory], None]]] = {
    law.__name__: law
    for law in (
        shared_tables.a_directory_without_a_slot_is_empty,
        shared_tables.tables_are_counted_and_barred,
    )
}
"""The laws of a memory with shared page tables."""

PROTOCOL: Final = protocol.the_kernel_keeps_to_the_protocol.__name__
WHOLE: Final[Mapping[str, Callable[[System, Sequence[ops.Operation]], None]]] = {
    allocating.allocations_are_as_c_says.__name__: allocating.allocations_are_as_c_says
}
"""The laws that run a program themselves."""

FORKING: Final[Mapping[str, Callable[[System, str, str], None]]] = {
    law.__name__: law
    for law in (
        fates.one_more_fork_hands_down_all,
        executing_fates.one_more_exec_keeps_all,
        lending.one_more_vfork_lends_all,
        images.a_fork_copies_at_once_only_what_a_child_needs,
        failing.pids_are_given_in_turn,
    )
}
"""The laws of one more fork."""

SUPPLY: Final = bookkeeping.supply_is_accounted_for.__name__


def failure_after(by: Program, policy: str = FULL_COPY) -> str | None:
    """How the law fails after the program; None if it holds.

    The law of failed forks is checked of a fork at every point at which it can fail,
    and the law of failed calls with no page left.
    """
    if by.law == PROTOCOL:
        system = boot(protocol.StrictMemory(MORELLO_LAYOUT))
    else:
        system = Setup(by.policy or policy, image=by.image).boot(metered=True)
    system.kernel.last_pid = PID_MAX - 1
    lines = language.parse_program("\n".join(by.lines))
    program = [operation for _, operation in lines]
    try:
        _check(by.law, system, program)
    except AssertionError as broken:
        return str(broken) or by.law
    return None


def _check(law: str, system: System, program: Sequence[ops.Operation]) -> None:
    """Run a program, and check the law: of all of it, of its last line, or after it."""
    *first, last = program
    total = total_of(system)
    if law in WHOLE:
        WHOLE[law](system, program)
        return
    _run(system, *first)
    if law == FAILED_CALL:
        system.kernel.supply.left[Resource.PAGE] = 0
    if law in LAST:
        LAST[law](system, last)
        return
    _run(system, last)
    if law == FAILED_FORK:
        points_of_failure(system, "a")
    elif law in FORKING:
        FORKING[law](system, "a", "child")
    elif law in OF_TABLES:
        memory = system.memory
        assert isinstance(memory, LazyMemory)
        OF_TABLES[law](memory)
    elif law == SUPPLY:
        bookkeeping.supply_is_accounted_for(system, total)
    else:
        _named(law)(system)


def _named(law: str) -> Callable[[System], None]:
    """A law of systems by name."""
    rooms = (
        *(bookkeeping, beginning, confinement, failing, images, looking),
        *(metering, words),
    )
    known = {name: each for room in rooms for name, each in vars(room).items()}
    found: Callable[[System], None] = known[law]
    return found


def _run(system: System, *operations: ops.Operation) -> None:
    """Run operations."""
    for operation in operations:
        step(system, operation)


def total_of(system: System) -> Mapping[Resource, int]:
    """How much there is of everything, used or not."""
    left, used = system.kernel.supply.left, bookkeeping.in_use(system)
    return {resource: left[resource] + used[resource] for resource in used}


def points_of_failure(system: System, name: str) -> int:
    """At how many points a fork fails: each is tried, until the fork succeeds."""
    point = 0
    while "child" not in system.processes:
        try:
            failing.a_fork_that_fails_changes_nothing(system, name, "child", point)
        except Unmet:
            break
        point += 1
    return point
