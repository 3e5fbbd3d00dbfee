"""What Python may ask of an integer and a symbolic value must refuse.

An answer would be for one value only, or an outcome that the executed code never has.
"""

from collections.abc import Callable
from typing import NoReturn

from proofs.symbolic.errors import EngineLimit


def _refuse(what: str) -> Callable[..., NoReturn]:
    def refusal(*_arguments: object) -> NoReturn:
        raise EngineLimit(f"{what} of a symbolic value")

    return refusal


class Refusing:
    """A value that depends on the inputs, and so has no single plain value."""

    __slots__ = ()

    __index__ = _refuse("a use as an index")
    __int__ = _refuse("a conversion to int")
    __float__ = _refuse("a conversion to float")
    __complex__ = _refuse("a conversion to complex")
    __round__ = __trunc__ = __floor__ = __ceil__ = _refuse("rounding")
    __pow__ = __rpow__ = _refuse("a power")
    __truediv__ = __rtruediv__ = _refuse("true division")
    __divmod__ = __rdivmod__ = _refuse("divmod")
    __rfloordiv__ = __rmod__ = _refuse("division by other than a constant: by one")

    def __hash__(self) -> int:
        raise EngineLimit("the hash of a symbolic value")

    def __getattr__(self, name: str) -> NoReturn:
        if hasattr(0, name):
            raise EngineLimit(f"int.{name} of a symbolic value")
        raise AttributeError(name)
