"""Changed lines of the kernel about pipes and about locks on files."""

from properties.mutants.lines import Change

_PIPES = "model.kernel.calls.pipes"
_FILES = "model.kernel.calls.files"
_OPEN_FILES = "model.kernel.state.open_files"
_LOCKS = "model.kernel.calls.locks"

PIPE_LINES: tuple[Change, ...] = (
    Change(
        "pipes-turn-bytes-round",
        _PIPES,
        "file.content += content[:room]",
        "file.content += content[:room][::-1]",
    ),
    Change(
        "broken-pipes-send-no-signal",
        _PIPES,
        "send(kernel, process, Signal.PIPE)",
        "send(kernel, process, Signal.CHLD)",
    ),
    Change(
        "writing-ends-can-be-read",
        _FILES,
        "if not description.readable:",
        'if description.access == "none":',
    ),
    Change(
        "pipes-are-never-full",
        _PIPES,
        "fits = len(content) <= room",
        "fits = room >= 0",
    ),
    Change(
        "second-ends-are-not-limited",
        _PIPES,
        "writing = lowest_free(process, reading + 1)",
        "writing = reading + 1",
    ),
    Change(
        "pipes-waste-a-number",
        _PIPES,
        "writing = lowest_free(process, reading + 1)",
        "writing = lowest_free(process, reading + 2)",
    ),
    Change(
        "pipes-always-have-readers",
        _OPEN_FILES,
        "return any(opening.readable for opening in self.openings)",
        "return self.links == 0",
    ),
    Change(
        "pipes-keep-only-the-last-write",
        _PIPES,
        "file.content += content[:room]",
        "file.content[:] = content[:room]",
    ),
    Change(
        "the-end-comes-before-the-bytes",
        _PIPES,
        "return bytes(file.content[:size])",
        'return bytes(file.content[:size]) if file.has_writers else b""',
    ),
    Change(
        "getlk-sees-its-own-locks",
        _LOCKS,
        "return _conflict(description.file, process.pid, wanted.kind, part)",
        "return _conflict(description.file, 0, wanted.kind, part)",
    ),
    Change(
        "locks-are-all-for-writing",
        _LOCKS,
        "file.locks.append(RecordLock(process.pid, kind, *part))",
        'file.locks.append(RecordLock(process.pid, "w", *part))',
    ),
    Change(
        "waiting-requests-set-nothing",
        _LOCKS,
        'if kind != "u":',
        'if kind != "u" and not wait:',
    ),
    Change(
        "new-locks-swallow-the-front",
        _LOCKS,
        "if lock.start < start:",
        "if lock.start < 0:",
    ),
    Change(
        "readers-beside-writers",
        _LOCKS,
        'if lock.pid != pid and "w" in (kind, lock.kind) and _overlaps(lock, part)',
        'if lock.pid != pid and kind == "w" and _overlaps(lock, part)',
    ),
    Change(
        "unlocking-drops-the-rest",
        _LOCKS,
        "if end is not None and (lock.end is None or end < lock.end):",
        "if end is not None and lock.end is None:",
    ),
    Change(
        "locks-for-reading-stay",
        _LOCKS,
        "if lock.pid != pid or not _overlaps(lock, part):",
        'if lock.pid != pid or lock.kind == "r" or not _overlaps(lock, part):',
    ),
    Change(
        "locks-never-merged",
        _LOCKS,
        "if last is not None and last.kind == lock.kind and last.end == lock.start:",
        "if last is not None and last == lock:",
    ),
    Change(
        "setlk-waits",
        _LOCKS,
        "if not wait:",
        "if wait:",
    ),
    Change(
        "flock-locks-nothing",
        _LOCKS,
        "description.lock = wanted",
        "description.lock = None",
    ),
    Change(
        "flock-takes-any-kind",
        _LOCKS,
        'if kind == "invalid":',
        'if kind == "none":',
    ),
    Change(
        "unlocking-a-file-does-nothing",
        _LOCKS,
        'if wanted == "un" or (refused and no_wait):',
        "if refused and no_wait:",
    ),
    Change(
        "one-alone-beside-shared",
        _LOCKS,
        'refused = "ex" in others or (wanted == "ex" and "sh" in others)',
        'refused = "ex" in others',
    ),
    Change(
        "flock-belongs-to-the-process",
        _LOCKS,
        "others = [o.lock for o in description.file.openings if o is not description]",
        "mine = [entry.description for entry in process.descriptors.values()]; "
        "others = [o.lock for o in description.file.openings if o not in mine]",
    ),
)
"""The mutants."""
