"""The share that one worker has in a campaign, as it is told to the worker."""

import json

import attrs

from properties.adapters.linux.setups import OracleSetup


@attrs.frozen
class Share:
    """What one worker does of a campaign."""

    setup: OracleSetup
    first: int = 0
    """The number of its first program."""
    step: int = 1
    """How far apart the numbers of its programs are."""
    programs: int | None = None
    operations: int | None = None
    seconds: float | None = None
    """When it stops, whichever comes first; None if that is no reason to stop."""
    cpu: int = -1
    """Where its processes run; −1 for anywhere."""

    def line(self) -> str:
        """As the argument of a worker."""
        return json.dumps(attrs.asdict(self))

    @staticmethod
    def read(line: str) -> "Share":
        """The share that an argument says."""
        record = json.loads(line)
        record["setup"] = OracleSetup(**record["setup"])
        return Share(**record)
