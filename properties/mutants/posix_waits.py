"""Changed lines of the kernel about waiting for children, and what they are told."""

from properties.mutants.lines import Change

_SIGNAL_NUMBERS = "model.kernel.state.signal_numbers"
_WAITING = "model.kernel.calls.waiting"
_KERNEL = "model.kernel.state.kernel"
_DELIVERY = "model.kernel.calls.delivery"
_LIFECYCLE = "model.kernel.calls.lifecycle"
_SYSCALLS = "model.syscalls"

WAIT_LINES: tuple[Change, ...] = (
    Change(
        "exit-keeps-sixteen-bits",
        _SIGNAL_NUMBERS,
        "return (code & 0xFF) << 8",
        "return (code & 0xFFFF) << 8",
    ),
    Change(
        "exit-status-not-shifted",
        _SIGNAL_NUMBERS,
        "return (code & 0xFF) << 8",
        "return code & 0xFF",
    ),
    Change(
        "deaths-told-as-exits",
        _SIGNAL_NUMBERS,
        "return signal",
        "return exited(signal)",
    ),
    Change(
        "waiting-for-nobody-blocks",
        _WAITING,
        'raise SyscallError("ECHILD")',
        "raise WouldBlock",
    ),
    Change(
        "nobody-is-like-nobody-yet",
        _WAITING,
        'raise SyscallError("ECHILD")',
        "return None",
    ),
    Change(
        "waits-do-not-wait",
        _WAITING,
        "raise WouldBlock",
        "return None",
    ),
    Change(
        "any-child-will-do-for-a-stranger",
        _WAITING,
        "if not children:",
        "if not any(p.parent == process.pid for p in kernel.everyone()):",
    ),
    Change(
        "any-child-will-do",
        _KERNEL,
        "return [p for p in among if p.pid == pid]",
        "return list(among)",
    ),
    Change(
        "waitid-overlooks-exits",
        _WAITING,
        'return "exited" in options',
        'return "stopped" in options',
    ),
    Change(
        "waitid-for-nothing",
        _WAITING,
        'if "invalid" in options or not options & STATES:',
        'if "invalid" in options:',
    ),
    Change(
        "nohang-is-ignored",
        _WAITING,
        'if "nohang" in options:',
        'if "nohang" in STATES:',
    ),
    Change(
        "nohang-is-ignored-for-any",
        _WAITING,
        'if "nohang" in options:',
        'if "nohang" in options and which != "any":',
    ),
    Change(
        "nohang-never-tells",
        _WAITING,
        "told = [child for child in children if _has_news(child, options)]",
        'told = [c for c in children if _has_news(c, options) and "nohang" not '
        "in options]",
    ),
    Change(
        "groups-taken-for-pids",
        _KERNEL,
        "return [p for p in among if p.group == pid]",
        "return [p for p in among if pid in (p.pid, p.group)]",
    ),
    Change(
        "nowait-is-ignored",
        _WAITING,
        'if "nowait" not in options:',
        'if "nowait" not in STATES:',
    ),
    Change(
        "zombies-stay-when-waited-for",
        _WAITING,
        "reap(kernel, child)",
        "child.news = None",
    ),
    Change(
        "waiting-for-foreign-processes",
        _WAITING,
        "children = [p for p in kernel.everyone() if p.parent == process.pid]",
        "children = list(kernel.everyone())",
    ),
    Change(
        "grandchildren-are-told-of",
        _WAITING,
        "children = [p for p in kernel.everyone() if p.parent == process.pid]",
        "children = [p for p in kernel.everyone() if p.pid > process.pid]",
    ),
    Change(
        "the-least-number-is-a-group",
        _WAITING,
        'if which == "least":',
        'if which == "most":',
    ),
    Change(
        "any-means-nobody",
        _WAITING,
        'return children if which == "any" else kernel.meant(process, which, children)',
        "return kernel.meant(process, which, children)",
    ),
    Change(
        "untraced-is-ignored",
        _WAITING,
        'stopped = {"stopped"} if "untraced" in options else set()',
        'stopped = {"stopped"} & options',
    ),
    Change(
        "the-own-group-is-any",
        _KERNEL,
        "return [p for p in among if p.group == process.group]",
        "return list(among)",
    ),
    Change(
        "going-on-is-not-told",
        _DELIVERY,
        "_tell_parent(kernel, process, CONTINUED)",
        "process.news = None",
    ),
    Change(
        "the-next-signal-is-delivered",
        _DELIVERY,
        "signal = (ready & -ready).bit_length() - 1",
        "signal = (ready & -ready).bit_length()",
    ),
    Change(
        "sigkill-can-be-blocked",
        _DELIVERY,
        "signals.mask = changed[how] & ~sum(bit(signal) for signal in UNSTOPPABLE)",
        "signals.mask = changed[how]",
    ),
    Change(
        "forks-leave-the-group",
        _LIFECYCLE,
        "group=parent.group,",
        "group=kernel.next_pid(),",
    ),
    Change(
        "nobody-joins-a-group",
        _SYSCALLS,
        "process.group = leader.pid",
        "process.group = leader.group",
    ),
)
"""The mutants."""
