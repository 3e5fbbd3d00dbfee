"""The reference of the language as text: lines, operands, outcomes, verbs."""

import inspect
from collections.abc import Iterator
from itertools import groupby
from types import ModuleType

import attrs

from model import operations as ops
from model.expectations import FORMS
from model.operations import kinds
from ufork.language.examples import Example, examples

INTRODUCTION = """\
# The language of programs

`ufork language` generates this page from the classes of operations, and a test runs
every example over every memory and fails when the page drifts.

A program is one operation per line: a process, a verb, and operands, separated by
blanks. `#` begins a comment. The first process is `a`; `fork` names the others, and a
name keeps its meaning when another line is deleted. Processes run in the order of the
lines, so nobody waits: a call that would have to is `blocked`, changes nothing, and
may be tried again.

Registers are `c0` to `c30`, `csp`, `pcc`, `ctp` and `ddc`. At the start `c1` leads to
the heap, `csp` to the stack, `pcc` to the text, `c4` to the whole region, `c2` to the
otypes that may be used and `c3` to the kernel. A system call that returns a number
leaves it in `c0`, too.

`ufork run FILE` runs a program step by step, `--memory all` over every memory;
`ufork oracle FILE` runs it on this Linux beside the model; `ufork posix --examples`
runs a folder of them.
"""

HEADING = """\
## The heading

The comments before the first line say in words what a program shows. After the words
there may be lines that say something of the whole:

| line | means |
|---|---|
| `# faults: kill` | a fault sends SIGSEGV or SIGBUS; otherwise it is only an outcome |
| `# image: whole` | the first process has all parts of an image, as `--image` says |
| `# tier: core` | for `ufork posix`: what is asserted, or `attribute` |
| `# mutant: ID` | for `ufork posix`: the mutant that must make it fail |
"""

OUTCOMES = """\
## Outcomes

After `=>` a line may state the outcome of its operation. In a program that states any,
an operation without one must succeed: it may not fault, fail, be blocked or be skipped.

| stated | is met if |
|---|---|
"""

OPERANDS = """\
## Operands

| operand | is |
|---|---|
"""

TARGETS = """
Of the targets, `any` is any child or, for `kill`, nobody; `all` is everybody but the
process; `group` is its own group and `group:b` the group that `b` leads or led;
`nobody` is a pid that no process has, and `least` a number that is no pid at all.
"""

CHAPTERS = {
    "accesses": "Loading and storing",
    "derivations": "Deriving capabilities",
    "allocations": "The heap's library",
    "mappings": "Mapping memory",
    "devices": "Pages that a device holds",
    "lifecycles": "Processes, groups and sessions",
    "files": "Files, pipes and locks",
    "signalling": "Signals and semaphores",
}
"""The titles of the chapters, by the module that has the classes."""


def document() -> str:
    """The whole page."""
    return "\n".join(_lines()).rstrip() + "\n"


def _lines() -> Iterator[str]:
    """The page, part by part."""
    yield INTRODUCTION
    yield HEADING
    yield OUTCOMES + "\n".join(f"| {form.shape} | {form.means} |" for form in FORMS)
    yield ""
    yield OPERANDS + "\n".join(_operand_rows())
    yield TARGETS.rstrip()
    shown = {example.verb: example for example in examples()}
    classes = sorted(ops.CLASSES, key=_place)
    for module, members in groupby(classes, key=inspect.getmodule):
        if isinstance(module, ModuleType):
            title = CHAPTERS[module.__name__.rpartition(".")[2]]
            yield f"\n## {title}"
        for operation in members:
            yield from _verb_lines(operation, shown[operation.verb])


def _place(operation: type[ops.Operation]) -> tuple[int, int]:
    """The chapter of a class, and its place there."""
    chapter = operation.__module__.rpartition(".")[2]
    return list(CHAPTERS).index(chapter), inspect.getsourcelines(operation)[1]


def _operand_rows() -> Iterator[str]:
    """The kinds of operands, each once."""
    seen = set()
    for operation in sorted(ops.CLASSES, key=_place):
        for field in attrs.fields(operation)[1:]:
            kind = field.metadata["kind"]
            if _name(kind) not in seen:
                seen.add(_name(kind))
                yield f"| `{_name(kind)}` | {kind.hint} |"


def _name(kind: ops.Kind) -> str:
    """How a kind of operand is called."""
    return next(name for name, known in vars(kinds).items() if known is kind)


def _verb_lines(operation: type[ops.Operation], example: Example) -> Iterator[str]:
    """One verb: its operands, what it does, and an example."""
    words = []
    for field in attrs.fields(operation)[1:]:
        word = f"{field.name}:{_name(field.metadata['kind'])}"
        words.append(word if field.default is attrs.NOTHING else f"[{word}]")
    yield f"\n### {operation.verb}\n"
    yield f"`{' '.join(('a', operation.verb, *words))}`\n"
    yield inspect.cleandoc(operation.__doc__ or "").replace("``", "`") + "\n"
    yield f"```\n{example.text.strip()}\n```"
