"""What the engine raises about itself; never an outcome of the code it executes."""


class EngineFailure(Exception):  # noqa: N818 -- the root says what its kind is
    """The engine cannot tell what the executed code does.

    The failure passes through every exploration, so that it is never read as a refuted
    law.
    """


class EngineLimit(EngineFailure):
    """The executed code does something that has no symbolic form here."""


class CannotMerge(EngineFailure):
    """Two values have no common form whose parts could be chosen by a condition."""


class PathLimit(EngineFailure):
    """The executed code has more paths than its exploration was allowed."""


class NonDeterministic(EngineFailure):
    """The executed code took other decisions when it was executed again."""
