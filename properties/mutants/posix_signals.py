"""Changed lines of the kernel about signals, and the ends they bring."""

from properties.mutants.lines import Change

DELIVERY = "model.kernel.calls.delivery"
KERNEL = "model.kernel.state.kernel"
SIGNALS = "model.kernel.calls.signals"

SIGNAL_LINES: tuple[Change, ...] = (
    Change(
        "handlers-stay-behind",
        SIGNALS,
        "signal: passed_on(action) if isinstance(action, Capability) else action",
        "signal: action",
    ),
    Change(
        "pending-inherited",
        SIGNALS,
        "mask=signals.mask,",
        "mask=signals.mask, pending=signals.pending,",
    ),
    Change(
        "KILL-can-be-ignored",
        SIGNALS,
        "if signal in UNSTOPPABLE or signal == 0:",
        "if signal == 0:",
    ),
    Change(
        "deaths-look-like-exits",
        "model.kernel.state.signal_numbers",
        "return signal",
        "return exited(signal)",
    ),
    Change(
        "every-death-is-of-TERM",
        "model.kernel.state.signal_numbers",
        "return signal",
        "return Signal.TERM",
    ),
    Change(
        "signal-0-is-sent",
        DELIVERY,
        "if signal and target.status is None:",
        "if target.status is None:",
    ),
    Change(
        "nobody-is-no-error",
        DELIVERY,
        'raise SyscallError("ESRCH")',
        "return",
    ),
    Change(
        "any-signal-number-will-do",
        DELIVERY,
        "if signal == NO_SIGNAL:",
        "if signal is None:",
    ),
    Change(
        "zombies-stay",
        DELIVERY,
        "del kernel.zombies[process.name]",
        "kernel.zombies[process.name] = process",
    ),
    Change(
        "kill-reaches-the-younger",
        KERNEL,
        "return [p for p in among if p.pid == pid]",
        "return [p for p in among if p.pid >= pid]",
    ),
    Change(
        "group-is-everyone",
        KERNEL,
        "return [p for p in among if p.group == process.group]",
        "return list(among)",
    ),
    Change(
        "group-is-the-caller",
        KERNEL,
        "return [p for p in among if p.group == process.group]",
        "return [process]",
    ),
    Change(
        "group-is-its-leader",
        KERNEL,
        "return [p for p in among if p.group == pid]",
        "return [p for p in among if p.pid == pid]",
    ),
    Change(
        "handlers-not-called",
        DELIVERY,
        "process.signals.caught |= bit(signal)",
        "pass",
    ),
    Change(
        "signals-delivered-late",
        DELIVERY,
        "deliver(kernel, target)",
        "pass",
    ),
    Change(
        "unblocking-delivers-nothing",
        DELIVERY,
        "deliver(kernel, process)",
        "pass",
    ),
    Change(
        "masks-hold-nothing-back",
        DELIVERY,
        "held = ~bit(Signal.KILL) if process.stopped else signals.mask",
        "held = ~bit(Signal.KILL) if process.stopped else 0",
    ),
    Change(
        "all-blocked-are-pending",
        DELIVERY,
        "signals.pending |= bit(signal)",
        "signals.pending |= bit(signal) | signals.mask",
    ),
    Change(
        "pending-is-forgotten",
        DELIVERY,
        "signals.pending |= bit(signal)",
        "signals.pending = bit(signal)",
    ),
)
"""The mutants."""
