"""Mutants of files and pipes: offsets, reading and writing."""

from properties.mutants.mutant import Area, Assertion, Edit, Mutant

MUTANTS = (
    Mutant(
        "pipes-turn-bytes-round",
        Area.POSIX,
        "a pipe turns bytes round",
        Edit(
            "model.kernel.calls.pipes:write_pipe",
            "content[:room]",
            "content[:room][::-1]",
        ),
        (Assertion("ltp/pipe01"),),
    ),
    Mutant(
        "broken-pipes-send-no-signal",
        Area.POSIX,
        "a write to a pipe without readers sends no SIGPIPE",
        Edit(
            "model.kernel.calls.pipes:write_pipe",
            "send(kernel, process, Signal.PIPE)",
            "send(kernel, process, Signal.CHLD)",
        ),
        (Assertion("ltp/pipe02"),),
    ),
    Mutant(
        "writing-ends-can-be-read",
        Area.POSIX,
        "a descriptor that is open for writing alone can be read",
        Edit(
            "model.kernel.calls.files:read",
            "not description.readable",
            "description.access is None",
        ),
        (Assertion("ltp/pipe03"),),
    ),
    Mutant(
        "pipes-are-never-full",
        Area.POSIX,
        "a pipe is never full",
        Edit(
            "model.kernel.calls.pipes:write_pipe", "len(content) <= room", "room >= 0"
        ),
        (Assertion("ltp/pipe04"),),
    ),
    Mutant(
        "second-ends-are-not-limited",
        Area.POSIX,
        "the second descriptor of a pipe may exceed the limit",
        Edit(
            "model.kernel.calls.pipes:pipe",
            "lowest_free(process, reading + 1)",
            "reading + 1",
        ),
        (Assertion("ltp/pipe06"),),
    ),
    Mutant(
        "pipes-waste-a-number",
        Area.POSIX,
        "pipe skips a number between its two descriptors",
        Edit("model.kernel.calls.pipes:pipe", "reading + 1", "reading + 2"),
        (Assertion("ltp/pipe07"),),
    ),
    Mutant(
        "pipes-always-have-readers",
        Area.POSIX,
        "a pipe has readers although all are closed",
        Edit(
            "model.kernel.state.open_files:Pipe.has_readers",
            "any((opening.readable for opening in self.openings))",
            "self.links == 0",
        ),
        (Assertion("ltp/pipe08"),),
    ),
    Mutant(
        "pipes-keep-only-the-last-write",
        Area.POSIX,
        "a write to a pipe replaces what is in it",
        Edit(
            "model.kernel.calls.pipes:write_pipe",
            "file.content += content[:room]",
            "file.content[:] = content[:room]",
        ),
        (Assertion("ltp/pipe09"),),
    ),
    Mutant(
        "the-end-comes-before-the-bytes",
        Area.POSIX,
        "a pipe without writers ends before what is in it was read",
        Edit(
            "model.kernel.calls.pipes:readable",
            "bytes(file.content[:size])",
            'bytes(file.content[:size]) if file.has_writers else b""',
        ),
        (Assertion("ltp/pipe14"),),
    ),
)
"""The mutants."""
