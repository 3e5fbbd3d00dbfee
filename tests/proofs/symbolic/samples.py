"""Functions with many paths, to explore and to call."""

from collections.abc import Sequence

import attrs

from proofs.symbolic import Path, Returned, merged


def returned(paths: Sequence[Path]) -> list[object]:
    """The values of the paths that return."""
    return [path.outcome.value for path in paths if isinstance(path.outcome, Returned)]


def classify(a: int, b: int) -> str:
    if a < b:
        return "less" if a + 1 < b else "next"
    if a == b and a % 2:
        return "odd"
    return "more"


def checked(a: int, b: int) -> int:
    if a < 0:
        raise ValueError(a, "negative")
    assert a != b
    if not b:
        raise ZeroDivisionError
    return a + b


def countdown(a: int, b: int) -> int:
    steps = 0
    while a > b:
        a -= 3
        steps += 1
    return steps


def between_the_two(a: int, b: int) -> bool:
    return a < 3 < b or (not a and b > 1)


def largest(a: int, b: int) -> int:
    return max(a, b, 3) + min(0, b)


class RefusedError(Exception):
    """An exception with an attribute."""

    def __init__(self, why: str, amount: int = 0) -> None:
        super().__init__(why)
        self.amount = amount

    def __str__(self) -> str:
        return f"{self.args} {self.amount}"


@attrs.define
class RejectedError(Exception):
    """An exception made by attrs."""

    amount: int


@attrs.frozen
class Span:
    """A value with parts, one of them with a default."""

    low: int
    high: int
    name: str = "span"
    is_empty: bool = False

    @property
    def length(self) -> int:
        return self.high - self.low if self.high > self.low else 0

    def holds(self, a: int) -> bool:
        return self.low <= a < self.high

    @classmethod
    def up_to(cls, high: int) -> "Span":
        return cls(0, high) if high > 0 else cls(0, 0, is_empty=True)

    @staticmethod
    def half(a: int) -> int:
        return a // 2 if a > 0 else 0


def span(a: int, b: int) -> Span:
    if a < b:
        return Span(a, b)
    if a == b:
        return Span(a, a, is_empty=True)
    return Span(b, a)


def refuse(a: int, b: int) -> int:
    if a > 12:
        raise RefusedError("large", a + b)
    if a == b:
        raise RefusedError("same")
    if b > 12:
        raise RefusedError("large", b)
    return a if a < b else b + 1


def reject(a: int, b: int) -> int:
    if a < b:
        raise RejectedError(a)
    if a > b + 2:
        raise RejectedError(b)
    return a


def never(a: int, b: int) -> int:
    if a < b:
        raise KeyError(1)
    raise LookupError


def various(a: int, b: int) -> object:
    if a < b:
        return (a, None)
    if a == b:
        return None
    return (b, None) if a % 2 else "odd"


def nested(a: int, b: int) -> int:
    return merged(refuse)(a, b) + merged(refuse)(b, 3)


BRANCHY = [classify, checked, countdown, between_the_two, largest]
SAMPLES = [*BRANCHY, span, refuse, reject, never, various, nested]
