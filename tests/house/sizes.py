"""How large modules and functions are: ``python -m tests.house.sizes``.

Sizes are in lines of source text, docstrings included, decorators not.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import attrs

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("model", "optimized", "properties", "proofs", "ufork")

Function = ast.FunctionDef | ast.AsyncFunctionDef


@attrs.frozen
class Module:
    """One source file of the packages."""

    path: str
    """Relative to the root of the repository."""
    lines: int
    tree: ast.Module


@attrs.frozen
class Size:
    lines: int
    where: str

    def __str__(self) -> str:
        return f"{self.lines:4} lines  {self.where}"


def modules(*packages: str) -> Iterator[Module]:
    for package in packages or PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            name = path.relative_to(ROOT).as_posix()
            yield Module(name, len(text.splitlines()), ast.parse(text, name))


def module_sizes() -> list[Size]:
    """All modules, largest first."""
    found = (Size(module.lines, module.path) for module in modules())
    return sorted(found, key=lambda size: -size.lines)


def function_sizes() -> list[Size]:
    """All functions and methods, longest first."""
    found = (
        Size(
            (node.end_lineno or node.lineno) - node.lineno + 1,
            f"{module.path}:{node.lineno} {node.name}",
        )
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, Function)
    )
    return sorted(found, key=lambda size: -size.lines)


def main() -> None:
    for title, sizes in (
        ("largest module", module_sizes()),
        ("longest function", function_sizes()),
    ):
        sys.stdout.write(f"{title:18}{sizes[0] if sizes else 'none'}\n")


if __name__ == "__main__":
    main()
