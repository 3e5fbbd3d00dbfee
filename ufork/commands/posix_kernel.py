"""``ufork posix --kernel``: the same examples, asked of the running kernel."""

from collections.abc import Iterator, Sequence

import attrs
import click

from properties.adapters.linux.asking import Answered, TooLongError, ask_script
from properties.adapters.linux.c_runner import CRunner, NoRunnerError
from properties.adapters.linux.setups import OracleSetup, kernel_release, obstacle
from properties.conformance.posix.examples import Example
from ufork.terminal.present import count, wrapped


@attrs.define
class KernelAnswers:
    """What the running kernel says of the operations of examples."""

    operations: int = 0
    asked: int = 0
    differing: list[str] = attrs.field(factory=list)
    """Where the kernel and the model differ, in words."""
    left_out: list[str] = attrs.field(factory=list)
    """Examples that cannot be run on the kernel, and why."""


def ask_kernel(examples: Sequence[Example]) -> KernelAnswers:
    """Run examples on real processes beside the model.

    Raises:
        UsageError: There is no kernel that can be asked, or no C compiler.
    """
    if (reason := obstacle()) is not None:
        raise click.UsageError(f"there is no oracle here: {reason}")
    found, setup = KernelAnswers(), OracleSetup()
    try:
        with CRunner() as runner:
            for example in examples:
                try:
                    answers = list(ask_script(setup, runner, example.lines))
                except TooLongError as error:
                    found.left_out.append(f"{example.key}: {error}")
                    continue
                _note(found, example, answers)
    except NoRunnerError as error:
        raise click.UsageError(f"the oracle broke down: {error}") from None
    return found


def _note(found: KernelAnswers, example: Example, answers: Sequence[Answered]) -> None:
    """Count the answers of one example, and note where they differ first."""
    found.operations += len(answers)
    found.asked += sum(bool(each.kernel) for each in answers)
    for each in answers:
        if each.differs:
            found.differing.append(
                f"{example.key}, line {each.line.number}, `{each.line.operation}`: "
                f"the kernel says {each.kernel}, the model {each.model}"
            )
            return


def kernel_lines(found: KernelAnswers) -> Iterator[str]:
    """What the kernel says, as text."""
    for line in found.differing:
        yield from wrapped(line, "  ")
    for line in found.left_out:
        yield from wrapped(f"not run on the kernel: {line}", "  ")
    verdict = f"and differs on {count(len(found.differing), 'example')}"
    color = "red" if found.differing else "green"
    said = (
        f"{kernel_release()} was asked {found.asked:,} of {found.operations:,} "
        f"operations, {verdict}"
    )
    for line in wrapped(said, ""):
        yield click.style(line, fg=color)
