"""The share that one worker has in a campaign, as it is passed to the worker."""

import json

import attrs

from properties.adapters.linux.setups import OracleSetup


@attrs.frozen
class Share:
    """The part of a campaign that one worker does."""

    setup: OracleSetup
    first: int = 0
    """The number of its first program."""
    step: int = 1
    """How far apart the numbers of its programs are."""
    programs: int | None = None
    operations: int | None = None
    seconds: float | None = None
    """The worker stops at whichever limit comes first; None sets no limit."""
    cpu: int = -1
    """The processor on which its processes run; −1 for any."""

    def line(self) -> str:
        """The share as the argument of a worker."""
        return json.dumps(attrs.asdict(self))

    @staticmethod
    def read(line: str) -> "Share":
        """The share that an argument says."""
        record = json.loads(line)
        record["setup"] = OracleSetup(**record["setup"])
        return Share(**record)
