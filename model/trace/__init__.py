"""The trace: programs replayed step by step, and the only writer of their states.

Read ``observation`` (all that can be seen of a system, as one value), ``observing``
(how it is taken), ``differences`` (where two differ), ``kept`` (what the kernel keeps,
in words), ``changes`` (the steps of a program, each with what it changed),
``rendering`` (values in the Informal Trace Format), ``states`` (a run as a document of
that format), then ``older`` (the form that traces had before).

The operations in a trace are the truth; the states follow from them, and a reader can
compute them again.
"""

from model.trace.changes import (
    Changes,
    GranuleChange,
    KeptChange,
    RegisterChange,
    Step,
    address_of,
    held,
    is_null,
    replay,
)
from model.trace.differences import Difference, difference, differences
from model.trace.observation import Observation
from model.trace.observing import observe, observe_kernel, observe_reach
from model.trace.states import document

__all__ = [
    "Changes",
    "Difference",
    "GranuleChange",
    "KeptChange",
    "Observation",
    "RegisterChange",
    "Step",
    "address_of",
    "difference",
    "differences",
    "document",
    "held",
    "is_null",
    "observe",
    "observe_kernel",
    "observe_reach",
    "replay",
]
