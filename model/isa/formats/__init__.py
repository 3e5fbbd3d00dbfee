"""The capability formats: one page for each family, with all the data of its formats.

A page gives widths, permissions, object types, jump rules, the capability bits of
page-table entries, and names. Read ``morello`` first; ``toy`` is the same in 32 bits;
then ``cheri_v9``, ``rvy`` and ``cheriot``. What the data mean is said once, for every
format, in the modules of ``model.isa``. A new format is a page of its own and a line
here.
"""

from types import MappingProxyType

from model.isa.formats.cheri_v9 import CHERIV9_64, CHERIV9_128
from model.isa.formats.cheriot import CHERIOT
from model.isa.formats.morello import MORELLO128
from model.isa.formats.rvy import (
    RVY64,
    RVY64_WITHOUT_LEVELS,
    RVY128,
    RVY128_WITHOUT_LEVELS,
)
from model.isa.formats.toy import TOY

FORMATS = MappingProxyType(
    {
        form.name: form
        for form in (
            MORELLO128,
            CHERIV9_128,
            CHERIV9_64,
            RVY128,
            RVY64,
            CHERIOT,
            TOY,
        )
    }
)
"""The formats by name, except those without levels, which are imported by name."""

__all__ = [
    "CHERIOT",
    "CHERIV9_64",
    "CHERIV9_128",
    "FORMATS",
    "MORELLO128",
    "RVY64",
    "RVY64_WITHOUT_LEVELS",
    "RVY128",
    "RVY128_WITHOUT_LEVELS",
    "TOY",
]
