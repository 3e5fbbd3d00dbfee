"""The claims about POSIX."""

from ufork.claims.headline import Headline

POSIX = (
    Headline(
        "Fork is what POSIX says",
        "{assertions} assertions of Open POSIX, LTP, gVisor and bug reports, over "
        "every memory; {left_out} more are left out, each for a reason",
        "ufork posix",
    ),
    Headline(
        "The running kernel answers the examples as they say",
        "the operations that it can be asked about: almost nine in ten",
        "ufork posix --kernel",
    ),
    Headline(
        "A fork hands down each thing that a process has as the table below says",
        "every field of a process, each register by name; every fork of random "
        "programs, and one more fork for each mutant",
        "ufork fuzz --seconds 60",
    ),
    Headline(
        "The model does what Linux does",
        "random programs on real processes, operation by operation",
        "ufork oracle --ops 1000000",
    ),
    Headline(
        "So it does on a script of one's own: groups and sessions, stops, orphans and "
        "what a terminal sends among the calls",
        "the race of every shell that sets up a pipeline, and any other file",
        "ufork oracle examples/pipeline.uf",
    ),
    Headline(
        "exec keeps, resets and closes what POSIX says, vfork lends memory and waits, "
        "and a spawn is both; what a device holds stays a page of its owner's",
        "random programs on real processes: execve, clone with CLONE_VFORK, registered "
        "buffers of io_uring",
        "ufork oracle --ops 200000",
    ),
    Headline(
        "Pages share frames as on Linux after forks, stores and exits",
        "`/proc/PID/pagemap`, where it may be read",
        "pytest tests/properties/test_oracle_frames.py",
    ),
    Headline(
        "A fork that fails changes nothing, wherever it fails",
        "every allocation in turn, after random programs, over three memories",
        "pytest tests/properties/test_kernel_laws.py",
    ),
    Headline(
        "Kernel bookkeeping is consistent: references, files, locks, pids, zombies, "
        "and all memory that was promised",
        "random programs, at every audit",
        "ufork fuzz --policy separate",
    ),
)
"""Claims about POSIX."""
