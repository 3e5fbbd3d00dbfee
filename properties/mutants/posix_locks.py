"""Mutants of record locks and of flock."""

from properties.mutants.mutant import Area, Assertion, Edit, Mutant

MUTANTS = (
    Mutant(
        "getlk-sees-its-own-locks",
        Area.POSIX,
        "F_GETLK tells of locks of the caller",
        Edit(
            "model.kernel.calls.locks:get_lock",
            "_conflict(description.file, process.pid, wanted.kind, part)",
            "_conflict(description.file, 0, wanted.kind, part)",
        ),
        (Assertion("ltp/fcntl05"),),
    ),
    Mutant(
        "locks-are-all-for-writing",
        Area.POSIX,
        "every record lock is for writing",
        Edit(
            "model.kernel.calls.locks:set_lock",
            "RecordLock(process.pid, kind, *part)",
            "RecordLock(process.pid, LockKind.WRITE, *part)",
        ),
        (Assertion("ltp/fcntl09"),),
    ),
    Mutant(
        "waiting-requests-set-nothing",
        Area.POSIX,
        "F_SETLKW sets no lock",
        Edit(
            "model.kernel.calls.locks:set_lock",
            "if is_lock:",
            "if is_lock and not wait:",
        ),
        (Assertion("ltp/fcntl10"),),
    ),
    Mutant(
        "new-locks-swallow-the-front",
        Area.POSIX,
        "a new lock replaces the front of the one that it overlaps",
        Edit(
            "model.kernel.calls.locks:_without", "lock.start < start", "lock.start < 0"
        ),
        (Assertion("ltp/fcntl11"),),
    ),
    Mutant(
        "readers-beside-writers",
        Area.POSIX,
        "a lock for reading is given beside one for writing",
        Edit(
            "model.kernel.calls.locks:_conflict",
            "LockKind.WRITE in (kind, lock.kind)",
            "kind is LockKind.WRITE",
        ),
        (Assertion("ltp/fcntl14"),),
    ),
    Mutant(
        "unlocking-drops-the-rest",
        Area.POSIX,
        "unlocking a part drops the rest of the lock",
        Edit(
            "model.kernel.calls.locks:_without",
            "lock.end is None or end < lock.end",
            "lock.end is None",
        ),
        (Assertion("ltp/fcntl19"),),
    ),
    Mutant(
        "locks-for-reading-stay",
        Area.POSIX,
        "locks for reading cannot be taken away",
        Edit(
            "model.kernel.calls.locks:_without",
            "lock.pid != pid or not _overlaps(lock, part)",
            "lock.pid != pid or lock.kind is LockKind.READ or "
            "(not _overlaps(lock, part))",
        ),
        (Assertion("ltp/fcntl20"),),
    ),
    Mutant(
        "locks-never-merged",
        Area.POSIX,
        "locks that touch are not merged",
        Edit(
            "model.kernel.calls.locks:_merge",
            "last is not None and last.kind == lock.kind and (last.end == lock.start)",
            "last is not None and last == lock",
        ),
        (Assertion("ltp/fcntl21"),),
    ),
    Mutant(
        "setlk-waits",
        Area.POSIX,
        "F_SETLK waits, and F_SETLKW does not",
        Edit("model.kernel.calls.locks:set_lock", "not wait", "wait"),
        (Assertion("ltp/fcntl22"),),
    ),
    Mutant(
        "flock-locks-nothing",
        Area.POSIX,
        "flock sets no lock",
        Edit(
            "model.kernel.calls.locks:flock",
            "description.lock = wanted",
            "description.lock = None",
        ),
        (Assertion("ltp/flock01"),),
    ),
    Mutant(
        "flock-takes-any-kind",
        Area.POSIX,
        "flock takes a kind that does not exist",
        Edit("model.syscalls:_flock", 'raise SyscallError("EINVAL")', "return"),
        (Assertion("ltp/flock02"),),
    ),
    Mutant(
        "unlocking-a-file-does-nothing",
        Area.POSIX,
        "flock does not unlock",
        Edit(
            "model.kernel.calls.locks:flock",
            "wanted is None or (refused and not wait)",
            "refused and not wait",
        ),
        (Assertion("ltp/flock03"),),
    ),
    Mutant(
        "one-alone-beside-shared",
        Area.POSIX,
        "an exclusive flock is given beside a shared one",
        Edit(
            "model.kernel.calls.locks:flock",
            "FileLock.EXCLUSIVE in others or (alone and FileLock.SHARED in others)",
            "FileLock.EXCLUSIVE in others",
        ),
        (Assertion("ltp/flock04"),),
    ),
    Mutant(
        "flock-belongs-to-the-process",
        Area.POSIX,
        "a flock belongs to the process, not to the description",
        Edit(
            "model.kernel.calls.locks:flock",
            "others = [o.lock for o in description.file.openings if o is not "
            "description]",
            "mine = [entry.description for entry in "
            "process.descriptors.values()]; others = [o.lock for o in "
            "description.file.openings if o not in mine]",
        ),
        (Assertion("ltp/flock06"),),
    ),
)
"""The mutants."""
