"""Operations on registers alone: a capability made of another."""

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
    """Point it at an absolute address, or at the number in a register."""

    verb = "setaddr"
    address: int | str = operand(VALUE)


@attrs.frozen
class SetOffset(Derivation):
    """Point it ``offset`` bytes above its base."""

    verb = "setoffset"
    offset: int = operand(NUMBER)


@attrs.frozen
class Increment(Derivation):
    """Move its address by ``amount`` bytes."""

    verb = "add"
    amount: int = operand(NUMBER)


@attrs.frozen
class SetBounds(Derivation):
    """Narrow it to ``length`` bytes from its address, rounded outward."""

    verb = "setbounds"
    length: int = operand(NUMBER)


@attrs.frozen
class SetBoundsExact(Derivation):
    """Narrow it to ``length`` bytes from its address, untagged if that is not exact."""

    verb = "setboundsexact"
    length: int = operand(NUMBER)


@attrs.frozen
class AndPerms(Derivation):
    """Keep, of the permissions that have a letter, those given; and all others."""

    verb = "andperms"
    perms: int = operand(PERMS)


@attrs.frozen
class ClearTag(Derivation):
    """Keep the bits and drop the tag."""

    verb = "cleartag"


@attrs.frozen
class Seal(Derivation):
    """Seal it with the otype that ``authority`` points at."""

    verb = "seal"
    authority: str = operand(REGISTER)


@attrs.frozen
class Unseal(Derivation):
    """Unseal it with an authority that points at its otype."""

    verb = "unseal"
    authority: str = operand(REGISTER)


@attrs.frozen
class SealEntry(Derivation):
    """Make a sealed entry of it."""

    verb = "sealentry"
