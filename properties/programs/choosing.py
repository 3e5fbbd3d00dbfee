"""Where choices come from.

Every choice is a number, and 0 is always the plainest, so that the drivers can shrink
by lowering numbers.
"""

import random
from typing import Protocol


class Chooser(Protocol):
    """Where choices come from."""

    def pick(self, options: int) -> int:
        """A number from 0 up to, but not including, ``options``."""
        ...


class RandomChooser:
    """Choices of a seeded generator."""

    def __init__(self, source: random.Random) -> None:
        self._random = source.random

    def pick(self, options: int) -> int:
        """A number from 0 up to, but not including, ``options``."""
        return int(self._random() * options)


class PackedChooser:
    """Choices packed in one number: its digits in the bases that are asked for."""

    def __init__(self, packed: int) -> None:
        self._packed = packed

    def pick(self, options: int) -> int:
        """A number from 0 up to, but not including, ``options``."""
        self._packed, digit = divmod(self._packed, options)
        return digit
