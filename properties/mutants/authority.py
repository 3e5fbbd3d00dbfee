"""Mutants of authority: what a fork must not hand down, and what bounds cover."""

from properties.mutants.mutant import PROTOTYPE, Area, Edit, Fuzz, Mutant, Proof

_SHARED = "model.memory.relocation:is_shared_authority"
_ENTRY = "capability.bits == kernel_entry(layout).bits"
_FAST = "optimized.relocation:stays"
_IN_THE_KERNEL = "capability.bounds.within(layout.region(0))"
_BY_BOTH = (
    Proof("the_fast_relocation_is_the_relocation"),
    Fuzz("registers_are_handed_down"),
)
_REGISTERS = (
    Proof("a_fork_hands_down_every_register"),
    Fuzz("registers_are_handed_down"),
)
_CHILD = "model.kernel.calls.lifecycle:_child"
_EACH = "{register: passed_on(capability) for register, capability in registers}"

MUTANTS = (
    Mutant(
        "kernel-memory-is-shared",
        Area.RELOCATION,
        "fork hands on every capability with bounds in the kernel's region",
        Edit(_SHARED, f"return over_otypes | ({_ENTRY})", f"return {_IN_THE_KERNEL}"),
        _BY_BOTH,
    ),
    Mutant(
        "all-otypes-are-shared",
        Area.RELOCATION,
        "fork hands on authority over otypes that no process was given",
        Edit(_SHARED, "capability.bounds.within(given.bounds)", _IN_THE_KERNEL),
        _BY_BOTH,
    ),
    Mutant(
        "sealed-kernel-data-is-shared",
        Area.RELOCATION,
        "fork hands on sealed capabilities to the kernel's memory, as if harmless",
        Edit(_SHARED, _ENTRY, f"capability.is_sealed & {_IN_THE_KERNEL}"),
        _BY_BOTH,
    ),
    Mutant(
        "kernel-code-is-shared",
        Area.RELOCATION,
        "fork hands on the kernel's entry although it is unsealed",
        Edit(
            _SHARED,
            _ENTRY,
            "(capability.bounds == kernel_entry(layout).bounds)"
            " & (capability.perms == kernel_entry(layout).perms)",
        ),
        _BY_BOTH,
    ),
    Mutant(
        "fast-relocation-shares-the-kernel",
        Area.RELOCATION,
        "a copied page keeps capabilities to the kernel's memory with their tags",
        Edit(_FAST, "is_entry | (seals & ordered)", _IN_THE_KERNEL),
        (_BY_BOTH[0], Fuzz()),
        source=PROTOTYPE,
    ),
    Mutant(
        "child-loses-c19",
        Area.KERNEL,
        "a child begins without a register that its parent had saved a pointer in",
        Edit(
            _CHILD,
            _EACH,
            f'{_EACH} | {{"c19": integer(kernel.memory.layout.format, 0)}}',
        ),
        _REGISTERS,
        source="NuttX #12429",
    ),
    Mutant(
        "child-loses-its-thread-pointer",
        Area.KERNEL,
        "a child begins without a thread pointer",
        Edit(
            _CHILD,
            _EACH,
            f'{_EACH} | {{"ctp": integer(kernel.memory.layout.format, 0)}}',
        ),
        _REGISTERS,
        source="SerenityOS #22304",
    ),
    Mutant(
        "thread-pointer-stays-the-parents",
        Area.KERNEL,
        "a child begins with the thread pointer of its parent, not relocated",
        Edit(_CHILD, _EACH, f'{_EACH} | {{"ctp": parent.registers["ctp"]}}'),
        _REGISTERS,
        source="Lind-wasm #817",
    ),
)
"""The mutants."""
