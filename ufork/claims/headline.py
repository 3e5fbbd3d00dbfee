"""A claim in one sentence."""

import attrs


@attrs.frozen
class Headline:
    """One claim."""

    claim: str
    domain: str
    """The domain of the claim."""
    command: str
    """The command that shows the claim."""
