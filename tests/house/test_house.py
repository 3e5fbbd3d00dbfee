"""The rules of the house that a machine can check."""

import ast
import re
import sys
from collections.abc import Iterator

from model.isa.formats import FORMATS, RVY64_WITHOUT_LEVELS, RVY128_WITHOUT_LEVELS
from tests.house.sizes import (
    PACKAGES,
    ROOT,
    Function,
    Module,
    Size,
    function_sizes,
    module_sizes,
    modules,
)

MODULE_LINES = 300
FUNCTION_LINES = 40
PAGES = "model/isa/formats/"

# Spelled with a class, so that this file does not find itself.
UNFINISHED = re.compile(r"\b(TOD[O]|FIXM[E]|XX[X]|HAC[K])\b")

Documented = ast.Module | ast.ClassDef | Function


def public_definitions(
    body: list[ast.stmt], prefix: str = ""
) -> Iterator[tuple[str, ast.ClassDef | Function]]:
    """Classes, functions and methods without a leading underscore."""
    for node in body:
        if not isinstance(node, ast.ClassDef | Function) or node.name.startswith("_"):
            continue
        if any(ast.unparse(mark).endswith("overload") for mark in node.decorator_list):
            continue
        yield prefix + node.name, node
        if isinstance(node, ast.ClassDef):
            yield from public_definitions(node.body, f"{prefix}{node.name}.")


def undocumented(module: Module) -> Iterator[str]:
    if not ast.get_docstring(module.tree):
        yield module.path
    for name, node in public_definitions(module.tree.body):
        if not ast.get_docstring(node):
            yield f"{module.path}:{node.lineno} {name}"


def laws_named_in(docstring: str) -> list[str]:
    """The double-backticked names in the ``Law:`` section of a cleaned docstring."""
    section = re.search(
        r"^Law:\n((?:[ \t]+\S.*(?:\n|\Z)|\n)+)", docstring, re.MULTILINE
    )
    return re.findall(r"``(\w+)``", section[1]) if section else []


def law_citations(module: Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(module.tree):
        if isinstance(node, Documented):
            for law in laws_named_in(ast.get_docstring(node) or ""):
                yield module.path, law


def imported_packages(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


def over(limit: int, sizes: list[Size]) -> list[str]:
    return [str(size) for size in sizes if size.lines > limit]


def test_every_public_name_is_documented() -> None:
    missing = [name for module in modules() for name in undocumented(module)]

    assert [] == missing


def test_every_law_that_is_cited_exists() -> None:
    laws = {
        node.name
        for module in modules("properties/laws")
        for node in module.tree.body
        if isinstance(node, Function)
    }
    unknown = [
        f"{path}: {law}"
        for module in modules("model", "optimized")
        for path, law in law_citations(module)
        if law not in laws
    ]

    assert [] == unknown


def test_a_law_section_is_read_up_to_its_end() -> None:
    docstring = (
        "Sum.\n\nLaw:\n    ``one``\n    ``two``, in part\n\nSource:\n    ``no``\n"
    )

    assert ["one", "two"] == laws_named_in(docstring)
    assert [] == laws_named_in("Sum of ``parts``.")


def test_the_model_imports_attrs_and_the_standard_library_only() -> None:
    allowed = {*sys.stdlib_module_names, "attrs", "model"}
    foreign = [
        f"{module.path}: {package}"
        for module in modules("model")
        for package in imported_packages(module)
        if package not in allowed
    ]

    assert [] == foreign


def test_modules_are_short() -> None:
    assert [] == over(MODULE_LINES, module_sizes())


def test_functions_are_short() -> None:
    assert [] == over(FUNCTION_LINES, function_sizes())


def test_nothing_is_left_unfinished() -> None:
    folders = (ROOT / name for name in (*PACKAGES, "tests"))
    files = [
        *(path for pattern in ("*.md", "*.toml") for path in ROOT.glob(pattern)),
        *(path for folder in folders for path in folder.rglob("*.py")),
    ]
    marks = [
        f"{path.relative_to(ROOT)}: {mark}"
        for path in files
        for mark in UNFINISHED.findall(path.read_text(encoding="utf-8"))
    ]

    assert [] == marks


def strings(module: Module) -> Iterator[tuple[int, str]]:
    """The string constants of a module that are not documentation."""
    documentation = {
        id(node.value)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Constant) or id(node) in documentation:
            continue
        if isinstance(node.value, str):
            yield node.lineno, node.value


def test_a_format_is_named_on_its_page_and_nowhere_else() -> None:
    """Adding a format is its page: no rule asks for a format by its name."""
    names = {*FORMATS, RVY128_WITHOUT_LEVELS.name, RVY64_WITHOUT_LEVELS.name}
    prefixes = {name.partition("-")[0].rstrip("0123456789") for name in names}
    elsewhere = [
        f"{module.path}:{line} {text!r}"
        for module in modules("model", "optimized", "proofs", "ufork")
        for line, text in strings(module)
        if text in names | prefixes and not module.path.startswith(PAGES)
    ]

    assert [] == elsewhere
