"""The areas by which a score is broken down, and the order in which they are shown."""

from pathlib import PurePosixPath


def area_of(path: str) -> str:
    """The area of a file of the model or the optimized memory.

    A folder of the model is an area, and so is a module at its top.
    """
    parts = PurePosixPath(path).with_suffix("").parts
    return parts[0] if parts[0] != "model" or len(parts) == 1 else parts[1]
