"""What the lazy memory may import of the model: the contract is an allow-list."""

import tomllib

from tests.house.sizes import ROOT

ALLOWED = (
    "model.isa",
    "model.memory.layout",
    "model.memory.memory_system",
    "model.memory.page_table",
    "model.memory.pte_capability_bits",
    "model.memory.tables",
    "model.memory.tagged_memory",
)
"""The hardware and the protocol: what `optimized` may import of the model."""


def is_below(name: str, parents: tuple[str, ...]) -> bool:
    return any(name == parent or name.startswith(f"{parent}.") for parent in parents)


def model_modules() -> set[str]:
    found = set()
    for path in (ROOT / "model").rglob("*.py"):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if parts[-1] != "__init__":
            found.add(".".join(parts))
    return found


def forbidden_to_optimized() -> tuple[str, ...]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    (contract,) = (c for c in contracts if c["name"].startswith("optimized shares"))
    return tuple(contract["forbidden_modules"])


def test_optimized_may_import_the_hardware_and_nothing_else_of_the_model() -> None:
    forbidden = forbidden_to_optimized()

    allowed = {name for name in model_modules() if not is_below(name, forbidden)}
    assert {name for name in model_modules() if is_below(name, ALLOWED)} == allowed
