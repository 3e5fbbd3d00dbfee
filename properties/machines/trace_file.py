"""The trace file: a program, how it is checked, and what was found, to be run again."""

from collections.abc import Sequence
from types import MappingProxyType
from typing import Any, Final

import attrs

from model import language
from model import operations as ops
from model.trace import document
from properties.machines.checks import CHECKS
from properties.machines.lockstep import Violation
from properties.machines.setups import (
    AS_GIVEN,
    EXACT,
    LOWEST,
    PLAIN_IMAGE,
    PLENTY,
    Setup,
    UnknownNameError,
)

NO_MUTANT = "none"
"""What a trace says when there is no mutant: ITF has no null."""


USUAL: Final = MappingProxyType(
    {
        "faults_kill": False,
        "placement": LOWEST,
        "image": PLAIN_IMAGE,
        "hardware": EXACT,
        "supply": PLENTY,
    }
)
"""What a trace does not say of its setup, unless it is something else."""


@attrs.frozen
class Recorded:
    """What a trace file claims."""

    setup: Setup
    program: tuple[ops.Operation, ...]
    check: str
    violation: Violation | None

    def document(self) -> dict[str, Any]:
        """The whole file as an object, its states computed now."""
        config = attrs.asdict(self.setup)
        config["mutant"] = self.setup.mutant or NO_MUTANT
        for name, usual in USUAL.items():
            if config[name] == usual:
                del config[name]
        about: dict[str, Any] = {"config": config, "check": self.check}
        if self.violation is not None:
            about["violation"] = attrs.asdict(self.violation)
        return document(self.setup.boot, self.program, about)


def recorded(
    setup: Setup,
    program: Sequence[ops.Operation],
    check: str,
    violation: Violation | None,
) -> Recorded:
    """The trace of a program up to its violation, if there is one."""
    length = len(program) if violation is None else violation.step + 1
    return Recorded(setup, tuple(program[:length]), check, violation)


def claims_of(content: Any) -> Recorded:  # noqa: ANN401  whatever the file says
    """What a parsed trace file claims.

    Raises:
        MalformedTraceError: It is not a trace that can be run; the message says why.
    """
    try:
        return _claims(content)
    except language.OperationError as error:
        message = (
            f"{error.args[0]} (column {error.column} of operation {error.args[1]})"
        )
    except KeyError as error:
        message = f"{error.args[0]!r} is missing"
    except UnknownNameError as error:
        message = str(error)
    except MalformedTraceError:
        raise
    except (TypeError, AttributeError, ValueError):
        message = "a part of it has the wrong type"
    raise MalformedTraceError(message)


class MalformedTraceError(Exception):
    """What is wrong with a trace."""


def _claims(content: Any) -> Recorded:  # noqa: ANN401  whatever the file says
    """The claims of a parsed file."""
    if not isinstance(content, dict) or "#meta" not in content:
        raise MalformedTraceError("there is no #meta")
    meta = content["#meta"]
    if meta["format"] != "ITF":
        raise MalformedTraceError("its format is not ITF")
    if not isinstance(content["vars"], list) or not isinstance(content["states"], list):
        raise TypeError
    setup = _setup(meta["config"])
    if meta["check"] not in CHECKS:
        known = ", ".join(CHECKS)
        raise MalformedTraceError(f"unknown check {meta['check']!r}; there are {known}")
    program = tuple(_operations(meta["ops"]))
    return Recorded(setup, program, meta["check"], _violation(meta, program))


def _setup(config: dict[str, Any]) -> Setup:
    """The configuration, its names checked."""
    mutant = config["mutant"]
    chosen = {name: config.get(name, usual) for name, usual in USUAL.items()}
    if not isinstance(chosen["faults_kill"], bool):
        raise TypeError
    setup = Setup(
        config["policy"],
        None if mutant == NO_MUTANT else mutant,
        config["format"],
        start=config.get("start", AS_GIVEN),
        **chosen,
    )
    setup.boot()
    return setup


def _operations(lines: list[str]) -> list[ops.Operation]:
    """The operations, one a line."""
    if not isinstance(lines, list):
        raise TypeError
    program = []
    for number, line in enumerate(lines, start=1):
        try:
            operation = language.parse(line)
        except language.OperationError as error:
            error.args = (error.args[0], number)
            raise
        if operation is None:
            raise MalformedTraceError(f"operation {number} is blank")
        program.append(operation)
    return program


def _violation(
    meta: dict[str, Any], program: tuple[ops.Operation, ...]
) -> Violation | None:
    """The violation that is claimed."""
    claimed = meta.get("violation")
    if claimed is None:
        return None
    violation = Violation(claimed["law"], claimed["step"], claimed["message"])
    if type(violation.step) is not int or not 0 <= violation.step < len(program):
        raise MalformedTraceError("its violation is not at one of its steps")
    return violation
