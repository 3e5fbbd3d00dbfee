"""The trace: programs replayed step by step, and the only writer of their states.

``replay`` runs a program and tells, of every step, what it changed and nothing else.
``document`` writes the same run in the Informal Trace Format. The operations in it are
the truth; the states follow from them, and a reader can compute them again.
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
from model.trace.states import document

__all__ = [
    "Changes",
    "GranuleChange",
    "KeptChange",
    "RegisterChange",
    "Step",
    "address_of",
    "document",
    "held",
    "is_null",
    "replay",
]
