"""Changed lines of the kernel about processes: who they are and what they inherit.

Each breaks one rule of POSIX, and the examples that show the rule must notice.
"""

from properties.mutants.lines import Change
from properties.mutants.posix_mappings import MAPPING_LINES
from properties.mutants.posix_signals import SIGNAL_LINES

ATTRIBUTES = "model.kernel.state.attributes"
DELIVERY = "model.kernel.calls.delivery"
DESCRIPTORS = "model.kernel.calls.descriptors"
KERNEL = "model.kernel.state.kernel"
LIFECYCLE = "model.kernel.calls.lifecycle"
SYSCALLS = "model.syscalls"


def _inherited(name: str, attribute: str) -> Change:
    """An attribute that the child should not have from its parent, and has."""
    member = f"Attribute.{attribute}"
    return Change(
        name,
        ATTRIBUTES,
        "return attributes | IN_CHILD",
        f"return attributes | IN_CHILD | {{{member}: attributes[{member}]}}",
    )


_FORKS = (
    Change(
        "child-does-not-run",
        LIFECYCLE,
        "semaphores=dict(parent.semaphores),",
        "semaphores=dict(parent.semaphores), stopped=True,",
    ),
    Change(
        "child-has-its-parents-pid",
        LIFECYCLE,
        "kernel.next_pid(),",
        "parent.pid,",
    ),
    Change(
        "child-is-told-its-pid",
        LIFECYCLE,
        "child.registers[RETURN_REGISTER] = integer(form, 0)",
        "child.registers[RETURN_REGISTER] = integer(form, child.pid)",
    ),
    Change(
        "parent-is-told-its-own-parent",
        SYSCALLS,
        "return lifecycle.fork(kernel, process, op.child).pid",
        "return lifecycle.fork(kernel, process, op.child).parent",
    ),
    Change(
        "fork-returns-the-slot",
        SYSCALLS,
        "return lifecycle.fork(kernel, process, op.child).pid",
        "return lifecycle.fork(kernel, process, op.child).slot",
    ),
    Change(
        "parent-of-the-parent",
        LIFECYCLE,
        "parent=parent.pid,",
        "parent=parent.parent,",
    ),
    Change(
        "parent-is-the-group",
        LIFECYCLE,
        "parent=parent.pid,",
        "parent=parent.group,",
    ),
    Change(
        "orphans-of-nobody",
        DELIVERY,
        "child.parent = INIT_PID",
        "child.parent = 0",
    ),
    Change(
        "lowest-free-pid",
        KERNEL,
        "pid = self.last_pid + 1",
        "pid = 2",
    ),
    Change(
        "pid-of-a-group",
        KERNEL,
        "used = {p.pid for p in self.everyone()} | {p.group for p in self.everyone()}",
        "used, self.last_pid = {p.pid for p in self.everyone()}, 1",
    ),
    Change(
        "one-process-too-many",
        LIFECYCLE,
        "if processes >= parent.attributes[Attribute.PROCESSES_MAX]:",
        "if processes > parent.attributes[Attribute.PROCESSES_MAX]:",
    ),
    Change(
        "fork-promises-no-pages",
        LIFECYCLE,
        "for _ in page_mapping.private_pages(parent):",
        "for _ in ():",
    ),
    Change(
        "registers-not-relocated",
        LIFECYCLE,
        "{register: passed_on(capability) for register, capability in registers},",
        "dict(registers),",
    ),
    Change(
        "pointers-not-relocated",
        "model.memories.full_copy",
        "return lambda granule: relocate_granule(self.layout, granule, parent, child)",
        "return lambda granule: granule",
    ),
    Change(
        "parent-stores-to-shared-frames",
        "optimized.policies",
        "return attrs.evolve(entry, pte=attrs.evolve(entry.pte, writable=False))",
        "return entry",
    ),
    Change(
        "wait-tells-the-waiter",
        "model.kernel.calls.waiting",
        "return child.pid, status or 0",
        "return process.pid, status or 0",
    ),
)
"""Who is who, and whose memory is whose."""

_INHERITANCE = (
    Change(
        "no-descriptors-for-the-child",
        DESCRIPTORS,
        "return dict(parent.descriptors)",
        "return {}",
    ),
    Change(
        "descriptor-table-shared",
        DESCRIPTORS,
        "return dict(parent.descriptors)",
        "return parent.descriptors",
    ),
    Change(
        "descriptions-apart",
        DESCRIPTORS,
        "return dict(parent.descriptors)",
        "return {number: attrs.evolve(entry, description=attrs.evolve("
        "entry.description)) for number, entry in parent.descriptors.items()}",
    ),
    Change(
        "reads-start-over",
        "model.kernel.calls.files",
        "description.offset += len(content)",
        "description.offset = len(content)",
    ),
    Change(
        "one-descriptor-too-many",
        DESCRIPTORS,
        "if number >= process.attributes[Attribute.OPEN_MAX]:",
        "if number > process.attributes[Attribute.OPEN_MAX]:",
    ),
    Change(
        "parents-locks-are-the-childs",
        "model.kernel.calls.locks",
        'if kind != "u" and (found := _conflict(file, process.pid, kind, part)):',
        'if kind != "u" and (found := _conflict(file, process.parent, kind, part)):',
    ),
    Change(
        "semaphores-closed-in-the-child",
        LIFECYCLE,
        "semaphores=dict(parent.semaphores),",
        "semaphores={},",
    ),
    Change(
        "all-attributes-inherited",
        ATTRIBUTES,
        "return attributes | IN_CHILD",
        "return attributes",
    ),
    _inherited("alarm-inherited", "ALARM"),
    _inherited("interval-timer-inherited", "INTERVAL_TIMER"),
    _inherited("memory-locks-inherited", "MEMORY_LOCKS"),
    _inherited("processor-clock-inherited", "CPU_CLOCK"),
    _inherited("semaphore-undo-inherited", "SEMADJ"),
    _inherited("threads-inherited", "THREADS"),
    _inherited("timers-inherited", "TIMERS"),
    _inherited("times-inherited", "TIMES"),
)
"""What a child has from its parent besides memory."""

PROCESS_LINES: tuple[Change, ...] = (
    *_FORKS,
    *_INHERITANCE,
    *SIGNAL_LINES,
    *MAPPING_LINES,
)
"""The mutants."""
