"""The page of what verdicts rest on names every function that a law takes."""

import ast
import importlib
import inspect
import re
from collections.abc import Iterator

from tests.house.sizes import ROOT, Function, modules

PAGE = (ROOT / "docs" / "trust.md").read_text(encoding="utf-8")

ROW = re.compile(r"^\| `([\w.]+:\w+)` \| .* \| (.*) \|$", re.MULTILINE)

BORROWED = {name: re.findall(r"`([^`]+)`", pins) for name, pins in ROW.findall(PAGE)}

JUDGED = set(re.findall(r"`([\w.]+:\w+)`", PAGE.partition("## Judged")[2]))


def named(definition: str) -> object:
    module, _, name = definition.partition(":")
    return getattr(importlib.import_module(module), name, None)


def imported_functions() -> Iterator[str]:
    """The functions of what is judged that the laws import."""
    for module in modules("properties/laws"):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    name = f"{node.module}:{alias.name}"
                    package = node.module.partition(".")[0]
                    if package in ("model", "optimized") and inspect.isfunction(
                        named(name)
                    ):
                        yield name


def laws() -> set[str]:
    return {
        node.name
        for module in modules("properties/laws")
        for node in module.tree.body
        if isinstance(node, Function)
    }


def test_every_function_that_a_law_imports_is_listed() -> None:
    assert set(imported_functions()) - BORROWED.keys() == JUDGED


def test_nothing_is_listed_that_no_law_imports() -> None:
    assert set() == BORROWED.keys() - set(imported_functions())


def test_what_is_borrowed_is_pinned_by_something_that_exists() -> None:
    known = laws()
    for name, pins in BORROWED.items():
        assert pins, name
        for pin in pins:
            if pin.startswith("tests/"):
                assert (ROOT / pin).exists(), pin
            elif not pin.startswith("ufork "):
                assert pin in known, pin
