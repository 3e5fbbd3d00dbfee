"""How numbers about a capability are put into words."""

from model.isa.format import Format
from ufork.terminal.present import WIDTH, count

INDENT = "  "
COLUMNS = WIDTH - 2 * len(INDENT)
"""The columns of a drawing."""

_UNITS = ("bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB")


def interval(base: int, top: int) -> str:
    """Bounds as text."""
    return f"[{base:#x}, {top:#x})"


def size_text(size: int) -> str:
    """A size, in the greatest unit of which it is a multiple."""
    unit = 0
    while size and size % 1024 == 0:
        size //= 1024
        unit += 1
    return count(size, "byte") if unit == 0 else f"{size:,} {_UNITS[unit]}"


def signed_text(form: Format) -> str:
    """Why some numbers are no addresses of a format."""
    width = form.value_width
    return f"bits from {width} up count as copies of bit {width - 1}"


def listed(things: list[str]) -> str:
    """Things in a sentence: one, two and three."""
    return " and ".join([", ".join(things[:-1]), things[-1]] if things[1:] else things)
