"""Operations on registers alone: a capability derived from another."""

import attrs

from model.operations.kinds import NUMBER, PERMS, REGISTER, VALUE
from model.operations.operation import Operation, operand


@attrs.frozen
class Derivation(Operation):
    """An operation on registers alone: destination := some derivation of source."""

    destination: str = operand(REGISTER)
    source: str = operand(REGISTER)


@attrs.frozen
class Move(Derivation):
    """Copy a register."""

    verb = "move"


@attrs.frozen
class SetAddress(Derivation):
    """Point the capability at an absolute address, or at the number in a register."""

    verb = "setaddr"
    address: int | str = operand(VALUE)


@attrs.frozen
class SetOffset(Derivation):
    """Point the capability ``offset`` bytes above its base."""

    verb = "setoffset"
    offset: int = operand(NUMBER)


@attrs.frozen
class Increment(Derivation):
    """Add ``amount`` bytes to the address."""

    verb = "add"
    amount: int = operand(NUMBER)


@attrs.frozen
class SetBounds(Derivation):
    """Narrow the bounds to ``length`` bytes from the address, rounded outward."""

    verb = "setbounds"
    length: int = operand(NUMBER)


@attrs.frozen
class SetBoundsExact(Derivation):
    """Narrow the bounds to ``length`` bytes from the address; untagged if rounded."""

    verb = "setboundsexact"
    length: int = operand(NUMBER)


@attrs.frozen
class AndPerms(Derivation):
    """Keep the given permissions, and all permissions that have no letter."""

    verb = "andperms"
    perms: int = operand(PERMS)


@attrs.frozen
class ClearTag(Derivation):
    """Keep the bits and drop the tag."""

    verb = "cleartag"


@attrs.frozen
class Seal(Derivation):
    """Seal the capability with the otype that ``authority`` points at."""

    verb = "seal"
    authority: str = operand(REGISTER)


@attrs.frozen
class Unseal(Derivation):
    """Unseal the capability with an authority that points at its otype."""

    verb = "unseal"
    authority: str = operand(REGISTER)


@attrs.frozen
class SealEntry(Derivation):
    """Make a sealed entry of the capability."""

    verb = "sealentry"
