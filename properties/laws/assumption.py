"""How a law says that an input is outside its domain."""


class Unmet(Exception):
    """The input is outside the domain of the law: nothing was claimed about it."""


def assume(condition: bool) -> None:
    """Go on only if ``condition`` holds.

    Raises:
        Unmet: The condition does not hold.
    """
    if not condition:
        raise Unmet
