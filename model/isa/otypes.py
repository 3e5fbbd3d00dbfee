"""Object types: whether a capability is sealed, and how it may be unsealed."""

import attrs


@attrs.frozen(eq=False)
class Otypes:
    """What the object types of one format mean."""

    unsealed: int
    """The otype of an unsealed capability."""
    sentry: int
    """The otype of a sentry, which a branch to it unseals."""
    first: int
    """The first otype that an authority can seal with."""
    last: int
    """The last otype that an authority can seal with; less than ``first`` if there is
    none."""
    free: int
    """The first otype without a fixed meaning."""
    reserved_from: int | None = None
    """The first otype that no authority unseals, if there are such."""
    data_offset: int = 0
    """What software adds to the stored otype of a capability that is not executable; if
    it is not 0, only executable capabilities are sentries."""
    returns: tuple[int, ...] = ()
    """The otypes of return sentries, which only a jump makes."""

    def can_be_unsealed(self, otype: int) -> bool:
        """Whether an authority can unseal this otype."""
        return self.reserved_from is None or otype < self.reserved_from
