"""Expectations: outcomes as programs state them, after ``=>`` on a line.

An outcome is stated as it is printed. Pids and sets have a second notation, so that a
program need not know them: ``@b`` is the pid of ``b``, ``{USR1+CHLD}`` a set of
signals. Of a capability it is stated whether it is valid, and of a fault its kind,
which is all that a program observes of it.
"""

import errno
import re
from collections.abc import Iterator, Mapping
from typing import Final

import attrs

from model.isa.faults import Fault
from model.outcomes import Blocked, Derived, Failed, Faulted, Outcome, Skipped
from model.posix.signal_numbers import Signal, signal_set


@attrs.frozen
class Form:
    """One way to state an outcome."""

    shape: str
    """How it is written, for people."""
    pattern: str
    """A regular expression that all of the text matches."""
    means: str
    """When it is met."""


def _kinds(fault: type[Fault] = Fault) -> Iterator[str]:
    """The kinds of faults that a machine may raise."""
    for kind in fault.__subclasses__():
        yield kind.__name__
        yield from _kinds(kind)


def _any_of(words: Iterator[str]) -> str:
    """A regular expression for one of these words."""
    return "|".join(sorted(words))


_NUMBER = r"-?0x[0-9a-f]+|-?\d+"
_PID = r"@[a-z][a-z0-9_]*"
_SIGNAL = _any_of(signal.name for signal in Signal)
_SET = rf"\{{(?:(?:{_SIGNAL})(?:\+(?:{_SIGNAL}))*)?\}}"
_VALUE = rf"(?:{_NUMBER}|{_PID}|{_SET})"
_STATUS = rf"exited \d+|killed by (?:{_SIGNAL})|stopped by (?:{_SIGNAL})|continued"

FORMS: Final = (
    Form("done", "done", "The operation was done, and has no result."),
    Form("7, 0x7, @b or {USR1+CHLD}", _VALUE, "This number, pid or set is the result."),
    Form("several of these", rf"{_VALUE}(?: {_VALUE})+", "They are the results."),
    Form(
        "@b exited 3, killed by TERM, stopped by STOP, or continued",
        rf"{_VALUE} (?:{_STATUS})",
        "A call that waits told this of a child.",
    ),
    Form("capability", "capability", "The result is a valid capability."),
    Form("invalid", "invalid", "The result is what a register holds, without a tag."),
    Form(
        "an errno, such as EPERM",
        _any_of(iter(errno.errorcode.values())),
        "The call failed for this reason.",
    ),
    Form(
        "a fault, such as TagViolation",
        _any_of(_kinds()),
        "The machine faulted for this reason.",
    ),
    Form("blocked", "blocked", "The call would have to wait."),
    Form(
        "skipped",
        "skipped",
        "Nothing was done, because no such process runs, or a name is taken.",
    ),
)
"""The forms, each with an example."""


@attrs.frozen
class Expectation:
    """What the outcome of an operation has to be.

    Law:
        ``an_outcome_meets_what_it_is_written_as``
    """

    text: str

    def __str__(self) -> str:
        """As it is stated."""
        return self.text

    def is_met(self, outcome: Outcome, pids: Mapping[str, int]) -> bool:
        """Whether this is the outcome, where processes have had these pids."""
        said = _said(outcome)
        stated = [_plain(word, pids) for word in self.text.split()]
        return [_plain(word, pids) for word in said.split()] == stated


def read_expectation(text: str) -> Expectation:
    """The expectation in a text.

    Raises:
        ValueError: It has none of the forms.
    """
    plain = " ".join(text.split())
    if not any(re.fullmatch(form.pattern, plain) for form in FORMS):
        raise ValueError(text)
    return Expectation(plain)


def succeeded(outcome: Outcome) -> bool:
    """Whether an operation did what it should: all that is asked where nothing is said.

    An operation that faulted, failed, was blocked or was skipped did not.
    """
    return not isinstance(outcome, Failed | Faulted | Blocked | Skipped)


def _said(outcome: Outcome) -> str:
    """An outcome as text."""
    match outcome:
        case Derived(capability=capability):
            return "capability" if capability.tag else "invalid"
        case Faulted(fault=fault):
            return fault.kind
        case _:
            return str(outcome)


def _plain(word: str, pids: Mapping[str, int]) -> str:
    """A word in one notation."""
    if word.startswith("@"):
        return hex(pids.get(word[1:], -1))
    if word.startswith("{"):
        return hex(signal_set(frozenset(word[1:-1].split("+")) - {""}))
    return hex(int(word, 0)) if re.fullmatch(_NUMBER, word) else word
